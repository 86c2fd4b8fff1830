package io.gatehouse.residency.key;

/**
 * The key of one record of a person's, derived from the person's key and a salt: when either is gone, so is the record. For
 * what lies where single records cannot be deleted. Thread-safe.
 */
public interface RecordKey {
    /** As {@link PersonKey#seal}. */
    byte[] seal(byte[] plain, byte[] context);

    /** As {@link PersonKey#open}. */
    byte[] open(byte[] sealed, byte[] context);
}
