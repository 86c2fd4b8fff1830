package io.gatehouse.jobs.spread;

import io.gatehouse.jobs.RegionJob;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.region.RegionId;
import java.time.Duration;
import java.util.List;

/** Workers and runs of one test, quick to notice that a worker is lost. */
public final class Workers {
    private static final Duration TAKEN_FOR = Duration.ofSeconds(1);

    private Workers() {}

    public static SpreadParts spread(Database control) {
        return SpreadParts.open(control, KafkaBroker.topics(), TAKEN_FOR);
    }

    public static PartWorker start(String name, RegionId region, RegionJob job, Database control, int atOnce) {
        return PartWorker.start(
                name, List.of(region), List.of(job), control, KafkaBroker.topics(), atOnce, TAKEN_FOR);
    }

    public static int working(PartWorker worker) {
        return worker.working();
    }
}
