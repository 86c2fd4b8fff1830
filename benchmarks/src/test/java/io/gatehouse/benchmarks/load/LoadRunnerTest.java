package io.gatehouse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadRunnerTest {
    private static final int COUNT = 500;

    @TempDir
    private Path directory;

    private Messages messages;

    @BeforeEach
    void writeTexts() throws IOException {
        var set = Files.createDirectories(directory.resolve("data/set"));
        try (var out = new GZIPOutputStream(Files.newOutputStream(set.resolve("all.jsonl.gz")))) {
            for (int i = 0; i < 50; i++)
                out.write(("{\"text\":\"good morning " + i + "\",\"lang\":\"en\"}\n").getBytes());
        }
        messages = Messages.sample(directory.resolve("data"), 40, 1);
    }

    @Test
    void everyRequestIsAcknowledgedOnceThoughSomeAnswersAreLostOrBusy() throws IOException {
        try (var service = new StubService().busyEvery(7).breakEvery(11)) {
            var finished = run(service);
            assertThat(finished.ledger().unanswered()).isZero();
            assertThat(finished.ledger().acknowledged())
                    .hasSize(COUNT)
                    .extracting(Acknowledged::number)
                    .doesNotHaveDuplicates();
            assertThat(service.stored()).isEqualTo(COUNT);
            assertThat(finished.figures().troubles()).containsKeys("status 503 overloaded", "connection lost");
            assertThat(finished.figures().p50Millis()).isPositive();
        }
    }

    @Test
    void aLedgerIsReadAsItWasWritten() throws IOException {
        try (var service = new StubService()) {
            var ledger = run(service).ledger();
            ledger.write(directory.resolve("ledgers"));
            assertThat(Ledger.readAll(directory.resolve("ledgers"))).containsExactly(ledger);
        }
    }

    private LoadRunner.Finished run(StubService service) {
        var screenings =
                new Screenings(messages, service.target(), RunToken.random(new Random(1)), 100, COUNT, Place.ALL, 1);
        return new LoadRunner(service.target(), 8).run(screenings, COUNT, 0, "test");
    }

    @Test
    void drawsAllOfASmallGroupAndSharesTheRestAmongBigOnes() {
        var drawn = Messages.drawEvenly(
                List.of(List.of("a", "a", "a", "a", "a", "a"), List.of("b"), List.of("c", "c", "c", "c")), 7);
        assertThat(drawn).containsExactlyInAnyOrder("a", "a", "a", "b", "c", "c", "c");
    }

    @Test
    void meetsPeopleInsideAndOutsideTheEea() {
        assertThat(Place.ALL).filteredOn(Place::eea).hasSizeGreaterThan(40);
        assertThat(Place.ALL).filteredOn(p -> !p.eea()).hasSizeGreaterThan(40);
        assertThat(Place.ALL).doesNotHaveDuplicates();
    }

    @Test
    void percentilesAreTimesThatWereMeasured() {
        var latencies = new Latencies();
        for (int i = 1; i <= 100; i++) latencies.add(i * 1_000_000L);
        assertThat(latencies.millis(0.5)).isEqualTo(50);
        assertThat(latencies.millis(0.99)).isEqualTo(99);
        assertThat(latencies.millis(1)).isEqualTo(100);
    }
}
