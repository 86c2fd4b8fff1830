package io.gatehouse.residency.bank;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a list of another body was fetched.
 *
 * @param checkpoint where the next fetch begins, as the other side gave it; empty at the begin of everything
 * @param cursor where the fetch under way goes on, likewise; empty when none is under way
 * @param waitUntil it is not asked before
 * @param failure why the last fetch or answer failed, one sentence; empty when it did not
 * @param rowsRefused rows that said something that is no hash
 * @param rowsAdded hashes that came into the bank, of all fetches
 * @param rowsRemoved hashes that went out of it
 */
public record ExchangeRow(
        String name,
        String bank,
        String checkpoint,
        String cursor,
        int generation,
        Optional<Instant> fetchedAt,
        Optional<Instant> waitUntil,
        Optional<Instant> failedAt,
        Optional<String> failure,
        long rowsFetched,
        long rowsRefused,
        long rowsAdded,
        long rowsRemoved) {}
