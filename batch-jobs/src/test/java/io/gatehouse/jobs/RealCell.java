package io.gatehouse.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.backtest.BacktestCells;
import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.ReportFacts;
import io.gatehouse.residency.cell.TrafficReader;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/** The one cell that is served: sealed content, the real commit point, the real log. Filled with made-up words. */
public class RealCell implements BacktestCells, AutoCloseable {
    public static final RegionId REGION = new RegionId("eu-west-1");
    private static final List<String> WORDS = List.of("zorkle", "blimpish", "frumple", "table", "window");
    private static final int WRITES_AT_ONCE = 500;

    private final Database database = ControlDatabase.empty();
    private final Cell cell;

    public RealCell(Path directory) {
        try {
            var keys = Files.createDirectories(directory.resolve("keys"));
            var key = FileRegionKey.openOrCreate(keys.resolve("region.key"), REGION);
            cell = Cell.open(REGION, database, key, keys, "gatehouse.test/" + REGION, Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first word is of the first content and of every fifth after it. */
    public static String text(int i) {
        return "message " + i + " with " + WORDS.get(i % WORDS.size());
    }

    /** Those written at once are in the log in any order. */
    public void fill(int contents, IntFunction<CellWrite> writeOf) throws Exception {
        List<Callable<WriteOutcome>> writes = new ArrayList<>();
        for (int i = 0; i < contents; i++) {
            var write = writeOf.apply(i);
            writes.add(() -> writer(REGION).write(write));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int at = 0; at < contents; at += WRITES_AT_ONCE)
                for (var outcome : threads.invokeAll(writes.subList(at, Math.min(at + WRITES_AT_ONCE, contents))))
                    assertThat(outcome.get()).isInstanceOf(WriteOutcome.Written.class);
        }
    }

    public static CellWrite write(int i, int author, Payload payload, ReportFacts report) {
        var account = new AccountRef(ByteBuffer.allocate(32).putInt(author).array());
        return new CellWrite(
                new Author(account, 1, "{}".getBytes(StandardCharsets.UTF_8)),
                new ContentName("client", "m-" + i),
                null,
                REGION + ".s." + i,
                REGION + ".d." + i,
                payload,
                report,
                new EntryFacts(Map.of("verdict", report.verdict())),
                List.of(),
                List.of());
    }

    public Database database() {
        return database;
    }

    public Cell cell() {
        return cell;
    }

    public void sql(String sql) {
        database.transact(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }

    @Override
    public SortedSet<RegionId> served() {
        return new TreeSet<>(List.of(REGION));
    }

    @Override
    public CellReader reader(RegionId region) {
        return cell.reader();
    }

    @Override
    public CellWriter writer(RegionId region) {
        return cell.writer();
    }

    @Override
    public TrafficReader traffic(RegionId region) {
        return cell.traffic();
    }

    @Override
    public void close() {
        cell.close();
        database.close();
    }
}
