package io.gatehouse.jobs;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/** A kind of work that {@link JobDesk} can run. Thread-safe. */
public interface BatchJob {
    /** Parameter that makes two runs distinct; every prepared set of parameters carries it, and nothing else identifies. */
    String RUN = "run";

    /** Marks a run that the schedule began: what people start beside it neither counts for it nor is restarted by it. */
    String SCHEDULED = "scheduled";

    /**
     * Under this and a name of its own, a job keeps JSON objects in its execution context: what it did in a region,
     * for example.
     */
    String SUMMARY = "summary.";

    /** Under this and a name of its own, likewise, a list of sentences that somebody has to look at. */
    String ALERTS = "alerts.";

    /** Lower-case; used in paths and on the command line. */
    String name();

    /** One sentence for people. */
    String description();

    /** In the order shown. */
    List<JobParameterHelp> parameters();

    /** What an operator can rely on. */
    JobTraits traits();

    /** Checks what was asked, and completes it: what comes back says all that a restart must know. */
    Preparation prepare(Map<String, String> asked);

    /** The job of one run, built anew for each start and restart. */
    Plan plan(JobParameters parameters, JobRepository jobs);

    /**
     * How far a run is.
     *
     * @param steps the newest execution of every step of this run, over all its restarts
     */
    Advance advance(JobParameters parameters, Collection<StepExecution> steps);

    /**
     * @param unit what is counted, plural
     * @param done how many of them
     * @param fraction of the whole run, in [0, 1]
     */
    record Advance(String unit, long done, double fraction) {}

    /** What came of {@link #prepare}. */
    sealed interface Preparation {
        record Ready(JobParameters parameters) implements Preparation {}

        /** @param faults every one found; never empty */
        record Refused(List<ParameterFault> faults) implements Preparation {
            public Refused {
                faults = List.copyOf(faults);
            }
        }
    }

    /** What came of {@link #plan}. */
    sealed interface Plan {
        record Planned(Job job) implements Plan {}

        /** For example because a policy directory is another by now than when the run began. */
        record Refused(List<ParameterFault> faults) implements Plan {
            public Refused {
                faults = List.copyOf(faults);
            }
        }
    }
}
