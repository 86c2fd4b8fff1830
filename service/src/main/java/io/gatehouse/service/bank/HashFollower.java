package io.gatehouse.service.bank;

import io.gatehouse.residency.bank.HashBankStore;
import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps this node's hashes as every region's cell has them. */
final class HashFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HashFollower.class);

    /** A hash that another node added is found here within a second. */
    private static final Duration LOOKS_EVERY = Duration.ofMillis(300);

    /** What nobody needs any more is in nobody's way. */
    private static final Duration TIDIES_EVERY = Duration.ofMinutes(1);

    private static final int CLOSES_WITHIN_SECONDS = 10;

    /** Of a region: following, tidying. */
    private static final int TASKS = 2;

    private final Map<RegionId, RegionHashes> hashes;
    /** A thread for each task of each region, so that a database that hangs holds up its own region only. */
    private final ScheduledExecutorService threads;

    private final ExecutorService background;

    HashFollower(ServedRegions regions, Path directory, Clock clock) {
        this.background = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("hashes-laid-out").factory());
        this.hashes =
                regions.all().stream().collect(Collectors.toMap(ServedRegion::id, region -> of(region, directory)));
        this.threads = Executors.newScheduledThreadPool(
                Math.max(1, TASKS * hashes.size()),
                Thread.ofPlatform().daemon().name("hashes-", 0).factory());
        hashes.forEach((region, it) -> {
            // It never fails by itself: what goes wrong in a turn is told there.
            var _ = threads.scheduleWithFixedDelay(
                    () -> follow(region, it), 0, LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            var _ = threads.scheduleWithFixedDelay(
                    () -> tidy(region, it, clock),
                    TIDIES_EVERY.toMillis(),
                    TIDIES_EVERY.toMillis(),
                    TimeUnit.MILLISECONDS);
        });
    }

    private RegionHashes of(ServedRegion region, Path directory) {
        return new RegionHashes(
                new HashBankStore(region.cell()),
                directory.resolve(region.id().value()).resolve("hashes.snapshot"),
                background);
    }

    private static void follow(RegionId region, RegionHashes hashes) {
        try {
            hashes.follow();
        } catch (DatabaseUnavailableException | DatabaseBusyException away) {
            LOG.debug("hashes of {} wait for their database: {}", region, away.getMessage());
        } catch (RuntimeException broken) {
            // A task that ended so would never run again, and new hashes would not be found, silently.
            LOG.error("following the hashes of {} failed and is tried again", region, broken);
        }
    }

    private static void tidy(RegionId region, RegionHashes hashes, Clock clock) {
        try {
            hashes.upkeep(clock.instant());
        } catch (DatabaseUnavailableException | DatabaseBusyException away) {
            LOG.debug("what is left of hashes of {} waits: {}", region, away.getMessage());
        } catch (RuntimeException broken) {
            LOG.error("tidying the hashes of {} failed and is tried again", region, broken);
        }
    }

    /** @throws IllegalArgumentException when the region is not served by this process */
    RegionHashes of(RegionId region) {
        var found = hashes.get(region);
        if (found == null) throw new IllegalArgumentException("not served here: " + region);
        return found;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (threads.awaitTermination(CLOSES_WITHIN_SECONDS, TimeUnit.SECONDS))
                hashes.values().forEach(HashFollower::saveAtEnd);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        background.shutdownNow();
    }

    private static void saveAtEnd(RegionHashes hashes) {
        try {
            hashes.saveAtEnd();
        } catch (RuntimeException failed) {
            LOG.warn("a snapshot of hashes was not written; the next start reads them from the database", failed);
        }
    }
}
