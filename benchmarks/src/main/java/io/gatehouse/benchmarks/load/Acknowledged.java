package io.gatehouse.benchmarks.load;

/**
 * A decision that the service has promised: from here on it may not be lost.
 *
 * @param number of the request in its run
 * @param answerSha256 of the answer's bytes, hex: a repeat must get the same
 */
public record Acknowledged(
        int number,
        String contentId,
        String accountId,
        String place,
        boolean eea,
        String decisionId,
        String screeningId,
        String region,
        long index,
        String answerSha256) {}
