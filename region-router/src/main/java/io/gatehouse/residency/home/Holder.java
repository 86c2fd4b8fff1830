package io.gatehouse.residency.home;

import java.util.Locale;

/** Who holds an account. */
public enum Holder {
    PERSON,
    /** Its home follows where it is established, not where whoever types sits. */
    BUSINESS;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
