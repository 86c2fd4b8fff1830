package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.residency.database.PostgresServer;
import io.gatehouse.service.door.RunningGatehouse.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What clients see when the ground under the service gives way: clear answers, and everything again afterwards. */
class FailureTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    @Test
    void aKilledDatabaseIs503UntilItIsBackAndARepeatFindsOut() throws Exception {
        String body = Screenings.of("before and after");
        String key = RunningGatehouse.unique("k");
        String author = RunningGatehouse.unique("u");
        assertThat(service.post("/v1/screenings", Screenings.of("m1" + author, author, "IE", "x"))
                        .status())
                .isEqualTo(200);
        new ProcessBuilder(
                        "kill",
                        "-9",
                        Long.toString(service.bean(PostgresServer.class).processId()))
                .start()
                .waitFor();
        Set<String> seen = new HashSet<>();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        Answer answer;
        do {
            answer = service.post("/v1/screenings", body, "Idempotency-Key", key);
            if (answer.status() != 200) {
                seen.add(answer.problem());
                assertThat(answer.header("Retry-After")).isNotEmpty();
                Thread.sleep(100);
            }
        } while (answer.status() != 200 && System.nanoTime() < end);
        assertThat(answer.status()).as("after " + seen).isEqualTo(200);
        assertThat(seen).isSubsetOf("region-unavailable", "overloaded");
        assertThat(service.post("/v1/screenings", body, "Idempotency-Key", key).text())
                .isEqualTo(answer.text());
    }

    @Test
    void aFullDiskIs507AndNothingIsLeft() throws Exception {
        awaitDatabase();
        Path incoming;
        try (var files = Files.walk(service.data().resolve("regions/us-east-1"))) {
            incoming = files.filter(f -> f.getFileName().toString().equals("incoming"))
                    .findFirst()
                    .orElseThrow();
        }
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", incoming.toString()), "tmpfs may not be mounted");
        try {
            var answer = upload();
            assertThat(answer.status()).isEqualTo(507);
            assertThat(answer.problem()).isEqualTo("storage-full");
            assertThat(answer.header("Retry-After")).isNotEmpty();
            try (var left = Files.list(incoming)) {
                assertThat(left).isEmpty();
            }
        } finally {
            assertThat(run("umount", incoming.toString())).isTrue();
        }
        assertThat(upload().status()).isEqualTo(201);
    }

    /** The other test may have killed it, and saw only its own region come back. */
    private void awaitDatabase() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (upload().status() == 503 && System.nanoTime() < end) Thread.sleep(100);
    }

    private Answer upload() {
        return service.post(
                "/v1/media",
                TestMedia.brokenVideo(3_000_000),
                "Content-Type",
                "video/mp4",
                "Gatehouse-Author",
                RunningGatehouse.unique("u"),
                "Gatehouse-Residence",
                "declared=US");
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }
}
