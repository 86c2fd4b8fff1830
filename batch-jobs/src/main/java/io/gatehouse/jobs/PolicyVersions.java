package io.gatehouse.jobs;

import io.gatehouse.moderation.judge.Moderator;
import java.util.List;

/** Policy versions, ready to judge. */
public interface PolicyVersions {
    /** What judges new content now. */
    Moderator active();

    /** Reads, checks and compiles a policy directory of this machine, its models included. */
    Version load(String directory);

    /** What came of {@link #load}. */
    sealed interface Version {
        record Ready(Moderator moderator) implements Version {}

        /** @param faults every one found, each with file and line where there is one; never empty */
        record Rejected(List<String> faults) implements Version {
            public Rejected {
                faults = List.copyOf(faults);
            }
        }
    }
}
