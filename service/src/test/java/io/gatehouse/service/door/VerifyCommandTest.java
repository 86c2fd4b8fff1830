package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.attestation.Inventory;
import io.gatehouse.service.command.GatehouseCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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

    /** Attested by the command line, recomputed by it and by hand; a line less, or another key, and it does not verify. */
    @Test
    void anAttestationIsFetchedAndVerifiedOffline() throws Exception {
        // A region in which no other test of this class writes; what is written between statement and lines would
        // differ.
        service.post("/v1/screenings", Screenings.from("SE"));
        Path copy = directory.resolve("attested");
        var fetched = command(
                service.keyIn("SE", "auditor"),
                "report",
                "attestation",
                "--url",
                service.url("").toString(),
                "--region",
                "eu-north-1",
                "--out",
                copy.toString());
        assertThat(fetched.output).contains(copy.toString());
        assertThat(fetched.exitCode).isZero();
        var verified = offline(copy);
        assertThat(verified.output)
                .contains("/eu-north-1 at ", ": verified, ")
                .contains(Inventory.values().length + " of " + Inventory.values().length + " kinds");
        assertThat(verified.exitCode).isZero();

        Path decisions = copy.resolve("decisions.txt");
        byte[] lines = Files.readAllBytes(decisions);
        long count = new String(lines, StandardCharsets.UTF_8).lines().count();
        assertThat(count).isPositive();
        assertThat(Files.readString(copy.resolve("attestation")))
                .contains("\ndecisions " + count + " sha256:"
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(lines))
                        + "\n");

        lines[0] ^= 1;
        Files.write(decisions, lines);
        var changed = offline(copy);
        assertThat(changed.exitCode).isEqualTo(1);
        assertThat(changed.output).contains("NOT VERIFIED: decisions: the digest is another");
        Files.writeString(decisions, "");
        assertThat(offline(copy).output).contains("decisions: attested are " + count + ", the file has 0");
        Files.write(
                copy.resolve("key"),
                service.get("/v1/regions/uk/log/key").response().body());
        var otherKey = offline(copy);
        assertThat(otherKey.exitCode).isEqualTo(1);
        assertThat(otherKey.output).startsWith("attestation: NOT VERIFIED: it ");
    }

    private record Ended(int exitCode, String output) {}

    private static Ended offline(Path copy) {
        var out = new StringWriter();
        int exitCode =
                GatehouseCommand.commandLine().setOut(new PrintWriter(out)).execute("verify", copy.toString());
        return new Ended(exitCode, out.toString());
    }

    /** In a process of its own, because the key comes from the environment. */
    private static Ended command(String key, String... arguments) throws IOException, InterruptedException {
        var line = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.gatehouse.service.Gatehouse"));
        line.addAll(List.of(arguments));
        var process = new ProcessBuilder(line).redirectErrorStream(true);
        process.environment().put("GATEHOUSE_API_KEY", key);
        Process started = process.start();
        String output = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(started.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(started.exitValue(), output);
    }

    /** Again until a checkpoint was signed. */
    private Ended verifyLive(Path copy) throws IOException, InterruptedException {
        Ended ended = new Ended(-1, "");
        for (int attempt = 0; attempt < 10 && !ended.output.contains("eu-west-1: verified."); attempt++) {
            ended = command(
                    RunningGatehouse.ADMIN_KEY,
                    "verify",
                    service.url("/v1/regions/eu-west-1/log").toString(),
                    "--save",
                    copy.toString());
        }
        return ended;
    }

    private static Path firstBundle(Path entries) throws IOException {
        try (var files = Files.walk(entries)) {
            return files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
        }
    }
}
