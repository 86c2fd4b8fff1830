package io.gatehouse.residency.cell;

/** A change of an account's profile, made under the cell's lock: of two that come at once, none is lost. */
@FunctionalInterface
public interface ProfileChange {
    /**
     * Pure, and may be asked again for another attempt.
     *
     * @param before as stored; as the write brought it when the write created the account
     * @return what is stored from now on; equal bytes change nothing
     */
    byte[] apply(byte[] before);
}
