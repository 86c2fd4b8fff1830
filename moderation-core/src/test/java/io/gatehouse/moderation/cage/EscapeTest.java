package io.gatehouse.moderation.cage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.moderation.decode.EscapeAttempt;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A decoder in the hands of an attacker, who can run any code in it. */
class EscapeTest {
    @TempDir
    Path directory;

    @Test
    void theListOfSystemCallsAloneHoldsACapturedDecoder() throws Exception {
        var said = attempt(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx160m",
                        "-XX:+UseSerialGC",
                        "-XX:CompressedClassSpaceSize=32m",
                        "-XX:ReservedCodeCacheSize=32m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path")),
                true);
        // The attempts are sound: all of them come through while the doors are open.
        assertThat(said).contains("before socket true", "before read true", "before write true", "before program true");
        assertThat(said).contains("after socket false", "after read false", "after write false", "after program false");
        assertThat(said).endsWith("alive");
    }

    @Test
    void bubblewrapAloneHoldsACapturedDecoder() throws Exception {
        assumeTrue(isInstalled("bwrap"), "bubblewrap is not installed");
        try (var files = WorkerFiles.unpack(Senses.NONE)) {
            var command =
                    new ArrayList<>(WorkerCommand.of(CageKind.BUBBLEWRAP, files, MediaLimits.DEFAULT, Senses.NONE));
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator))
                if (Files.exists(Path.of(entry)))
                    command.addAll(command.indexOf("--proc"), List.of("--ro-bind", entry, entry));
            var java = new ArrayList<>(command.subList(0, command.indexOf("-cp")));
            java.addAll(List.of("-cp", System.getProperty("java.class.path")));
            var said = attempt(java, false);
            assertThat(said).contains("after socket false", "after read false", "after write false");
            assertThat(said).endsWith("alive");
        }
    }

    static boolean isInstalled(String program) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator))
            if (Files.isExecutable(Path.of(folder, program))) return true;
        return false;
    }

    private List<String> attempt(List<String> java, boolean closesItsDoors) throws IOException, InterruptedException {
        var secret = Files.writeString(directory.resolve("secret"), "secret");
        try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var command = new ArrayList<>(java);
            command.add(EscapeAttempt.class.getName());
            command.addAll(List.of(
                    Integer.toString(server.getLocalPort()), secret.toString(), Boolean.toString(closesItsDoors)));
            var process = new ProcessBuilder(command)
                    .redirectError(directory.resolve("err").toFile())
                    .start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(process.waitFor())
                    .as(Files.readString(directory.resolve("err")))
                    .isZero();
            return said;
        }
    }
}
