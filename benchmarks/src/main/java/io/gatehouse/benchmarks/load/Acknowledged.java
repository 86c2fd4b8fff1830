package io.gatehouse.benchmarks.load;

/**
 * A decision that the service has promised: from here on it may not be lost.
 *
 * @param number of the request in its run
 * @param surface as it was sent: what is said in private may lie elsewhere than at home
 * @param region the author's home
 * @param lies the region whose log has the decision: where the content lies
 * @param answerSha256 of the answer's bytes, hex: a repeat must get the same
 */
public record Acknowledged(
        int number,
        String contentId,
        String accountId,
        String place,
        boolean eea,
        String surface,
        String decisionId,
        String screeningId,
        String region,
        String lies,
        long index,
        String answerSha256) {}
