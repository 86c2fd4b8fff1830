package io.gatehouse.service.policy;

import io.gatehouse.moderation.policy.Problem;
import java.util.List;

/** What came of asking a version into another stage. */
sealed interface Staging {
    record Done(StoredVersion version) implements Staging {}

    /** @param sentence why not, for the one who asked */
    record NotNow(String sentence) implements Staging {}

    /** @param sentence who still has to approve */
    record NeedsApproval(String sentence) implements Staging {}

    /** @param failures of the version's own tests, or faults that this program finds in it; never empty */
    record Failing(List<Problem> failures) implements Staging {
        public Failing {
            failures = List.copyOf(failures);
        }
    }
}
