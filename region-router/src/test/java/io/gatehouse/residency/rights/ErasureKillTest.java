package io.gatehouse.residency.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.database.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} at the boundaries of an erasure's steps: a new process carries on, loses nothing of anyone else, leaves
 * nothing of the person behind, and the logs verify. The boundaries are enumerated, so that a new step is among them.
 */
class ErasureKillTest {
    @Test
    void carriesOnWhereItWasKilled() throws Exception {
        kill(List.of("DELETE_ROWS.DONE"));
    }

    @Test
    @Tag("long")
    void carriesOnFromEveryBoundaryOfEveryStep() throws Exception {
        var boundaries = new ArrayList<>(List.of("BEGUN"));
        for (var step : ErasureStep.values())
            for (var boundary : StepWatch.Boundary.values()) boundaries.add(step + "." + boundary);
        kill(boundaries);
    }

    private static void kill(List<String> boundaries) throws Exception {
        var data = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "erasing");
        try {
            var lines = new ArrayList<String>();
            for (int i = 0; i < boundaries.size(); i++)
                lines.addAll(runUntil("AT", data, "person" + i, boundaries.get(i)));
            lines.addAll(runUntil("CLOSED", data, "-", "NOWHERE"));
            // CERTIFY, once done, leaves nothing to carry on.
            var expected = new ArrayList<String>();
            for (int i = 0; i < boundaries.size(); i++)
                if (!boundaries.get(i).equals("CERTIFY.DONE"))
                    expected.add("ERASED person" + i + " certified=true left=0");
            assertThat(lines).filteredOn(line -> line.startsWith("ERASED ")).isEqualTo(expected);
            var bert = lines.stream().filter(line -> line.startsWith("BERT ")).toList();
            assertThat(bert.subList(1, bert.size()))
                    .as("rows and objects of somebody else")
                    .isEqualTo(Collections.nCopies(boundaries.size(), bert.get(1)));
            assertThat(bert.getFirst()).as("before anyone was there").isNotEqualTo(bert.get(1));
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("LOG "))
                    .hasSize(2 * (boundaries.size() + 1))
                    .allMatch(line -> line.contains("verified=true"));
        } finally {
            TestServer.deleteTree(data);
        }
    }

    /** Starts a process and kills it, with SIGKILL, when it says the word; one that says CLOSED ends by itself. */
    private static List<String> runUntil(String word, Path data, String person, String where) throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ErasingProcess.class.getName(),
                        data.toString(),
                        TestServer.PROGRAMS.toAbsolutePath().toString(),
                        person,
                        where)
                .redirectErrorStream(true)
                .start();
        var lines = new ArrayList<String>();
        try (BufferedReader out = process.inputReader()) {
            String line;
            while ((line = out.readLine()) != null) {
                lines.add(line);
                if (line.equals(word)) {
                    process.destroyForcibly();
                    return lines;
                }
            }
            throw new AssertionError("ended without " + word + " at " + where + ":\n" + String.join("\n", lines));
        } finally {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
