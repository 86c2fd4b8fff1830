package io.gatehouse.benchmarks.load;

/**
 * Somebody who writes. Account id, canary, content ids and idempotency keys all hold the run's token, so that one search
 * finds whatever of a run lies open.
 */
public record Author(int number, Place place, String runToken) {
    public String accountId() {
        return "u-" + runToken + "-" + number;
    }

    /** Stands in each of the author's texts. */
    public String canary() {
        return "canary-" + place.code() + "-" + runToken + "-" + number;
    }
}
