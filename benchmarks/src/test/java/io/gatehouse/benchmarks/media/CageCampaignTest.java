package io.gatehouse.benchmarks.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.benchmarks.process.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CageCampaignTest {
    /** The long one is {@code ./gatehouse bench media}. */
    @Test
    void sixtyMalformedFilesStayInTheCage() throws Exception {
        var report = CageCampaign.run(soundFiles(), 60, 5);
        assertThat(report.escapes()).isEmpty();
        assertThat(report.outcomes().values().stream().mapToInt(each -> each).sum())
                .isEqualTo(60);
        // Some damage is survived, some is not: the files are neither sound nor rubbish.
        assertThat(report.outcomes()).containsKeys("decoded", "unreadable");
        assertThat(report.mostMemoryKib()).as("the workers were watched").isPositive();
    }

    @Test
    void theSameSeedMakesTheSameFiles() throws Exception {
        var one = Malformed.of(soundFiles(), 9, 1);
        var other = Malformed.of(soundFiles(), 9, 1);
        for (int i = 0; i < 50; i++)
            assertThat(one.next().bytes()).isEqualTo(other.next().bytes());
    }

    private static Path soundFiles() {
        var here = MediaCommand.soundFiles(Workbench.home());
        return Files.isDirectory(here)
                ? here
                : MediaCommand.soundFiles(Workbench.home().resolve(".."));
    }
}
