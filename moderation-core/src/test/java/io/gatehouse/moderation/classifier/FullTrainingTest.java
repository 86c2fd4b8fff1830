package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Minutes, and more heap than other tests: {@code -Plong -Dtest.jvm.arguments=-Xmx4g}. */
@Tag("long")
class FullTrainingTest {
    private static final Path HOME = Path.of(System.getProperty("gatehouse.home", ".."));

    @ParameterizedTest
    @ValueSource(strings = {"categories", "toxicity"})
    void reproducesTheShippedModelAndItsEvidence(String name, @TempDir Path directory) throws IOException {
        var data = HOME.resolve("../shared/data");
        assumeThat(data).as("training data").isDirectory();
        var policies = HOME.resolve("policies");
        var shipped = Models.load(policies).named(name).orElseThrow();
        var report =
                Training.run(name, data, policies.resolve("training"), directory.resolve("again.bin"), Progress.SILENT);
        assertThat(report.digest()).isEqualTo(shipped.digest());
        assertThat(directory.resolve("again.evidence.tsv"))
                .hasSameTextualContentAs(policies.resolve("models/" + name + ".evidence.tsv"));
    }

    /** On a processor of the kind that it was made on: eight-bit kernels of others may differ in the last digits. */
    @Test
    void reproducesTheHeadBehindTheCheapModelAndItsEvidence(@TempDir Path directory) throws IOException {
        var data = HOME.resolve("../shared/data");
        assumeThat(data).as("training data").isDirectory();
        var policies = HOME.resolve("policies");
        var shipped =
                (CascadeClassifier) Models.load(policies).named("categories").orElseThrow();
        var layers = policies.resolve("models/categories.encoder.bin");
        var texts = policies.resolve("training");
        var out = directory.resolve("again.bin");
        var report = Files.exists(layers)
                ? Training.cascade(data, texts, layers, out, Progress.SILENT)
                : Training.run("cascade", data, texts, out, Progress.SILENT);
        assertThat(report.digest()).isEqualTo(shipped.headDigest());
        assertThat(directory.resolve("again.evidence.tsv"))
                .hasSameTextualContentAs(policies.resolve("models/categories.cascade.evidence.tsv"));
    }
}
