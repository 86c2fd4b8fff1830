package io.gatehouse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.benchmarks.load.Messages;
import io.gatehouse.benchmarks.process.Workbench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The campaigns of {@code ./gatehouse bench}, on a real service with a real database. */
@Tag("long")
class CampaignTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void needsTheLabelledTexts() {
        Assumptions.assumeTrue(
                Messages.directory(Workbench.home()).isPresent(), "the labelled texts (../shared/data) are not here");
    }

    @Test
    void nothingOfAnybodyIsOutsideTheirHomeRegion() {
        assertThat(run("residency", "--count", "5000")).isZero();
    }

    @Test
    void everyPromiseSurvivesKillNine() {
        assertThat(run("kill", "--kills", "6", "--rate", "300")).isZero();
    }

    private int run(String name, String... options) {
        var arguments = new ArrayList<>(List.of(name, "--own-class-path", "--work", directory.toString()));
        arguments.addAll(List.of(options));
        return Benchmarks.commandLine().execute(arguments.toArray(String[]::new));
    }
}
