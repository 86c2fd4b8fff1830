package io.gatehouse.residency.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.key.KeyRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogVerifierTest {
    private static final String NAME = "gatehouse.test/eu-west-1";

    @TempDir
    Path directory;

    private LogKey key;
    private LogVerifier verifier;

    @BeforeEach
    void makeKey() {
        key = LogKey.openOrCreate(directory.resolve("log.key"), NAME);
        verifier = new LogVerifier(key.verifierKey());
    }

    private LogReport verify(LogSource log) {
        return verifier.verify(log, Optional.empty());
    }

    @Test
    void acceptsLogsOfEverySize() {
        for (int size : new int[] {0, 1, 2, 255, 256, 257, 600}) {
            var report = verify(new MemoryLog(key).fill(size));
            assertThat(report.fault()).as("size %s", size).isEmpty();
            assertThat(report.size()).isEqualTo(size);
        }
        var report = verify(new MemoryLog(key).fill(600));
        assertThat(report.countsByKind()).isEqualTo(Map.of("rescan", 86L, "decision", 514L));
    }

    @Test
    void everyChangedByteOfASmallExportIsNoticed() throws IOException {
        changeBytes(export(3, 7), Integer.MAX_VALUE);
    }

    @Test
    void changedBytesOfAnExportWithFullTilesAreNoticed() throws IOException {
        changeBytes(export(200, 259), 60);
    }

    private Path export(int before, int now) {
        var export = directory.resolve("export");
        var log = new MemoryLog(key).fill(before);
        LogExporter.export(log, key.verifierKey(), export);
        log.fill(now);
        LogExporter.export(log, key.verifierKey(), export);
        return export;
    }

    /** Changes one bit of a byte, byte after byte, or of {@code most} bytes spread over each file. */
    private static void changeBytes(Path export, int most) throws IOException {
        assertThat(LogVerifier.verifyDirectory(export).fault()).isEmpty();
        var random = new SplittableRandom(7);
        List<Path> files;
        try (var walk = Files.walk(export)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (var file : files) {
            var bytes = Files.readAllBytes(file);
            int step = Math.max(1, bytes.length / most);
            for (int at = random.nextInt(step); at < bytes.length; at += step) {
                var changed = bytes.clone();
                changed[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, changed);
                assertThat(LogVerifier.verifyDirectory(export).fault())
                        .as("byte %s of %s", at, file)
                        .isPresent();
            }
            Files.write(file, bytes);
        }
        assertThat(LogVerifier.verifyDirectory(export).fault()).isEmpty();
    }

    @Test
    void saysWhatIsWrongFirst() {
        var log = new MemoryLog(key).fill(600);
        log.files.get("tile/entries/001")[40] ^= 1;
        assertThat(verify(log).fault())
                .hasValue("entry 256 was changed: it does not have the hash that tile/0/001 holds");
        log.publish().files.get("tile/0/002.p/88")[33] ^= 1;
        assertThat(verify(log).fault())
                .hasValue("entry 513 was changed: it does not have the hash that tile/0/002.p/88 holds");
        log.publish().files.get("tile/1/000.p/2")[5] ^= 1;
        assertThat(verify(log).fault()).hasValue("tile/1/000.p/2 does not follow from the entries");
        log.publish().files.remove("tile/0/000");
        assertThat(verify(log).fault()).hasValue("tile/0/000 is missing");
        log.publish().files.remove("checkpoint");
        assertThat(verify(log).fault()).hasValue("the log has no checkpoint");
    }

    @Test
    void noticesEntriesAndTilesForgedTogether() {
        var log = new MemoryLog(key).fill(300);
        var signed = log.files.get("checkpoint");
        log.entries.set(17, MemoryLog.entry(1_000));
        log.publish().files.put("checkpoint", signed);
        assertThat(verify(log).fault())
                .hasValueSatisfying(fault -> assertThat(fault)
                        .startsWith("the entries lead to the root ")
                        .contains("but the checkpoint signs"));
    }

    @Test
    void noticesHistoryRewrittenByWhoeverHoldsTheKey() {
        var log = new MemoryLog(key).fill(300);
        var earlier = log.checkpoint();
        log.fill(400);
        assertThat(verifier.verify(log, earlier).fault()).isEmpty();
        log.entries.set(299, MemoryLog.entry(5_000));
        log.publish();
        assertThat(verify(log).fault()).as("consistent in itself").isEmpty();
        assertThat(verifier.verify(log, earlier).fault())
                .hasValue(
                        "history was rewritten: the first 300 entries are not those that the earlier checkpoint signs");
        var shorter = new MemoryLog(key).fill(299);
        assertThat(verifier.verify(shorter, earlier).fault())
                .hasValue("the log was cut: the earlier checkpoint covers 300 entries, this one 299");
    }

    @Test
    void noticesEntriesThatShouldNotBe() {
        var log = new MemoryLog(key).fill(3);
        log.entries.set(2, log.entries.getFirst());
        assertThat(verify(log.publish()).fault()).hasValue("entry 2 repeats the id eu-west-1.d.0");
        var elsewhere =
                new String(MemoryLog.entry(2), StandardCharsets.UTF_8).replace("\"eu-west-1\"", "\"us-east-1\"");
        log.entries.set(2, elsewhere.getBytes(StandardCharsets.UTF_8));
        assertThat(verify(log.publish()).fault()).hasValue("entry 2 is of region us-east-1, the log of eu-west-1");
        var spaced = new String(MemoryLog.entry(2), StandardCharsets.UTF_8).replace(":", ": ");
        log.entries.set(2, spaced.getBytes(StandardCharsets.UTF_8));
        assertThat(verify(log.publish()).fault())
                .hasValueSatisfying(f -> assertThat(f).startsWith("entry 2 "));
        log.entries.set(2, new byte[] {'x'});
        assertThat(verify(log.publish()).fault()).hasValue("entry 2 is not JSON");
    }

    @Test
    void remarksOnAClockThatWentBack() {
        var log = new MemoryLog(key).fill(1_000);
        log.entries.add(MemoryLog.entry(1_000));
        log.entries.set(0, MemoryLog.entry(9_000));
        var report = verify(log.publish());
        assertThat(report.verified()).isTrue();
        assertThat(report.remarks()).isNotEmpty();
        assertThat(report.remarks().getFirst()).startsWith("entry 1 is dated 2026-11-22T10:00:01Z, after one dated");
    }

    @Test
    void refusesAnotherLogsSignature() {
        var other = LogKey.openOrCreate(directory.resolve("other.key"), NAME);
        assertThat(verify(new MemoryLog(other).fill(3)).fault()).hasValue("the checkpoint is not signed by " + NAME);
    }

    @Test
    void keepsAKeyAndRefusesOneThatOthersRead() throws IOException {
        var file = directory.resolve("log.key");
        assertThat(LogKey.openOrCreate(file, NAME).verifierKey()).isEqualTo(key.verifierKey());
        assertThat(key.verifierKey()).matches("gatehouse\\.test/eu-west-1\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]{44}");
        assertThatThrownBy(() -> LogKey.openOrCreate(file, "gatehouse.test/uk"))
                .isInstanceOf(KeyRefusedException.class)
                .hasMessageContaining("is for gatehouse.test/eu-west-1");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> LogKey.openOrCreate(file, NAME))
                .isInstanceOf(KeyRefusedException.class)
                .hasMessageContaining("others may read");
    }

    @Test
    void readsAKeyPublishedByAnotherImplementation() {
        // Go's checksum database, as every Go toolchain carries it.
        var go = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
        assertThat(NoteKeys.parse(go).text()).isEqualTo(go);
        assertThatThrownBy(() -> NoteKeys.parse(go.replace("033de0ae", "033de0af")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEntryHasOneEncoding() {
        var entry = MemoryLog.entry(3);
        assertThat(LogEntry.parse(entry).encode()).isEqualTo(entry);
        assertThat(new String(entry, StandardCharsets.UTF_8))
                .isEqualTo("{\"author\":\"" + "00".repeat(32) + "\",\"facts\":{\"n\":3},\"id\":\"eu-west-1.d.3\","
                        + "\"kind\":\"decision\",\"region\":\"eu-west-1\",\"time\":\"2026-11-22T10:00:03Z\",\"v\":1}");
        for (var bad : List.of(1.5, Float.NaN, new Object(), List.of(0.1), Map.of("k", 1.0), "\ud800"))
            assertThatThrownBy(() -> new EntryFacts(Map.of("k", bad))).isInstanceOf(IllegalArgumentException.class);
        var escaped = Map.of("k", "a\"\\\n\u0001\u00e9\ud83d\ude00/");
        assertThat(new String(CanonicalJson.write(escaped), StandardCharsets.UTF_8))
                .isEqualTo("{\"k\":\"a\\\"\\\\\\n\\u0001\u00e9\ud83d\ude00/\"}");
    }
}
