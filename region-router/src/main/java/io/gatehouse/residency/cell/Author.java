package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;

/**
 * Whose content it is.
 *
 * @param homeEpoch as the directory gave it; the cell refuses a write of another epoch
 * @param profile what is sealed in the account's row (account id, residence evidence, explanation) when this write
 *     creates it; ignored when the account is there
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record Author(AccountRef account, long homeEpoch, byte[] profile) {}
