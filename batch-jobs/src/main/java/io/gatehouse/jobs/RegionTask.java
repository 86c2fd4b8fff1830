package io.gatehouse.jobs;

import io.gatehouse.residency.region.RegionId;
import java.util.List;

/**
 * What one kind of job does, and nothing of how jobs run: {@link RegionJob} cuts regions into parts, restarts each where
 * it stopped, waits for databases that are away, throttles, counts, reports and leaves one log entry a region.
 * Thread-safe.
 */
public interface RegionTask {
    /** Lower-case; names the job, its log entries and its threads. */
    String name();

    /** One sentence for people. */
    String description();

    /** What is counted, plural. */
    default String unit() {
        return "messages";
    }

    /** Whether it changes what is stored: then the region must be named, and {@code dry_run} is offered. */
    boolean writes();

    /** Whether it goes through all regions when none is named. */
    default boolean takesAllByDefault() {
        return !writes();
    }

    /** Whether it only says what it would do unless {@code dry_run=false}. */
    default boolean rehearsesByDefault() {
        return false;
    }

    /** Whether worker processes can do its parts: then nothing that it needs lies in one process. */
    default boolean canSpread() {
        return false;
    }

    /** What is repeated at most after a kill, in words: one chunk of its work. */
    String restartsAt();

    /** What it may leave out before it fails. */
    SkipLimit skips();

    /** Its own, in the order shown; those of {@link RunRequest} are not among them. */
    List<JobParameterHelp> parameters();

    /**
     * Reads its own parameters: adds every fault, keeps what a restart must know.
     *
     * @param regions to go through; empty when they were at fault
     * @return what to go through, one a region, fixed now: a restart sees the same, however much was stored since.
     *     Ignored when something was at fault.
     */
    List<RegionRange> read(Asked asked, List<RegionId> regions);

    /** Makes ready for a start or restart. */
    Readiness ready(RunRequest request);

    /** What came of {@link #ready}. */
    sealed interface Readiness {
        record Ready(RegionPass pass) implements Readiness {}

        /** @param faults every one found; never empty */
        record Refused(List<ParameterFault> faults) implements Readiness {
            public Refused {
                faults = List.copyOf(faults);
            }
        }
    }
}
