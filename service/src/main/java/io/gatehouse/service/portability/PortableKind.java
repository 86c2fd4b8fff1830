package io.gatehouse.service.portability;

import io.gatehouse.residency.crossing.DataKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Kinds of records of the feed, and what a third party may be authorised for. */
public enum PortableKind {
    /** Where the person said or showed that they live, and the home region that followed. */
    ACCOUNT(DataKind.ACCOUNT),
    /** What the person agreed to and refused. */
    CONSENTS(DataKind.ACCOUNT),
    /** What the person wrote, and which media they showed. */
    CONTENT(DataKind.CONTENT),
    /** What was decided about it: made by safety work, and so for the person alone. */
    DECISION(DataKind.DECISION);

    private final DataKind data;

    PortableKind(DataKind data) {
        this.data = data;
    }

    /** What crosses with it. */
    public DataKind data() {
        return data;
    }

    /** Decisions serve safety alone (GDPR Art. 5(1)(b)): no authorisation hands them to somebody else. */
    public boolean isForThirdParties() {
        return this != DECISION;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<PortableKind> ofWireName(String name) {
        return Arrays.stream(values()).filter(k -> k.wireName().equals(name)).findFirst();
    }

    static Set<PortableKind> forThirdParties() {
        var kinds = EnumSet.allOf(PortableKind.class);
        kinds.removeIf(kind -> !kind.isForThirdParties());
        return kinds;
    }
}
