package io.gatehouse.jobs;

import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import java.util.List;

/** Policy versions, ready to judge. */
public interface PolicyVersions {
    /** What judges new content now. */
    Moderator active();

    /** Rules of a version that are held back at this moment; none for a version that decides for nobody. */
    Overrides overrides(String policyDigest);

    /**
     * Reads, checks and compiles a policy directory of this machine, its models included; or finds a stored version.
     *
     * @param directory or the name of a stored version, or the beginning of its digest
     */
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
