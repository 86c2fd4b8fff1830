package io.gatehouse.benchmarks.migration;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gatehouse.benchmarks.load.LoadOptions;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.CellSweep;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.PostgresServer;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.FileRegionStore;
import io.gatehouse.residency.store.RegionStore;
import io.gatehouse.residency.store.RegionStore.StoredObject;
import io.gatehouse.residency.sweep.ObjectSweep;
import io.gatehouse.residency.sweep.Pages;
import io.gatehouse.service.terminal.Table;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sweeps a store and a cell of a million objects each, and times it. */
@Command(
        name = "sweep",
        description = {
            "Compares a million files of a file store with a million rows of a cell, as the sweep does, and pages of"
                    + " an S3 listing",
            "(real requests and answers over HTTP, made up by the server) with the same rows. Fails below 50,000"
                    + " objects/s."
        },
        mixinStandardHelpOptions = true)
public final class SweepCommand implements Callable<Integer> {
    private static final RegionId REGION = new RegionId("eu-west-1");
    /** The promise, on two processors. */
    private static final double FEWEST_A_SECOND = 50_000;
    /** One in so many objects has no row, and one in so many rows no object. */
    private static final int MISPLACED = 10_000;

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--objects", defaultValue = "1000000", description = "default ${DEFAULT-VALUE}")
    private int objects;

    @Option(names = "--repeat", defaultValue = "5", description = "sweeps of each kind (default ${DEFAULT-VALUE})")
    private int repeat;

    private final Table table = new Table("store", "objects", "found", "s, median (least to most)", "objects/s");

    @Override
    public Integer call() throws IOException {
        Path work = Files.createDirectories(options.work("sweep"));
        Path root = Files.createDirectories(work.resolve("objects"));
        try (var server = PostgresServer.start(Files.createDirectories(work.resolve("data")));
                var database = server.database("gatehouse_sweep", 4);
                var cell = open(database, work)) {
            fillRows(database);
            fillFiles(root);
            double file;
            try (var store = FileRegionStore.open(REGION, root)) {
                file = measure("files", cell, () -> store.all("media/"));
            }
            double s3 = measureS3(cell);
            System.out.print(table);
            return Math.min(file, s3) >= FEWEST_A_SECOND ? 0 : 1;
        }
    }

    private static Cell open(Database database, Path work) throws IOException {
        Path keys = Files.createDirectories(work.resolve("keys"));
        var key = FileRegionKey.openOrCreate(keys.resolve("region.key"), REGION);
        return Cell.open(
                REGION, database, key, keys.resolve("secrets"), "gatehouse.bench/" + REGION, Clock.systemUTC());
    }

    private static String key(int n) {
        return "media/%010d".formatted(n);
    }

    private void fillRows(Database database) {
        database.transact(connection -> {
            try (var insert = connection.prepareStatement(
                    "INSERT INTO media (media_id, account_ref, digest_ref, object_key, size_bytes, stored_at) SELECT"
                            + " 'eu-west-1.m.' || n, '\\x00', '\\x00', 'media/' || lpad(n::text, 10, '0'), 1, now() FROM"
                            + " generate_series(0, ? - 1) AS n WHERE n % ? <> 0 AND NOT EXISTS (SELECT 1 FROM media)")) {
                insert.setInt(1, objects);
                insert.setInt(2, MISPLACED);
                return insert.executeUpdate();
            }
        });
    }

    /** As the store lays them out, without forcing each onto the disk. */
    private void fillFiles(Path root) throws IOException {
        Path media = Files.createDirectories(root.resolve("objects").resolve("media"));
        for (int n = 0; n < objects; n++) {
            if (n % MISPLACED == 1) continue;
            Path file = media.resolve(key(n).substring("media/".length()) + "~");
            if (!Files.exists(file)) Files.createFile(file);
        }
    }

    private double measure(String store, Cell cell, Supplier<Iterator<StoredObject>> listing) {
        var seconds = new ArrayList<Double>();
        ObjectSweep.Result result = null;
        for (int i = 0; i < repeat; i++) {
            long started = System.nanoTime();
            var rows =
                    new Pages<String>(CellSweep.PAGE, last -> cell.sweep().objectKeys(last.orElse(""), CellSweep.PAGE));
            result = ObjectSweep.compare(listing.get(), rows, Instant.now().plusSeconds(60));
            seconds.add((System.nanoTime() - started) / 1e9);
        }
        var sorted = seconds.stream().sorted().toList();
        double median = sorted.get(sorted.size() / 2);
        var last = java.util.Objects.requireNonNull(result);
        double speed = last.objects() / median;
        table.row(
                store,
                "%,d".formatted(last.objects()),
                last.orphanCount() + " without row, " + last.lostCount() + " without object",
                "%.1f (%.1f to %.1f)".formatted(median, sorted.getFirst(), sorted.getLast()),
                "%,.0f".formatted(speed));
        return speed;
    }

    private double measureS3(Cell cell) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        try {
            var endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            return measure("S3 pages", cell, () -> new S3Pages(endpoint));
        } finally {
            server.stop(0);
        }
    }

    /** A page of keys that follow the one named. */
    private void answer(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        int from = 0;
        for (var part : query.split("&", -1)) {
            if (part.startsWith("start-after=media/"))
                from = Integer.parseInt(part.substring("start-after=media/".length())) + 1;
        }
        var xml = new StringBuilder(
                "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        int listed = 0;
        int n = from;
        for (; n < objects && listed < RegionStore.MAX_PAGE_SIZE; n++) {
            if (n % MISPLACED == 1) continue;
            listed++;
            xml.append("<Contents><Key>")
                    .append(key(n))
                    .append(
                            "</Key><LastModified>2026-11-01T00:00:00.000Z</LastModified><ETag>\"0\"</ETag><Size>1</Size>")
                    .append("<StorageClass>STANDARD</StorageClass></Contents>");
        }
        xml.append("<IsTruncated>")
                .append(n < objects)
                .append("</IsTruncated><KeyCount>")
                .append(listed)
                .append("</KeyCount></ListBucketResult>");
        byte[] body = xml.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/xml");
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
