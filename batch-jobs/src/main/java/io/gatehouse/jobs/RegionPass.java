package io.gatehouse.jobs;

import io.gatehouse.residency.log.EntryFacts;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemProcessor;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/** What one start or restart of a {@link RegionTask} does. Its parts run at once: what they share is thread-safe. */
public interface RegionPass {
    /** Made for each execution of a part, and shared with no other. */
    PartWork<?, ?> part(RegionRange range);

    /**
     * As {@link #part(RegionRange)}, for work whose items are too large to be held back between them.
     *
     * @param pace to be asked within, before so many units are gone through; items then weigh nothing
     */
    default PartWork<?, ?> part(RegionRange range, IntConsumer pace) {
        return part(range);
    }

    /**
     * Whether threads of its parts may wait for a processor as long as others want it. Not where they hold, while they wait, what
     * others wait for: the lock of a cell's writers, say.
     */
    default boolean givesWay() {
        return false;
    }

    /**
     * What was done in one region.
     *
     * @param parts what each part of the region last committed, over all executions of the run, restarts included
     * @param worked over all of them
     */
    RegionEnd conclude(RegionRange range, List<ExecutionContext> parts, Duration worked);

    /**
     * What goes through one part. The reader finds its range under {@link IndexRanges#FROM} and {@link IndexRanges#TO},
     * and keeps {@link IndexRanges#CURSOR}; the writer keeps {@link IndexRanges#DONE}. Both are saved together, after
     * each chunk. Nothing else of a chunk is: what is written twice after a crash must be written as once.
     *
     * @param chunkSize items a commit: a crash repeats at most so many a part
     * @param weight how many units an item counts for in the throttle
     */
    record PartWork<I, O>(
            int chunkSize,
            ItemStreamReader<I> reader,
            ToIntFunction<I> weight,
            ItemProcessor<I, O> processor,
            ItemStreamWriter<O> writer) {}

    /**
     * @param summary a JSON object for people, kept in the job's record: nothing personal
     * @param evidence for the region's log; a repeat makes the same facts, so no time is among them. A dry run writes
     *     none.
     * @param alerts sentences for whoever is on duty: nothing personal
     */
    record RegionEnd(String summary, EntryFacts evidence, List<String> alerts) {
        public RegionEnd {
            alerts = List.copyOf(alerts);
        }

        /** Nothing that somebody has to look at. */
        public RegionEnd(String summary, EntryFacts evidence) {
            this(summary, evidence, List.of());
        }
    }
}
