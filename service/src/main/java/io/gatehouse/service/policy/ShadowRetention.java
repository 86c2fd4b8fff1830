package io.gatehouse.service.policy;

import io.gatehouse.residency.cell.Cell;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes verdicts of versions in shadow once they are old. Any number of nodes may do it at once. */
final class ShadowRetention {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowRetention.class);

    private final List<Cell> cells;
    private final Duration kept;
    private final Clock clock;

    ShadowRetention(List<Cell> cells, Duration kept, Clock clock) {
        this.cells = List.copyOf(cells);
        this.kept = kept;
        this.clock = clock;
    }

    void prune() {
        for (Cell cell : cells) {
            long pruned = cell.pruneShadow(clock.instant().minus(kept));
            if (pruned > 0)
                LOG.info("region {}: {} verdicts in shadow were older than {}", cell.region(), pruned, kept);
        }
    }
}
