package io.gatehouse.service.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.Gatehouse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts read: the program in a process of its own, with its real logging. */
class StandardOutputTest {
    private static final Path SHIPPED = Path.of(System.getProperty("gatehouse.home", ".."))
            .resolve("policies")
            .toAbsolutePath();

    @TempDir
    Path directory;

    @Test
    void holdsTheAnswerAndNothingThatLibrariesSay() throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        int exitCode = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Gatehouse.class.getName(),
                        "policy",
                        "test",
                        SHIPPED.toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        assertThat(Files.readString(err, StandardCharsets.UTF_8)).isEmpty();
        assertThat(exitCode).isZero();
        assertThat(Files.readAllLines(out, StandardCharsets.UTF_8))
                .singleElement()
                .asString()
                .contains("are as their authors say");
    }
}
