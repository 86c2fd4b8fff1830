package io.gatehouse.service.submission;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.decision.Answer;

/**
 * A screening that is durable.
 *
 * @param answer what the client gets, complete
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
record Screened(String decisionId, RegionId region, byte[] answer) {
    /** Whether media are still to be looked at, so that the decision is provisional. */
    boolean isPending() {
        return Answer.isPending(answer);
    }

    /** Where the decision will be found once it is not provisional any more. */
    String location() {
        return "/v1/screenings/" + Answer.screeningIdOf(answer);
    }
}
