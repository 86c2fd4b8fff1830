package io.gatehouse.residency.home;

/** What the platform says about an account holder's age. */
public enum Age {
    ADULT,
    /** Does not leave the EEA side without verified evidence. */
    MINOR,
    /** Nobody said; {@code evidence.yaml} says as what such people count. */
    UNKNOWN
}
