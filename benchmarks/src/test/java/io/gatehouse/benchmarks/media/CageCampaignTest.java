package io.gatehouse.benchmarks.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.benchmarks.process.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
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
        var one = Malformed.of(soundFiles(), 9, 1, Path.of("trap"));
        var other = Malformed.of(soundFiles(), 9, 1, Path.of("trap"));
        for (int i = 0; i < 50; i++)
            assertThat(one.next().bytes()).isEqualTo(other.next().bytes());
    }

    @Test
    void onlyFilesWhoseNamesBeginSoAreDamaged() throws Exception {
        var subtitles = Malformed.of(soundFiles(), "subs-", 9, 1, Path.of("trap"));
        var names = new TreeSet<String>();
        for (int i = 0; i < 60; i++) names.add(subtitles.next().name().split(" ", 2)[0]);
        assertThat(names).containsExactly("subs-dvb.mkv", "subs-dvd.mkv", "subs-pgs.mkv");
    }

    @Test
    void aServiceIsWarmWhenThreeTurnsInARowTakeAsLong() {
        assertThat(MediaCommand.settled(List.of(10.0, 10.0))).isFalse();
        assertThat(MediaCommand.settled(List.of(90.0, 12.0, 11.0))).isFalse();
        assertThat(MediaCommand.settled(List.of(90.0, 12.0, 11.0, 10.0))).isTrue();
        assertThat(MediaCommand.settled(List.of(10.0, 11.0, 12.6))).isFalse();
    }

    @Test
    void aFileThatIsOpenedAndADecoderThatKeepsAFileAreTold() throws Exception {
        try (var trap = TrapPipe.make()) {
            assertThat(trap.wasOpened()).isFalse();
            Files.newInputStream(trap.path()).close();
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (!trap.wasOpened() && System.nanoTime() < end) Thread.sleep(5);
            assertThat(trap.wasOpened()).isTrue();
        }
        // By its name a decoder, by what it does none: it keeps what it has.
        var process = new ProcessBuilder("/bin/sh", "-c", "sleep 60; : DecodeWorker").start();
        try (var watch = WorkerWatch.start(Duration.ofMillis(100), 1L << 40)) {
            watch.begins("a file");
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (watch.escapes().isEmpty() && System.nanoTime() < end) Thread.sleep(5);
            assertThat(watch.escapes()).anyMatch(escape -> escape.startsWith("time: a file"));
            assertThat(watch.peakKib()).isPositive();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Path soundFiles() {
        var here = MediaCommand.soundFiles(Workbench.home());
        return Files.isDirectory(here)
                ? here
                : MediaCommand.soundFiles(Workbench.home().resolve(".."));
    }
}
