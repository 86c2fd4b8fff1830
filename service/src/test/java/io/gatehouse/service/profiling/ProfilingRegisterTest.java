package io.gatehouse.service.profiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.service.judging.Norms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is configured has its description: a new kind of signal, fact or evidence without one fails here. */
class ProfilingRegisterTest {
    private static final Path SHIPPED =
            Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies");

    @Test
    void whateverTheShippedNormsUseIsDescribed() {
        var norms = Norms.read(SHIPPED, Norms.Law.SHIPPED);
        var used = ConfiguredTechniques.of(norms.policies(), norms.classifiers());
        var described = new TechniqueFile().load(SHIPPED);
        assertThat(described.keySet()).containsAll(used.keySet());
        assertThat(used.keySet())
                .contains(
                        "signal.words",
                        "classifier.toxicity",
                        "counter.text.authors",
                        "fingerprint",
                        "strikes",
                        "home_region.ip");
    }

    @Test
    void whateverThisVersionCanUseIsDescribed() {
        assertThat(new TechniqueFile().load(SHIPPED).keySet()).containsAll(ConfiguredTechniques.possible());
    }

    @Test
    void aTechniqueSaysWhichRulesUseItWhereAndForHowLong() {
        var norms = Norms.read(SHIPPED, Norms.Law.SHIPPED);
        var used = ConfiguredTechniques.of(norms.policies(), norms.classifiers());
        var strikes = used.get("strikes");
        assertThat(strikes.longest()).isEqualTo(java.time.Duration.ofDays(30));
        assertThat(strikes.rules()).isNotEmpty();
        assertThat(used.get("signal.words").surfaces()).contains(Surface.COMMENT);
        assertThat(used.get("classifier.toxicity").details().getFirst()).startsWith("model sha256:");
    }

    @Test
    void aNormThatUsesMoreIsInTheRegisterAtOnce(@TempDir Path directory) throws Exception {
        copy(SHIPPED, directory);
        var before = Norms.read(directory, Norms.Law.SHIPPED);
        assertThat(ConfiguredTechniques.of(before.policies(), before.classifiers()))
                .doesNotContainKey("counter.conversation.authors");
        Files.writeString(directory.resolve("content/raid.yaml"), """
            policy: raid
            title: Raids
            clause: Rules 9
            category: spam
            purpose: security_and_spam
            ground:
              incompatible: "Rules 9"
              dsa_category: STATEMENT_CATEGORY_OTHER_VIOLATION_TC
              keywords: [KEYWORD_OTHER]
            rules:
              - id: raid.authors
                when: { count: conversation.authors, window: 1h, at_least: 50 }
                then: { verdict: review, severity: 1 }
            """);
        var after = Norms.read(directory, Norms.Law.SHIPPED);
        assertThat(ConfiguredTechniques.of(after.policies(), after.classifiers())
                        .get("counter.conversation.authors")
                        .rules())
                .containsExactly("raid.authors");
    }

    @Test
    void aFaultInTheDescriptionsIsNamedWithItsLine(@TempDir Path directory) throws Exception {
        copy(SHIPPED, directory);
        Path file = directory.resolve("law/profiling.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("ids: [labels]", "ids: [strikes]")
                        .replaceFirst("    minors: [^\n]*\n", ""));
        assertThatThrownBy(() -> new TechniqueFile().load(directory))
                .hasMessageContaining("'strikes' is described twice")
                .hasMessageContaining("'minors' is missing");
        Files.delete(file);
        assertThat(new TechniqueFile().load(directory)).isEmpty();
        assertThat(new TreeSet<>(ConfiguredTechniques.possible())).isNotEmpty();
    }

    private static void copy(Path from, Path to) throws Exception {
        for (String part : new String[] {"VERSION", "surfaces.yaml", "content", "law", "models"}) {
            try (var files = Files.walk(from.resolve(part))) {
                for (Path file : files.toList()) {
                    Path target = to.resolve(from.relativize(file).toString());
                    if (Files.isDirectory(file)) Files.createDirectories(target);
                    else Files.copy(file, target);
                }
            }
        }
    }
}
