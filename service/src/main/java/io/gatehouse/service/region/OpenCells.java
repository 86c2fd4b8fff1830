package io.gatehouse.service.region;

import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.crossing.SqlCrossingLedger;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.PostgresServer;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.operator.SqlGrantBook;
import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.residency.rights.ErasureLedger;
import io.gatehouse.residency.rights.ErasureSite;
import io.gatehouse.residency.store.FileRegionStore;
import io.gatehouse.residency.store.RegionStore;
import io.gatehouse.residency.store.S3RegionStore;
import io.gatehouse.residency.store.S3Settings;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.configuration.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * Opens the cells of the regions served. All that is a region's lies below {@code <data>/regions/<region>}: its key,
 * its secrets, its objects; its rows lie in a database and a role of its own.
 */
final class OpenCells implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenCells.class);

    private final Map<RegionId, ServedRegion> byRegion = new LinkedHashMap<>();
    private final Map<RegionId, SqlCrossingLedger> crossings = new ConcurrentHashMap<>();
    private final Map<RegionId, SqlGrantBook> grants = new ConcurrentHashMap<>();
    // Closed last in, first out: a cell before the database under it. Cells are opened beside each other.
    private final Deque<AutoCloseable> opened = new ConcurrentLinkedDeque<>();

    private OpenCells() {}

    static OpenCells open(GatehouseProperties properties, Topology topology, PostgresServer server, Clock clock)
            throws IOException {
        var cells = new OpenCells();
        try {
            cells.addAll(wanted(properties, topology), properties, server, clock);
            return cells;
        } catch (IOException | RuntimeException failure) {
            cells.close();
            throw failure;
        }
    }

    /** At the same time: most of opening a cell is waiting for its database. */
    private void addAll(List<Region> regions, GatehouseProperties properties, PostgresServer server, Clock clock)
            throws IOException {
        var opening = new LinkedHashMap<Region, Future<ServedRegion>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Region region : regions)
                opening.put(region, threads.submit(() -> openOne(region, properties, server, clock)));
        }
        refuseTogether(opening.values());
        for (var entry : opening.entrySet()) byRegion.put(entry.getKey().id(), opened(entry.getValue()));
    }

    /** Stores that cannot be used are told of together: whoever sets up six regions should not have to start six times. */
    private static void refuseTogether(Collection<Future<ServedRegion>> opening) {
        var refusals = opening.stream()
                .filter(cell -> cell.state() == Future.State.FAILED)
                .map(Future::exceptionNow)
                .filter(RegionStore.StoreRefusedException.class::isInstance)
                .toList();
        if (refusals.isEmpty()) return;
        var told = new StringBuilder(refusals.size() == 1 ? "" : refusals.size() + " stores are not used:\n");
        told.append(refusals.stream().map(Throwable::getMessage).collect(Collectors.joining("\n")));
        throw new StartRefusedException(told.toString(), refusals.getFirst());
    }

    private static ServedRegion opened(Future<ServedRegion> opening) throws IOException {
        try {
            return opening.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a cell was opened", interrupted);
        } catch (ExecutionException failure) {
            switch (failure.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case null, default -> throw new IllegalStateException("a cell could not be opened", failure);
            }
        }
    }

    Map<RegionId, ServedRegion> byRegion() {
        return byRegion;
    }

    /** Each region's book of crossings, for the gate. */
    Map<RegionId, SqlCrossingLedger> crossings() {
        return Map.copyOf(crossings);
    }

    /** Each region's book of grants, for the gate before reads. */
    Map<RegionId, SqlGrantBook> grants() {
        return Map.copyOf(grants);
    }

    private static List<Region> wanted(GatehouseProperties properties, Topology topology) {
        var known = topology.regions().stream().map(r -> r.id().value()).toList();
        var unknown =
                properties.regions().stream().filter(r -> !known.contains(r)).toList();
        if (!unknown.isEmpty())
            throw new StartRefusedException("no such region in policies/residency/regions.yaml: "
                    + String.join(", ", unknown) + " (known: " + String.join(", ", known) + ")");
        return topology.regions().stream()
                .filter(r ->
                        properties.regions().isEmpty() || properties.regions().contains(r.id().value()))
                .collect(Collectors.toList());
    }

    private ServedRegion openOne(Region region, GatehouseProperties properties, PostgresServer server, Clock clock)
            throws IOException {
        Path home = properties.data().resolve("regions").resolve(region.id().value());
        // The cell writes its secrets after it got its key: while there are none, nothing was sealed yet.
        boolean isNew = !Files.exists(home.resolve("secrets"));
        Files.createDirectories(home);
        Path keyFile = home.resolve("region.key");
        // A key made anew for a cell that has rows would open none of them: only a new cell gets a new key.
        var key = isNew ? FileRegionKey.openOrCreate(keyFile, region.id()) : FileRegionKey.open(keyFile, region.id());
        RegionStore store = store(region, home);
        opened.push(store);
        LOG.info("region {}: {}", region.id(), store.statement().summary());
        Database database;
        // Roles and grants of all databases stand in one catalogue, which PostgreSQL does not let two change at a time.
        synchronized (this) {
            var via = properties.databaseAddress(region.id().value());
            int connections = properties.limits().connectionsPerCell();
            database = via.isPresent()
                    ? server.database(region.database(), connections, via.get())
                    : server.database(region.database(), connections);
        }
        opened.push(database);
        var cell = Cell.open(
                region.id(),
                database,
                key,
                home.resolve("secrets"),
                properties.logName() + "/" + region.id().value(),
                clock);
        opened.push(cell);
        cell.attach(store);
        // A restored database brings erased people back: they go again before anything is served.
        int again = new ErasureLedger(new ErasureSite(cell, store)).reapply(clock.instant());
        if (again > 0) LOG.warn("{}: {} erasures of before were carried out again", region.id(), again);
        crossings.put(region.id(), SqlCrossingLedger.open(region.id(), database, cell.writer()));
        grants.put(region.id(), new SqlGrantBook(region.id(), database, key, cell.writer()));
        return new ServedRegion(region, cell, store);
    }

    private static RegionStore store(Region region, Path home) throws IOException {
        return switch (region.store()) {
            case Region.StoreLocation.File(String bucket) ->
                FileRegionStore.open(region.id(), home.resolve("objects").resolve(bucket));
            case Region.StoreLocation.S3 s3 ->
                S3RegionStore.open(
                        region.id(),
                        S3Settings.of(
                                region, s3, DefaultCredentialsProvider.builder().build()));
        };
    }

    @Override
    public void close() {
        RuntimeException first = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failure) { // As wide as AutoCloseable declares it.
                // The others must still be closed: the first failure is told at the end.
                var wrapped = new IllegalStateException("a cell did not close", failure);
                if (first == null) first = wrapped;
                else first.addSuppressed(wrapped);
            }
        }
        if (first != null) throw first;
    }
}
