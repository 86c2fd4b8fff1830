package io.gatehouse.moderation.policy;

import java.util.List;

/** What came of loading a policy directory. */
public sealed interface Loaded {
    /** Every file was right. */
    record Compiled(PolicySet policies) implements Loaded {}

    /** @param problems every fault of every file, ordered by file and line; never empty */
    record Rejected(List<Problem> problems) implements Loaded {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }
}
