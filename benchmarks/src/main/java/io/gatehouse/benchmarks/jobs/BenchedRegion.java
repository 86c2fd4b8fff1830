package io.gatehouse.benchmarks.jobs;

import io.gatehouse.benchmarks.backtest.FilledCell;
import io.gatehouse.benchmarks.load.Messages;
import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.PolicyVersions;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.archive.ArchiveJob;
import io.gatehouse.jobs.backtest.Backtest;
import io.gatehouse.jobs.rescan.Rescan;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.PostgresServer;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.FileRegionStore;
import io.gatehouse.service.job.RecordedJudgements;
import io.gatehouse.service.judging.Judging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One region with its database, objects and jobs, in a directory. What is measured changes it: so each measurement may have a copy. */
final class BenchedRegion implements AutoCloseable {
    static final RegionId REGION = new RegionId("eu-west-1");

    /** As if the messages were written so long ago. */
    private static final Duration LATER = Duration.ofDays(200);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Path directory;
    private final PostgresServer server;
    private final Database control;
    private final Database database;
    private final FileRegionStore store;
    private final Cell cell;
    private final JobDesk desk;
    private final FilledCell filled;
    private final Screening screening;

    private BenchedRegion(Path directory, Judging judging, Messages drawn, int messages) throws IOException {
        this.directory = directory;
        this.server = PostgresServer.start(Files.createDirectories(directory.resolve("data")));
        this.control = server.database("gatehouse_control", 8);
        this.database = server.database("gatehouse_cell", 12);
        this.store = FileRegionStore.open(REGION, directory.resolve("objects"));
        Path keys = Files.createDirectories(directory.resolve("keys"));
        var key = FileRegionKey.openOrCreate(keys.resolve("region.key"), REGION);
        this.cell = Cell.open(REGION, database, key, keys, "gatehouse.bench/" + REGION, Clock.systemUTC());
        cell.attach(store);
        this.filled = new FilledCell(cell, judging, drawn);
        this.screening = new Screening(filled, messages);
        this.desk = JobDesk.open(control, jobs(judging));
    }

    static BenchedRegion open(Path directory, Judging judging, Messages drawn, int messages) throws IOException {
        return new BenchedRegion(directory, judging, drawn, messages);
    }

    private List<BatchJob> jobs(Judging judging) {
        var cells = new BenchedCell(cell);
        var now = Clock.systemUTC();
        var later = Clock.offset(now, LATER);
        var policies = new Active(judging.moderator());
        var judgements = new RecordedJudgements(() -> judging, now);
        return List.of(
                new RegionJob(
                        new Rescan(cells, policies, new BenchedContents(), now),
                        cells,
                        screening,
                        new SecureRandom(),
                        now),
                new RegionJob(
                        new Backtest(cells, policies, judgements), cells, ScreeningPace.IDLE, new SecureRandom(), now),
                new RegionJob(new ArchiveJob(cells, later), cells, ScreeningPace.IDLE, new SecureRandom(), later));
    }

    void fill(int contents) throws InterruptedException {
        filled.fill(contents);
    }

    Cell cell() {
        return cell;
    }

    /** Processor time of this program and of its database, by now. */
    Spent spent() {
        double own = seconds(ProcessHandle.current());
        double all = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(directory + "/data/"))
                .findFirst()
                .map(main -> seconds(main)
                        + main.descendants().mapToDouble(BenchedRegion::seconds).sum())
                .orElse(Double.NaN);
        return new Spent(own, all);
    }

    /** Of the server and its sessions that live; those of a pool do. */
    record Spent(double own, double database) {
        Spent since(Spent before) {
            return new Spent(own - before.own, database - before.database);
        }
    }

    private static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    Screening screening() {
        return screening;
    }

    /** As fast as can be, whatever becomes of screenings. */
    void startAlone(String job) {
        start(job, Map.of("yield_above_ms", "0"));
    }

    /** As it is by itself: it gives way to screenings. */
    void start(String job) {
        start(job, Map.of());
    }

    private void start(String job, Map<String, String> more) {
        var asked = new TreeMap<>(Map.of("region", REGION.value()));
        // What rules noted on a content the first time they may see the second: such decisions are counted and not
        // made.
        if (job.equals("rescan")) asked.put("dry_run", "true");
        asked.putAll(more);
        if (job.equals("backtest")) asked.put("policy", "the active one");
        if (!(desk.run(job, asked) instanceof JobStart.Started)) throw new IllegalStateException(job + " was refused");
    }

    void stop(String job) {
        desk.stop(job);
    }

    boolean isOver(String job) {
        return desk.status(job).orElseThrow().status().isOver();
    }

    JobProgress await(String job) throws InterruptedException {
        while (true) {
            var progress = desk.status(job).orElseThrow();
            if (progress.status().isOver()) return progress;
            Thread.sleep(LOOK_AGAIN);
        }
    }

    @Override
    public void close() {
        desk.close();
        cell.close();
        store.close();
        database.close();
        control.close();
        server.close();
    }

    /** A copy of what a region that is closed left in its directory. */
    static void copy(Path from, Path to) {
        try {
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    Files.copy(directory, to.resolve(from.relativize(directory)), StandardCopyOption.COPY_ATTRIBUTES);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    // Libraries of the database are known by links to them.
                    if (attributes.isRegularFile() || attributes.isSymbolicLink())
                        Files.copy(
                                file,
                                to.resolve(from.relativize(file)),
                                StandardCopyOption.COPY_ATTRIBUTES,
                                LinkOption.NOFOLLOW_LINKS);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + from, e);
        }
    }

    static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path each, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                    Files.delete(each);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }

    private record Active(Moderator active) implements PolicyVersions {
        @Override
        public Overrides overrides(String policyDigest) {
            return Overrides.NONE;
        }

        @Override
        public Version load(String directory) {
            return new Version.Ready(active);
        }
    }
}
