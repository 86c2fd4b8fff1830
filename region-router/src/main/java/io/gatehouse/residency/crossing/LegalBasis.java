package io.gatehouse.residency.crossing;

import java.util.Locale;

/** Why a crossing is permitted, in the order in which the gate asks. */
public enum LegalBasis {
    /** Within the zone of the origin's law: recorded, and no transfer in the sense of that law. */
    INSIDE,
    /** The person's home changed: the data follow the person. */
    RESIDENCE_CHANGE,
    ADEQUACY,
    SAFEGUARDS,
    DEROGATION;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
