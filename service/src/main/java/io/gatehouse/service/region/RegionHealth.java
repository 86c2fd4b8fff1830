package io.gatehouse.service.region;

import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.residency.store.RegionStore.StoreRefusedException;
import io.gatehouse.residency.store.RegionStore.StoreUnavailableException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether a region's database and store answer now. Asks for nothing that is about a person. */
public final class RegionHealth implements AutoCloseable {
    /** Whoever asks for the topology waits for the slowest of its regions. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

    /** Of no object: that it is not there is an answer. */
    private static final ObjectKey NOTHING = new ObjectKey("gatehouse-health");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** {@code up}, {@code slow} (no answer within two seconds), or {@code down}, of {@code database} and {@code store}. */
    public Map<String, String> of(ServedRegion served) {
        var database = threads.submit(() -> served.cell().reader().nextIndex());
        var store = threads.submit(() -> served.store().head(NOTHING));
        var health = new LinkedHashMap<String, String>();
        health.put("database", answer(database));
        health.put("store", answer(store));
        return health;
    }

    /** Whether the database answers within two seconds. */
    boolean isDatabaseUp(ServedRegion served) {
        return answer(threads.submit(() -> served.cell().reader().nextIndex())).equals("up");
    }

    private static String answer(Future<?> asked) {
        try {
            asked.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            return "up";
        } catch (TimeoutException e) {
            asked.cancel(true);
            return "slow";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "slow";
        } catch (java.util.concurrent.ExecutionException e) {
            return switch (e.getCause()) {
                case DatabaseUnavailableException _, StoreUnavailableException _, StoreRefusedException _ -> "down";
                case null, default -> throw new IllegalStateException("a region could not be asked", e);
            };
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
