package io.gatehouse.service.region;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemType;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the databases of the cells served here answer, asked all the time, so that nobody waits for one that does not. Its
 * people's requests are refused while it is down, or sheltered where that is allowed. Thread-safe.
 */
public final class CellHealth implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CellHealth.class);

    /** How often each cell is asked; with three failures on end an outage shows in three to ten seconds. */
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** A client that comes back so soon meets a cell that recovered, or one of the next probes. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ServedRegions regions;
    private final RegionHealth health;
    private final Map<RegionId, Breaker> breakers = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    CellHealth(ServedRegions regions, RegionHealth health) {
        this.regions = regions;
        this.health = health;
        for (var region : regions.topology().regions()) {
            if (!regions.serves(region.id())) continue;
            breakers.put(region.id(), new Breaker());
            Thread.ofVirtual().name("health-" + region.id()).start(() -> watch(region.id()));
        }
    }

    private void watch(RegionId region) {
        var breaker = breakerOf(region);
        var served = regions.orMisdirected(region);
        try {
            while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                if (isUp(served)) {
                    if (breaker.succeeded()) LOG.warn("the cell {} answers again", region);
                } else {
                    if (breaker.failed())
                        LOG.error("the cell {} does not answer; its people are refused or sheltered", region);
                    // Whoever waits for a server that is gone without a word would wait for minutes.
                    if (breaker.isOpen()) served.cell().sever();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isUp(ServedRegion served) {
        try {
            return health.isDatabaseUp(served);
        } catch (RuntimeException broken) {
            // Whatever it is, it is no answer.
            LOG.warn("the cell {} could not be asked: {}", served.id(), broken.toString());
            return false;
        }
    }

    private Breaker breakerOf(RegionId region) {
        return java.util.Objects.requireNonNull(breakers.get(region), "not served here");
    }

    /** @return false also for regions that are not served here: of them nothing is known */
    public boolean isDown(RegionId region) {
        var breaker = breakers.get(region);
        return breaker != null && breaker.isOpen();
    }

    /** What people of a region that is down are told. */
    public Problem problem(RegionId region, String detail) {
        return Problem.of(ProblemType.REGION_UNAVAILABLE, detail)
                .with("region", region.value())
                .retryAfter(RETRY_AFTER);
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
