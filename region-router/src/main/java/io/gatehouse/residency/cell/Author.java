package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import org.jspecify.annotations.Nullable;

/**
 * Whose content it is.
 *
 * @param homeEpoch as the directory gave it; the cell refuses a write of another epoch
 * @param profile what is sealed in the account's row (account id, residence evidence, explanation) when this write
 *     creates it; ignored when the account is there; empty of a guest whose home knows it
 * @param guestOf where the author is at home, when that is not here; null for an author at home here
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record Author(
        AccountRef account,
        long homeEpoch,
        byte[] profile,
        @Nullable RegionId guestOf) {
    /** An author at home in the cell that is written to. */
    public Author(AccountRef account, long homeEpoch, byte[] profile) {
        this(account, homeEpoch, profile, null);
    }

    /** The same person while the home is down: it may not know the profile yet. Of the same jurisdiction only. */
    public Author shelteredFrom(RegionId home) {
        return new Author(account, homeEpoch, profile, home);
    }

    /** The same person in a cell that is not their home: nothing of the profile goes there. */
    public Author asGuestOf(RegionId home) {
        return new Author(account, homeEpoch, new byte[0], home);
    }
}
