package io.gatehouse.residency.crossing;

import java.util.regex.Pattern;

/** What data are used for, by the name that {@code transfers.yaml} gives it: lower-case letters, digits, underscores. */
public record Purpose(String name) implements Comparable<Purpose> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{1,63}");

    /** The person lives elsewhere now, and so must their data. */
    public static final Purpose RESIDENCE_CHANGE = new Purpose("residence_change");

    public Purpose {
        if (!FORM.matcher(name).matches()) throw new IllegalArgumentException("not a purpose: '" + name + "'");
    }

    @Override
    public int compareTo(Purpose other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
