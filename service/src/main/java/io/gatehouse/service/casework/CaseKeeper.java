package io.gatehouse.service.casework;

import io.gatehouse.service.configuration.NotInWorkers;
import io.gatehouse.residency.casework.Cases;
import io.gatehouse.residency.casework.Orders;
import io.gatehouse.residency.casework.ReviewCase.Kind;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Looks after what people began: ends resolutions that a process did not live to end, carries out orders that could not be, and
 * says loudly which clocks run out. Carries nothing from one region to another.
 */
@Component
@NotInWorkers
final class CaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CaseKeeper.class);

    /** An order's hour has 120 of these. */
    private static final Duration EVERY = Duration.ofSeconds(30);

    /** Longer than any request lives: who began it is gone. */
    private static final Duration ABANDONED = Duration.ofMinutes(10);

    /** In one look at one region; more wait for the next. */
    private static final int LOOKED_AT_ONCE = 1_000;

    /** Looks between two that go through all open cases: ten minutes. */
    private static final int ORPHANS_EVERY = 20;

    private final ServedRegions regions;
    private final CaseDesk cases;
    private final OrderDesk orders;
    private final Works works;
    private final Clock clock;
    private final AtomicLong looked = new AtomicLong();
    private final AtomicLong overdue = new AtomicLong();
    private final AtomicLong atRisk = new AtomicLong();
    private final AtomicLong failing = new AtomicLong();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("casework-look").daemon().factory());

    CaseKeeper(
            ServedRegions regions, CaseDesk cases, OrderDesk orders, Works works, Clock clock, MeterRegistry metrics) {
        this.regions = regions;
        this.cases = cases;
        this.orders = orders;
        this.works = works;
        this.clock = clock;
        Gauge.builder("gatehouse.cases.overdue", overdue, AtomicLong::get)
                .description("open cases beyond the time that law/casework.yaml gives them")
                .register(metrics);
        Gauge.builder("gatehouse.orders.at.risk", atRisk, AtomicLong::get)
                .description("orders of authorities whose clock ends within a quarter of an hour, or has ended")
                .register(metrics);
        Gauge.builder("gatehouse.casework.failing", failing, AtomicLong::get)
                .description("cases and orders that could not go on when last looked at")
                .register(metrics);
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        var _ = looks.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One look at every region. */
    void look() {
        long late = 0;
        long pressing = 0;
        long failed = 0;
        boolean isThorough = looked.getAndIncrement() % ORPHANS_EVERY == 0;
        for (ServedRegion region : regions.all()) {
            try {
                failed += settle(region);
                failed += carryOut(region);
                if (isThorough) closeOrphans(region);
                late += overdue(region);
                pressing += atRisk(region);
            } catch (RuntimeException away) {
                // The next look tries again; the metric and this line tell whoever must help.
                failed++;
                LOG.warn("{}: cases and orders could not be looked at: {}", region.id(), away.toString());
            }
        }
        overdue.set(late);
        atRisk.set(pressing);
        failing.set(failed);
    }

    private int settle(ServedRegion region) {
        int failed = 0;
        for (var of : new Cases(region.cell()).deciding(clock.instant().minus(ABANDONED), LOOKED_AT_ONCE)) {
            try {
                cases.settle(region, of);
                LOG.warn("case {} was begun and not ended; it is now", of.id());
            } catch (RuntimeException failure) {
                failed++;
                LOG.warn("case {} could not be ended and is tried again: {}", of.id(), failure.toString());
            }
        }
        return failed;
    }

    private void closeOrphans(ServedRegion region) {
        var kept = new Cases(region.cell());
        for (var id : kept.orphans(LOOKED_AT_ONCE)) kept.close(id, clock.instant());
    }

    private int carryOut(ServedRegion region) {
        int failed = 0;
        for (var order : new Orders(region.cell()).unfinished(LOOKED_AT_ONCE)) {
            try {
                if (!orders.execute(region, order)) failed++;
            } catch (RuntimeException failure) {
                failed++;
                LOG.warn("order {} could not be carried out and is tried again: {}", order.id(), failure.toString());
            }
        }
        return failed;
    }

    private long overdue(ServedRegion region) {
        long late = 0;
        Instant now = clock.instant();
        for (var kind : Kind.values()) {
            var due = works.due(
                    switch (kind) {
                        case REVIEW -> "review";
                        case NOTICE -> "notice";
                        case APPEAL -> "appeal";
                    },
                    now);
            if (due.isPresent())
                late += new Cases(region.cell())
                        .waitingSince(kind, now.minus(due.get().within()));
        }
        return late;
    }

    private long atRisk(ServedRegion region) {
        long pressing = 0;
        Instant now = clock.instant();
        for (var order : new Orders(region.cell()).waiting(LOOKED_AT_ONCE))
            if (orders.isAtRisk(order, now)) {
                pressing++;
                LOG.error("the clock of order {} ends at {}", order.id(), order.dueAt());
            }
        return pressing;
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
