package io.gatehouse.jobs;

import java.util.List;

/** What became of asking for a job to run, or to run on. */
public sealed interface JobStart {
    /** It runs; {@link JobDesk#status} tells how far it is. */
    record Started(JobProgress progress) implements JobStart {}

    /** One run at a time: this one is not over. */
    record AlreadyRunning(String job) implements JobStart {}

    /** @param faults every one found; never empty */
    record Refused(List<ParameterFault> faults) implements JobStart {
        public Refused {
            faults = List.copyOf(faults);
        }
    }

    /** The last run was completed, or there is none. */
    record NothingToRestart(String job) implements JobStart {}

    record UnknownJob(List<String> known) implements JobStart {
        public UnknownJob {
            known = List.copyOf(known);
        }
    }
}
