package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.region.ServedRegions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The database directory of before an erasure is put back: the person is gone again before the service is ready. */
@Tag("long") // Three starts of the whole service.
class RestoredBackupTest {
    @Test
    void anErasedPersonDoesNotComeBackWithAnOldDatabase() throws IOException {
        Path root = Files.createTempDirectory("gatehouse-restored-");
        Path data = root.resolve("data");
        Map<String, Object> there = Map.of("gatehouse.data", data.toString(), "gatehouse.rights.look-every", "200ms");
        String author = RunningGatehouse.unique("u");
        String other = RunningGatehouse.unique("u");
        String decision;
        String kept;
        try {
            var first = RunningGatehouse.start(there);
            decision = screen(first, author);
            kept = screen(first, other);
            first.stop();
            copy(data.resolve("postgres/cluster"), root.resolve("backup"));

            var second = RunningGatehouse.start(there);
            var erasure = second.delete("/v1/accounts/" + author).header("Location");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> second.get(erasure).field("state").equals("done"));
            second.stop();
            delete(data.resolve("postgres/cluster"));
            copy(root.resolve("backup"), data.resolve("postgres/cluster"));

            var third = RunningGatehouse.start(there);
            assertThat(third.get("/v1/accounts/" + author).status()).isEqualTo(404);
            assertThat(third.get("/v1/decisions/" + decision).problem()).isEqualTo("erased");
            assertThat(third.get("/v1/decisions/" + kept).status()).isEqualTo(200);
            var account = third.bean(AccountDirectory.class).refOf(author);
            var cell = third.bean(ServedRegions.class)
                    .orMisdirected(new RegionId("eu-west-1"))
                    .cell();
            assertThat(cell.removal().inventory(account)).isEmpty();
            assertThat(cell.person(account)).isEmpty();
            third.stop();
        } finally {
            delete(root);
        }
    }

    private static String screen(RunningGatehouse service, String author) {
        var answer = service.post(
                "/v1/screenings", Screenings.of(RunningGatehouse.unique("m"), author, "IE", "words of " + author));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.field("decision_id");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList())
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static void delete(Path tree) {
        try (var files = Files.walk(tree)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
