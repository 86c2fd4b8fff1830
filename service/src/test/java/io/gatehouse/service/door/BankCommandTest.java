package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.Gatehouse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hash list in a file, into a bank of a running service and out of it again. */
class BankCommandTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    @TempDir
    Path directory;

    private record Ended(int exitCode, String output) {}

    private Ended gatehouse(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Gatehouse.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--url", service.url("/").toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GATEHOUSE_API_KEY", RunningGatehouse.ADMIN_KEY);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }

    @Test
    void aListGoesInWithItsWrongLinesNamedAndComesOut() throws Exception {
        String bank = RunningGatehouse.unique("list");
        service.post("/v1/banks", """
                {"region":"uk","name":"%s","owner":"ts","category":"spam","legal_basis":"y"}\
                """.formatted(bank));
        var text = new StringBuilder("hash,quality,notes\n");
        for (int i = 0; i < 2_500; i++)
            text.append(i == 2_200 ? "nothing" : "%064x".formatted(i)).append(",90,\n");
        text.append("%064x".formatted(3_000)).append(",101,\"two\nlines\"\n");
        var file = Files.writeString(directory.resolve("list.csv"), text);
        var imported = gatehouse("bank", "import", "uk", bank, file.toString(), "--provenance", "a list");
        assertThat(imported.output())
                .contains("line 2202: hash: ")
                .contains("line 2502: quality: ")
                .contains("2,501 rows: 2,499 hashes added, 0 known already, 2 wrong");
        assertThat(imported.exitCode()).isEqualTo(1);
        var out = directory.resolve("out.csv");
        var exported = gatehouse("bank", "export", "uk", bank, out.toString());
        assertThat(exported.output()).contains("2,499 hashes written");
        assertThat(Files.readAllLines(out))
                .hasSize(2_500)
                .startsWith(
                        "hash,quality,provenance,notes,disable_until,video,kind",
                        "%064x,90,a list,,,,pdq".formatted(0));
        service.delete("/v1/banks/uk/" + bank);
    }
}
