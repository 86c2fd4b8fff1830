package io.gatehouse.residency.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.Migrations;
import io.gatehouse.residency.database.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogIntegratorTest {
    private static final String NAME = "gatehouse.test/eu-west-1";

    @TempDir
    Path directory;

    private final Database database = TestServer.newDatabase(6);
    private LogKey key;
    private RegionLog log;
    private int count;

    @BeforeEach
    void open() {
        Migrations.cell(database);
        key = LogKey.openOrCreate(directory.resolve("log.key"), NAME);
        log = new RegionLog(database, key);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void append(int entries) {
        database.transact(connection -> {
            try (var insert = connection.prepareStatement("INSERT INTO log_entry VALUES (?, ?)")) {
                for (int i = 0; i < entries; i++) {
                    insert.setLong(1, count);
                    insert.setBytes(2, MemoryLog.entry(count++));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            return connection.createStatement().executeUpdate("UPDATE log_head SET next_index = " + count);
        });
    }

    private void integrate() {
        while (LogIntegrator.integrate(database, key)) Thread.onSpinWait();
    }

    private Optional<String> fault(Optional<byte[]> earlier) {
        return new LogVerifier(log.verifierKey()).verify(log, earlier).fault();
    }

    @Test
    void signsTheEmptyLog() {
        integrate();
        assertThat(fault(Optional.empty())).isEmpty();
        assertThat(log.size()).isZero();
    }

    @Test
    void everyCheckpointContainsThoseBefore() {
        integrate();
        for (int step : new int[] {1, 1, 253, 1, 1, 300, 512, 7}) {
            var earlier = log.checkpoint();
            append(step);
            assertThat(log.tile(new TilePath(TilePath.ENTRIES, 0, 1)).isPresent())
                    .as("what is not signed for is not served")
                    .isEqualTo(log.size() > 0);
            integrate();
            assertThat(log.size()).isEqualTo(count);
            assertThat(fault(earlier)).isEmpty();
        }
        assertThat(log.inclusionProof(5)).isNotEmpty();
        assertThat(log.consistencyProof(300)).isNotEmpty();
        assertThat(log.tile(new TilePath(0, 0, 256))).isPresent();
        assertThat(log.tile(new TilePath(0, 900, 1))).isEmpty();
        assertThat(log.tile(new TilePath(TilePath.ENTRIES, 900, 1))).isEmpty();
    }

    @Test
    void takesUpWhereAKilledOneWasRolledBack() {
        append(300);
        integrate();
        var earlier = log.checkpoint();
        append(400);
        // Everything of a round is undone, wherever it is killed: nothing of it is visible before its commit.
        assertThatThrownBy(() -> database.transact(connection -> {
                    connection.createStatement().executeUpdate("DELETE FROM log_tile WHERE level = 0");
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        assertThat(fault(Optional.empty())).isEmpty();
        integrate();
        assertThat(log.size()).isEqualTo(700);
        assertThat(fault(earlier)).isEmpty();
    }

    @Test
    void severalNodesMayRunIt() throws Exception {
        integrate();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var nodes = new ArrayList<Future<?>>();
            for (int node = 0; node < 4; node++) {
                nodes.add(threads.submit(() -> {
                    for (int i = 0; i < 40; i++) integrate();
                }));
            }
            for (int i = 0; i < 40; i++) append(9);
            for (var node : nodes) node.get();
        }
        integrate();
        assertThat(log.size()).isEqualTo(360);
        assertThat(fault(Optional.empty())).isEmpty();
    }

    @Test
    void neverSignsOverChangedTiles() {
        append(300);
        integrate();
        database.transact(c -> c.createStatement()
                .executeUpdate("UPDATE log_tile SET hashes = set_byte(hashes, 40, 7) WHERE level = 0 AND n = 1"));
        append(1);
        assertThatThrownBy(this::integrate).hasMessageContaining("they were changed");
        assertThat(log.size()).isEqualTo(300);
    }

    @Test
    void signsWithinASecond() throws Exception {
        try (var integrator = LogIntegrator.start(database, key)) {
            assertThat(integrator).isNotNull();
            append(5);
            long start = System.nanoTime();
            while (log.size() < 5) {
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
                Thread.sleep(20);
            }
        }
        append(3);
        LogIntegrator.start(database, key).close();
        assertThat(log.size()).isEqualTo(8);
    }
}
