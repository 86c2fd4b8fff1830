package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.command.GatehouseCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An auditor's way: keep a copy of the live log, and check it offline; one changed byte is named. */
class VerifyCommandTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    @TempDir
    Path directory;

    @Test
    void verifiesLiveAndOfflineAndNamesAChangedByte() throws IOException, InterruptedException {
        service.post("/v1/screenings", Screenings.of("for the auditor"));
        Path copy = directory.resolve("evidence");
        var live = verifyLive(copy);
        assertThat(live.output).contains("eu-west-1: verified.");
        assertThat(live.exitCode).isZero();

        var offline = offline(copy);
        assertThat(offline.output).contains("eu-west-1: verified.");
        assertThat(offline.exitCode).isZero();

        Path entries = firstBundle(copy.resolve("eu-west-1/tile/entries"));
        byte[] bytes = Files.readAllBytes(entries);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"verdict\"") + 12;
        bytes[at] ^= 1;
        Files.write(entries, bytes);
        var tampered = offline(copy);
        assertThat(tampered.exitCode).isEqualTo(1);
        assertThat(tampered.output).contains("eu-west-1: NOT VERIFIED: ").contains("entry");
    }

    private record Ended(int exitCode, String output) {}

    private static Ended offline(Path copy) {
        var out = new StringWriter();
        int exitCode =
                GatehouseCommand.commandLine().setOut(new PrintWriter(out)).execute("verify", copy.toString());
        return new Ended(exitCode, out.toString());
    }

    /** In a process of its own, because the key comes from the environment; again until a checkpoint was signed. */
    private Ended verifyLive(Path copy) throws IOException, InterruptedException {
        Ended ended = new Ended(-1, "");
        for (int attempt = 0; attempt < 10 && !ended.output.contains("eu-west-1: verified."); attempt++) {
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "io.gatehouse.service.Gatehouse",
                            "verify",
                            service.url("/v1/regions/eu-west-1/log").toString(),
                            "--save",
                            copy.toString())
                    .redirectErrorStream(true);
            process.environment().put("GATEHOUSE_API_KEY", RunningGatehouse.ADMIN_KEY);
            Process started = process.start();
            String output = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(started.waitFor(60, TimeUnit.SECONDS)).isTrue();
            ended = new Ended(started.exitValue(), output);
        }
        return ended;
    }

    private static Path firstBundle(Path entries) throws IOException {
        try (var files = Files.walk(entries)) {
            return files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
        }
    }
}
