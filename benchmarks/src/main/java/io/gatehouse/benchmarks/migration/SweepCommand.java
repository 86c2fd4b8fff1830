package io.gatehouse.benchmarks.migration;

import io.gatehouse.benchmarks.load.LoadOptions;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.PostgresServer;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.FileRegionStore;
import io.gatehouse.residency.store.RegionStore;
import io.gatehouse.residency.sweep.ObjectSweep;
import io.gatehouse.residency.sweep.StoreSweep;
import io.gatehouse.service.terminal.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sweeps stores and cells, and times it. */
@Command(
        name = "sweep",
        description = {
            "Compares the files of a file store with the rows of a cell, as the sweep does (a million each), and the"
                    + " same of a bucket",
            "of S3Proxy, over HTTP with signatures. Fails when the file store is below 50,000 objects/s. S3Proxy reads"
                    + " its whole",
            "directory for every page, so that its figure says how fast it is, and is not judged."
        },
        mixinStandardHelpOptions = true)
public final class SweepCommand implements Callable<Integer> {
    private static final RegionId REGION = new RegionId("eu-west-1");
    /** The promise, on two processors. */
    private static final double FEWEST_A_SECOND = 50_000;
    /** One in so many objects has no row, and one in so many rows no object. */
    private static final int MISPLACED = 10_000;

    private static final String PREFIX = "media/";

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--objects", defaultValue = "1000000", description = "of the file store (default ${DEFAULT-VALUE})")
    private int objects;

    @Option(names = "--s3-objects", defaultValue = "50000", description = "of the bucket (default ${DEFAULT-VALUE})")
    private int s3Objects;

    @Option(names = "--repeat", defaultValue = "5", description = "sweeps of each kind (default ${DEFAULT-VALUE})")
    private int repeat;

    private final Table table = new Table("store", "objects", "found", "s, median (least to most)", "objects/s");

    @Override
    public Integer call() throws IOException {
        Path work = Files.createDirectories(options.work("sweep"));
        double file;
        try (var server = PostgresServer.start(Files.createDirectories(work.resolve("data")))) {
            Path root = Files.createDirectories(work.resolve("objects"));
            fillFiles(root.resolve("objects").resolve("media"), objects, "~");
            try (var database = server.database("gatehouse_sweep", 16);
                    var cell = open(database, work);
                    var store = FileRegionStore.open(REGION, root)) {
                fillRows(database, objects);
                file = measure("files", cell, store);
            }
            Path buckets = Files.createDirectories(work.resolve("buckets"));
            fillFiles(buckets.resolve(S3Files.BUCKET).resolve("media"), s3Objects, "");
            try (var database = server.database("gatehouse_sweep_s3", 16);
                    var cell = open(database, work);
                    var s3 = new S3Files(buckets);
                    var store = s3.open(REGION)) {
                fillRows(database, s3Objects);
                measureListing(store);
                measure("S3, " + store.listingsAtOnce() + " parts at once", cell, store);
            }
        }
        System.out.print(table);
        return file >= FEWEST_A_SECOND ? 0 : 1;
    }

    private static Cell open(Database database, Path work) throws IOException {
        Path keys = Files.createDirectories(work.resolve("keys-" + database.name()));
        var key = FileRegionKey.openOrCreate(keys.resolve("region.key"), REGION);
        return Cell.open(
                REGION, database, key, keys.resolve("secrets"), "gatehouse.bench/" + REGION, Clock.systemUTC());
    }

    /** Spread as random ids are. */
    private static String id(int n) {
        try {
            var digest =
                    MessageDigest.getInstance("MD5").digest(Integer.toString(n).getBytes(StandardCharsets.UTF_8));
            var id = new StringBuilder();
            for (char digit : HexFormat.of().formatHex(digest).toCharArray())
                id.append(DIGITS.charAt(Character.digit(digit, 16)));
            return id.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks MD5", e);
        }
    }

    /** Sixteen of the digits of random ids, in their order, spread evenly. */
    private static final String DIGITS = "246acegikmoqsuwy";

    private static void fillRows(Database database, int objects) {
        database.transact(connection -> {
            try (var insert = connection.prepareStatement(
                    "INSERT INTO media (media_id, account_ref, digest_ref, object_key, size_bytes, stored_at) SELECT"
                            + " 'eu-west-1.m.' || n, '\\x00', '\\x00', 'media/' || translate(md5(n::text),"
                            + " '0123456789abcdef', '" + DIGITS + "'), 1, now() FROM"
                            + " generate_series(0, ? - 1) AS n WHERE n % ? <> 0 AND NOT EXISTS (SELECT 1 FROM media)")) {
                insert.setInt(1, objects);
                insert.setInt(2, MISPLACED);
                return insert.executeUpdate();
            }
        });
    }

    /** As the store lays them out, without forcing each onto the disk. */
    private static void fillFiles(Path media, int objects, String suffix) throws IOException {
        Files.createDirectories(media);
        for (int n = 0; n < objects; n++) {
            if (n % MISPLACED == 1) continue;
            Path file = media.resolve(id(n) + suffix);
            if (!Files.exists(file)) Files.createFile(file);
        }
    }

    private double measure(String name, Cell cell, RegionStore store) {
        var seconds = new ArrayList<Double>();
        ObjectSweep.Result result = null;
        for (int i = 0; i < repeat; i++) {
            long started = System.nanoTime();
            result = StoreSweep.compare(
                    store, PREFIX, cell.sweep(), Instant.now().plusSeconds(60));
            seconds.add((System.nanoTime() - started) / 1e9);
        }
        var last = java.util.Objects.requireNonNull(result);
        String found = last.orphanCount() + " without row, " + last.lostCount() + " without object";
        return row(name, last.objects(), found, seconds);
    }

    /** What the server alone takes, one page after another: what comes is only counted. */
    private void measureListing(RegionStore store) {
        var seconds = new ArrayList<Double>();
        long count = 0;
        for (int i = 0; i < repeat; i++) {
            long started = System.nanoTime();
            count = 0;
            for (var listing = store.all(PREFIX); listing.hasNext(); listing.next()) count++;
            seconds.add((System.nanoTime() - started) / 1e9);
        }
        row("S3, listed page by page", count, "not compared", seconds);
    }

    private double row(String name, long count, String found, List<Double> seconds) {
        var sorted = seconds.stream().sorted().toList();
        double median = sorted.get(sorted.size() / 2);
        table.row(
                name,
                "%,d".formatted(count),
                found,
                "%.1f (%.1f to %.1f)".formatted(median, sorted.getFirst(), sorted.getLast()),
                "%,.0f".formatted(count / median));
        return count / median;
    }
}
