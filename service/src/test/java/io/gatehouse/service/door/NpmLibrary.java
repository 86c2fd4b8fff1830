package io.gatehouse.service.door;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Libraries for JavaScript as others publish them, run by Node; where npm cannot get one, the test that asks is skipped. */
final class NpmLibrary {
    private static final long LONGEST_SECONDS = 60;

    private final Path directory;

    private NpmLibrary(Path directory) {
        this.directory = directory;
    }

    /** @param packages with their versions */
    static NpmLibrary install(Path directory, String... packages) throws Exception {
        var command = new String[8 + packages.length];
        String[] npm = {
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            "--prefer-offline",
            "--fetch-retries=0",
            "--fetch-timeout=10000"
        };
        System.arraycopy(npm, 0, command, 0, npm.length);
        System.arraycopy(packages, 0, command, npm.length, packages.length);
        Assumptions.assumeTrue(
                run(directory, Map.of(), command) == 0,
                "npm, or a package of " + String.join(", ", packages) + ", is not to be had here");
        return new NpmLibrary(directory);
    }

    /** What a script writes; it must end well. */
    String node(String script, Map<String, String> environment) throws Exception {
        Files.writeString(directory.resolve("script.cjs"), script);
        int ended = run(directory, environment, "node", "script.cjs");
        String output = Files.readString(directory.resolve("output"), StandardCharsets.UTF_8);
        if (ended != 0) throw new AssertionError("node ended with " + ended + ":\n" + output);
        return output;
    }

    /** @return -1 when there is no such program, or it took too long */
    private static int run(Path directory, Map<String, String> environment, String... command)
            throws InterruptedException {
        try {
            var builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            if (process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) return process.exitValue();
            process.destroyForcibly();
            return -1;
        } catch (IOException _) {
            return -1;
        }
    }
}
