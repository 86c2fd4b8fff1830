package io.gatehouse.residency.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.database.PostgresServer;
import io.gatehouse.residency.database.TestServer;
import io.gatehouse.residency.log.LogVerifier;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there, once, however the database was killed meanwhile. */
class CellCrashTest {
    private static final int CALLERS = 24;

    @TempDir
    Path data;

    @Test
    void keepsEveryAcknowledgedWriteWhenTheServerIsKilledUnderLoad() throws Exception {
        killUnderLoad(3);
    }

    @Tag("long")
    @Test
    void keepsEveryAcknowledgedWriteThroughTwentyKills() throws Exception {
        killUnderLoad(20);
    }

    private void killUnderLoad(int kills) throws Exception {
        try (var server = PostgresServer.start(data, TestServer.PROGRAMS);
                var fixture = new CellFixture(server.database("cell", 4))) {
            var acknowledged = new ConcurrentHashMap<String, Long>();
            var sent = ConcurrentHashMap.<String>newKeySet();
            var stop = new AtomicBoolean();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int caller = 0; caller < CALLERS; caller++) {
                    int n = caller;
                    threads.submit(() -> load(fixture.cell().writer(), n, stop, sent, acknowledged));
                }
                try {
                    for (int i = 0; i < kills; i++) {
                        awaitMore(acknowledged, 300);
                        ProcessHandle.of(server.processId()).orElseThrow().destroyForcibly();
                    }
                    awaitMore(acknowledged, 300);
                } finally {
                    stop.set(true);
                }
            }
            check(fixture.cell(), sent, acknowledged);
        }
    }

    /** Sends until told to stop; what fails is sent again as it was, as clients do. */
    private static void load(
            CellWriter writer,
            int caller,
            AtomicBoolean stop,
            java.util.Set<String> sent,
            Map<String, Long> acknowledged) {
        for (int i = 0; !stop.get(); i++) {
            var write = CellFixture.write("u-" + caller + "-" + i % 5, "text " + caller + " " + i);
            sent.add(write.decisionId());
            while (!stop.get()) {
                try {
                    var outcome = (WriteOutcome.Written) writer.write(write);
                    acknowledged.put(write.decisionId(), outcome.index());
                    break;
                } catch (DatabaseUnavailableException | DatabaseBusyException e) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    private static void awaitMore(Map<String, Long> acknowledged, int more) throws InterruptedException {
        int goal = acknowledged.size() + more;
        for (int waited = 0; acknowledged.size() < goal; waited++) {
            assertThat(waited).as("tens of milliseconds without progress").isLessThan(12_000);
            Thread.sleep(10);
        }
    }

    private static void check(Cell cell, java.util.Set<String> sent, Map<String, Long> acknowledged) {
        var stored = new java.util.HashMap<String, Long>();
        long next = cell.reader().nextIndex();
        for (long from = 0; from < next; from += 1_000) {
            for (var each : cell.reader().standing(from, Math.min(next, from + 1_000), 1_000)) {
                assertThat(stored.put(each.decisionId(), each.index()))
                        .as("stored once")
                        .isNull();
                assertThat(CellFixture.text(each.payload().orElseThrow().content()))
                        .startsWith("text ");
            }
        }
        assertThat(stored).containsAllEntriesOf(acknowledged);
        assertThat(sent).containsAll(stored.keySet());
        assertThat(cell.reader().counts().decisions()).isEqualTo(next).isEqualTo(stored.size());
        cell.signCheckpoint();
        var report = new LogVerifier(cell.log().verifierKey()).verify(cell.log(), Optional.empty());
        assertThat(report.fault()).isEmpty();
        assertThat(report.countsByKind()).isEqualTo(Map.of("decision", next));
    }
}
