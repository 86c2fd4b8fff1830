package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import java.time.Instant;

/** An account as its cell knows it. {@code profile} is empty once erased or moved. */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record Account(AccountRef account, long homeEpoch, AccountState state, byte[] profile, Instant createdAt) {}
