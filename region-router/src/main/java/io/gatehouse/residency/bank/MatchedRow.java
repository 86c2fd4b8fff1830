package io.gatehouse.residency.bank;

/**
 * A match that is answered.
 *
 * @param matchId random and new
 */
public record MatchedRow(String matchId, long entryId, int distance) {}
