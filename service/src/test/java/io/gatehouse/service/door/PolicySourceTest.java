package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.policy.TarGz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who decides what judges: the policy directory, or the store, over several starts on one data directory. */
@Tag("long")
class PolicySourceTest {
    private static final String WORDS = "words: [ flurbishment ]";

    @TempDir
    Path directory;

    private RunningGatehouse start(Path policies, String source) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("gatehouse.data", directory.resolve("data"));
        properties.put("gatehouse.policies", policies);
        properties.put("gatehouse.regions", "eu-west-1");
        properties.put("gatehouse.policy.source", source);
        properties.put("gatehouse.policy.approvals", 0);
        return RunningGatehouse.start(properties);
    }

    private static String running(RunningGatehouse service) {
        return service.get("/actuator/info").json().at("/policy/active").asString();
    }

    private static void edit(Path policies, String from, String to) throws IOException {
        Path norm = policies.resolve("content/test.yaml");
        String text = Files.readString(norm);
        assertThat(text).contains(from);
        Files.writeString(norm, text.replace(from, to));
    }

    private static String verdict(RunningGatehouse service, String text) {
        return service.post("/v1/screenings", Screenings.of(text)).field("verdict");
    }

    @Test
    void theDirectoryRulesUntilSomebodyPublishesAndTheStoreAfterwards() throws IOException {
        Path policies = TestPolicies.writeTo(directory.resolve("policies"));
        String published;
        var service = start(policies, "auto");
        try {
            String first = running(service);
            edit(policies, WORDS, "words: [ flurbishment, edited ]");
            long edited = System.nanoTime();
            PolicyLifeTest.await(() -> verdict(service, "edited").equals("restrict"));
            Duration took = Duration.ofNanos(System.nanoTime() - edited);
            System.out.printf("an edit of the policy directory was live after %d ms%n", took.toMillis());
            assertThat(took).isLessThan(Duration.ofSeconds(2));
            assertThat(running(service)).isNotEqualTo(first);

            String sound = running(service);
            edit(policies, "category: hate", "category: hatred");
            PolicyLifeTest.await(() ->
                    service.get("/v1/policies").json().get("directory_faults").size() > 0);
            assertThat(service.get("/v1/policies").text()).contains("content/test.yaml:4", "hatred");
            assertThat(running(service)).isEqualTo(sound);
            assertThat(service.get("/actuator/health").status()).isEqualTo(200);
            edit(policies, "category: hatred", "category: hate");
            PolicyLifeTest.await(() ->
                    service.get("/v1/policies").json().get("directory_faults").isEmpty());

            Path other = TestPolicies.writeTo(directory.resolve("other"));
            edit(other, WORDS, "words: [ flurbishment, published ]");
            published = service.post("/v1/policies", TarGz.pack(other), "Content-Type", "application/gzip")
                    .field("digest");
            assertThat(service.post("/v1/policies/" + published + "/stage", "{\"stage\":\"active\",\"reason\":\"x\"}")
                            .status())
                    .isEqualTo(200);
            PolicyLifeTest.await(() -> verdict(service, "published").equals("restrict"));
            edit(policies, WORDS.replace(" ]", ", edited ]"), WORDS.replace(" ]", ", edited, ignored ]"));
            assertThat(running(service)).isEqualTo(published);
        } finally {
            service.stop();
        }

        edit(policies, "category: hate", "category: hatred");
        var again = start(policies, "auto");
        try {
            assertThat(running(again))
                    .as("a broken directory does not stop what the store rules")
                    .isEqualTo(published);
            assertThat(verdict(again, "published")).isEqualTo("restrict");
            assertThat(again.get("/v1/policies").text()).contains("hatred");
        } finally {
            again.stop();
        }
        edit(policies, "category: hatred", "category: hate");
        var files = start(policies, "files");
        try {
            assertThat(running(files)).isNotEqualTo(published);
            assertThat(verdict(files, "ignored")).isEqualTo("restrict");
            var refused = files.post("/v1/policies:rollback", "{\"reason\":\"x\"}");
            assertThat(refused.problem()).isEqualTo("stage-refused");
            assertThat(refused.field("detail")).contains("gatehouse.policy.source");
        } finally {
            files.stop();
        }
    }
}
