package io.gatehouse.service.media;

import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.RegionStore;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.region.CellHealth;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Wipes uploads whose time is over, and puts those together that were all there when somebody was killed. */
@Component
final class UploadKeeper implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(UploadKeeper.class);

    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(10);

    private static final Duration TURN = Duration.ofSeconds(10);

    /** Whoever took the last part has put them together by then, or was killed. */
    private static final Duration LEFT_AFTER = Duration.ofMinutes(10);

    private static final int AT_ONCE = 20;

    /** What failed is left alone for so long: an upload of 2 GiB is not read again and again for nothing. */
    private static final Duration RESTS = Duration.ofMinutes(10);

    /** More are forgotten, and tried again earlier. */
    private static final int MOST_RESTING = 10_000;

    private final ServedRegions regions;
    private final CellHealth health;
    private final UploadDesk desk;
    private final Clock clock;
    /** Uploads that failed, and until when they rest; only this thread's. */
    private final Map<String, Instant> resting = new HashMap<>();

    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closed;

    UploadKeeper(
            ServedRegions regions, CellHealth health, UploadDesk desk, Clock clock, GatehouseProperties properties) {
        this.regions = regions;
        this.health = health;
        this.desk = desk;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("uploads").unstarted(this::run);
        if (properties.role() != GatehouseProperties.Role.API) thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                if (stop.await(TURN.toMillis(), TimeUnit.MILLISECONDS)) return;
                for (var region : regions.topology().regions()) if (!closed) turn(region.id());
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void turn(RegionId id) {
        if (!regions.serves(id) || health.isDown(id)) return;
        try {
            var region = regions.orMisdirected(id);
            var uploads = region.cell().uploads();
            Instant now = clock.instant();
            resting.values().removeIf(until -> !until.isAfter(now));
            for (var upload : uploads.expired(now, resting.keySet(), AT_ONCE))
                alone(upload, () -> desk.forget(region, upload));
            for (var upload : uploads.whole(now.plus(UploadDesk.KEPT).minus(LEFT_AFTER), resting.keySet(), AT_ONCE))
                alone(upload, () -> join(region, upload));
        } catch (DatabaseUnavailableException | DatabaseBusyException | RegionStore.StoreUnavailableException away) {
            LOG.warn("uploads of {} wait: {}", id, away.getMessage());
        } catch (RuntimeException broken) {
            LOG.error("uploads of {} cannot be looked after", id, broken);
        }
    }

    private void join(ServedRegion region, String upload) throws IOException {
        var found = region.cell().uploads().find(upload);
        if (found.isPresent()) desk.join(region, found.get());
        else rest(upload); // Its owner is on the way, and may be for long.
    }

    private interface Work {
        void run() throws IOException;
    }

    /** One that fails is not first again in ten seconds, in front of those that need not fail. */
    private void alone(String upload, Work work) {
        try {
            work.run();
        } catch (DatabaseUnavailableException | DatabaseBusyException | RegionStore.StoreUnavailableException away) {
            rest(upload);
            throw away; // Most likely the others would fail the same.
        } catch (ProblemException refused) {
            rest(upload);
            LOG.warn("upload {} waits: {}", upload, refused.problem().type().title());
        } catch (IOException | RuntimeException broken) {
            rest(upload);
            LOG.error("upload {} waits, and cannot be looked after", upload, broken);
        }
    }

    private void rest(String upload) {
        if (resting.size() >= MOST_RESTING) resting.clear();
        resting.put(upload, clock.instant().plus(RESTS));
    }

    @Override
    public void destroy() throws InterruptedException {
        closed = true;
        stop.countDown();
        // Not interrupted while it writes: that would break a connection, and leave open what was committed.
        thread.join(CLOSES_WITHIN);
        thread.interrupt();
    }
}
