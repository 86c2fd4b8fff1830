package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Minutes, and more heap than other tests: {@code -Plong -Dtest.jvm.arguments=-Xmx4g}. */
@Tag("long")
class FullTrainingTest {
    private static final Path HOME = Path.of(System.getProperty("gatehouse.home", ".."));

    @Test
    void reproducesTheShippedModel(@TempDir Path directory) {
        var data = HOME.resolve("../shared/data");
        assumeThat(data).as("training data").isDirectory();
        var shipped = Models.load(HOME.resolve("policies")).named("toxicity").orElseThrow();
        var report = Training.run("toxicity", data, directory, directory.resolve("again.bin"), Progress.SILENT);
        assertThat(report.digest()).isEqualTo(shipped.digest());
    }
}
