package io.gatehouse.service.rights;

import io.gatehouse.service.configuration.NotInWorkers;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.Deadline;
import io.gatehouse.residency.rights.ErasureLedger;
import io.gatehouse.residency.rights.ErasureSite;
import io.gatehouse.residency.rights.Erasures;
import io.gatehouse.residency.rights.PersonRequest;
import io.gatehouse.residency.rights.PersonRequests;
import io.gatehouse.residency.rights.RequestKind;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.region.ServedRegion;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Works on erasures beside the requests, looks again at those that wait, and counts deadlines that passed. */
@Component
@NotInWorkers
final class ErasureWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ErasureWorker.class);

    /** In one look at one region; more wait for the next. */
    private static final int LOOKED_AT_ONCE = 1_000;

    /** An erasure under way ends its step; one that is cut short goes on at the next start. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final Erasures erasures;
    private final ContentDesk deletions;
    private final EveryRegion regions;
    private final Deadline deadline;
    private final Clock clock;
    private final GatehouseProperties.Rights settings;
    private final ExecutorService hands = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("erasures").daemon().factory());
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("erasures-look").daemon().factory());
    private final AtomicLong overdue = new AtomicLong();
    private final AtomicLong failing = new AtomicLong();

    ErasureWorker(
            Erasures erasures,
            ContentDesk deletions,
            EveryRegion regions,
            Deadline deadline,
            Clock clock,
            GatehouseProperties properties,
            MeterRegistry metrics) {
        this.erasures = erasures;
        this.deletions = deletions;
        this.regions = regions;
        this.deadline = deadline;
        this.clock = clock;
        this.settings = properties.rights();
        Gauge.builder("gatehouse.rights.overdue", overdue, AtomicLong::get)
                .description("requests of people that are open beyond their last day")
                .register(metrics);
        Gauge.builder("gatehouse.rights.erasures.failing", failing, AtomicLong::get)
                .description("erasures that could not go on when last looked at")
                .register(metrics);
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        long every = settings.lookEvery().toMillis();
        var _ = looks.scheduleWithFixedDelay(() -> hands.execute(this::look), 0, every, TimeUnit.MILLISECONDS);
    }

    /** Works on one erasure as soon as the one before it lets go. */
    void hurry(RegionId home, String erasureId) {
        hands.execute(() -> advance(home, erasureId));
    }

    private void look() {
        long late = 0;
        long failed = 0;
        for (ServedRegion region : regions.all()) {
            try {
                var requests = new PersonRequests(region.cell());
                for (var request : requests.open(LOOKED_AT_ONCE))
                    if (request.kind() == RequestKind.ERASURE && !advance(region.id(), request.id())) failed++;
                var today = clock.instant().atZone(deadline.zone()).toLocalDate();
                long ofRegion = requests.overdue(today);
                if (ofRegion > 0)
                    LOG.warn("{}: {} requests of people are beyond their last day", region.id(), ofRegion);
                late += ofRegion;
                var site = new ErasureSite(region.cell(), region.store());
                deletions.finish(site);
                new ErasureLedger(site).prune(clock.instant().minus(Duration.ofDays(settings.backupsKeptDays())));
            } catch (RuntimeException away) {
                // The next look tries again; the metric and this line tell whoever must help.
                failed++;
                LOG.warn("{}: requests of people could not be looked at: {}", region.id(), away.toString());
            }
        }
        overdue.set(late);
        failing.set(failed);
    }

    private boolean advance(RegionId home, String erasureId) {
        try {
            switch (erasures.advance(home, erasureId)) {
                case Erasures.Progress.Done(PersonRequest request) ->
                    LOG.info(
                            "erasure {} is done, log entry {}",
                            erasureId,
                            request.logIndex().orElse(-1L));
                case Erasures.Progress.Held(var holds) ->
                    LOG.debug("erasure {} waits for {} holds", erasureId, holds.size());
                case Erasures.Progress.Waiting(var why) -> LOG.info("erasure {} waits: {}", erasureId, why);
            }
            return true;
        } catch (RuntimeException failure) {
            LOG.warn("erasure {} could not go on and is tried again: {}", erasureId, failure.toString());
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        looks.shutdownNow();
        hands.shutdown();
        if (!hands.awaitTermination(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) hands.shutdownNow();
    }
}
