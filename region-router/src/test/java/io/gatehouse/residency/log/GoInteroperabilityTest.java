package io.gatehouse.residency.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports pass a verifier that shares no code with us: Go's {@code sumdb/note} and {@code sumdb/tlog}. */
@Tag("long")
class GoInteroperabilityTest {
    private static final Path GO_PATH = Path.of("/usr/share/gocode");
    private static final Path SOURCE = Path.of("src", "test", "go", "verify.go").toAbsolutePath();

    @TempDir
    Path directory;

    private LogKey key;
    private Path program;

    @BeforeEach
    void build() throws Exception {
        assumeTrue(
                Files.isDirectory(GO_PATH.resolve("src/golang.org/x/mod"))
                        && run("go", "version").exit() == 0,
                "Go is absent: apt-get install golang-go golang-golang-x-mod-dev");
        program = directory.resolve("verify");
        var built = run("go", "build", "-o", program.toString(), SOURCE.toString());
        assertThat(built.exit()).as(built.output()).isZero();
        key = LogKey.openOrCreate(directory.resolve("log.key"), "gatehouse.test/eu-west-1");
    }

    @Test
    void goAcceptsWhatWeExport() throws Exception {
        for (int size : new int[] {1, 2, 255, 256, 257, 1_000, 66_000}) {
            var export = directory.resolve("export-" + size);
            var log = new MemoryLog(key).fill(size - size / 3);
            LogExporter.export(log, key.verifierKey(), export);
            LogExporter.export(log.fill(size), key.verifierKey(), export);
            var ours = LogVerifier.verifyDirectory(export);
            assertThat(ours.fault()).isEmpty();
            var root = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(ours.rootHash()));
            var theirs = run(program.toString(), export.toString());
            assertThat(theirs.output()).isEqualTo(size + " " + root + "\n");
        }
    }

    @Test
    void goRefusesWhatWeRefuse() throws Exception {
        var export = directory.resolve("export");
        LogExporter.export(new MemoryLog(key).fill(300), key.verifierKey(), export);
        for (var name : new String[] {"checkpoint", "tile/entries/001.p/44", "tile/0/000", "tile/1/000.p/1"}) {
            var file = export.resolve(name);
            var bytes = Files.readAllBytes(file);
            var changed = bytes.clone();
            changed[30] ^= 1;
            Files.write(file, changed);
            assertThat(LogVerifier.verifyDirectory(export).fault()).isPresent();
            assertThat(run(program.toString(), export.toString()).exit())
                    .as(name)
                    .isNotZero();
            Files.write(file, bytes);
        }
        assertThat(run(program.toString(), export.toString()).exit()).isZero();
    }

    private record Run(int exit, String output) {}

    private Run run(String... command) throws InterruptedException {
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            // As Debian installs Go packages: no modules, no network.
            builder.environment().put("GO111MODULE", "off");
            builder.environment().put("GOPATH", GO_PATH.toString());
            builder.environment().put("GOCACHE", directory.resolve("go-cache").toString());
            var process = builder.start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            return new Run(process.exitValue(), output);
        } catch (IOException e) {
            return new Run(-1, String.valueOf(e.getMessage()));
        }
    }
}
