package io.gatehouse.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One part of a run, as it was last worked on.
 *
 * @param name for example {@code work.eu-west-1:part2}
 * @param startedAt of its last start
 * @param read how many things its last start read; 0 for a part that does not read one by one
 */
public record JobPart(
        String name,
        JobProgress.Status status,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        long read) {}
