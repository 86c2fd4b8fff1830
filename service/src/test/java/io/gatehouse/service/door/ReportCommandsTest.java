package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.command.GatehouseCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What auditors type, as they type it: commands in a process of their own, because the key comes from the environment. */
@Tag("long")
class ReportCommandsTest {
    private static final int YEAR = LocalDate.now(ZoneOffset.UTC).getYear();
    private static final String FROM = YEAR + "-01-01";
    private static final String TO = YEAR + "-12-31";

    private final RunningGatehouse service = RunningGatehouse.shared();

    @TempDir
    Path directory;

    private record Ended(int exitCode, String output) {}

    private Ended command(String... arguments) throws IOException, InterruptedException {
        var line = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.gatehouse.service.Gatehouse"));
        line.addAll(List.of(arguments));
        var process = new ProcessBuilder(line).redirectErrorStream(true);
        process.environment().put("GATEHOUSE_API_KEY", RunningGatehouse.ADMIN_KEY);
        Process started = process.start();
        String output = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(started.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Ended(started.exitValue(), output);
    }

    private String url() {
        return service.url("").toString();
    }

    private String done(String... arguments) throws IOException, InterruptedException {
        var ended = command(arguments);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return ended.output();
    }

    @BeforeEach
    void something() {
        assertThat(service.post("/v1/screenings", Screenings.of("one " + TestPolicies.RESTRICTED))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theTransparencyReportIsMadeListedAndExplained() throws Exception {
        Path out = directory.resolve("report");
        String regions = "eu-west-1,eu-central-1";
        String made = done(
                "report",
                "dsa",
                "--url",
                url(),
                "--from",
                FROM,
                "--to",
                TO,
                "--draft",
                "--class",
                "vlop",
                "--regions",
                regions,
                "--out",
                out.toString());
        assertThat(made).contains(out.toString(), ", draft, sha256:");
        String id =
                made.lines().filter(line -> line.startsWith("r-")).findFirst().orElseThrow();
        id = id.substring(0, id.indexOf(','));
        assertThat(out.resolve("report.xlsx")).isNotEmptyFile();
        assertThat(Files.readString(out.resolve("6_own_initiative_TC.csv"))).contains("KEYWORD_HATE_SPEECH");
        assertThat(done("report", "list", "--url", url()))
                .containsPattern("(?m)^" + id + "  dsa +" + FROM + "/" + TO + "  draft ");
        for (String cell : List.of("6!F2", "8!G2", "9!G2")) {
            String explained = done("report", "dsa", "--url", url(), "--report", id, "--explain", cell);
            assertThat(explained)
                    .contains(cell + " is ")
                    .containsPattern("(?m)^" + cell.charAt(0) + "\\.\\w+ where ")
                    .doesNotContain("nothing was computed");
            if (cell.startsWith("6")) assertThat(explained).containsPattern("(?m)^[a-z0-9-]+\\.d\\.\\w+$");
        }
        assertThat(done("report", "dsa", "--url", url(), "--report", id, "--explain", "1!D2"))
                .contains("nothing was computed");
        var nowhere = command("report", "dsa", "--url", url(), "--report", id, "--explain", "44!A1");
        assertThat(nowhere.exitCode()).isNotZero();
        assertThat(nowhere.output()).contains("no sheet is called 44");
        // Somebody who has the files checks them.
        var lint = new StringWriter();
        int found = GatehouseCommand.commandLine()
                .setOut(new PrintWriter(lint))
                .execute("report", "lint", out.toString(), "--class", "vlop");
        assertThat(found).as(lint.toString()).isBetween(0, 1);
    }

    @Test
    void reportsOfTablesAreWrittenInEveryForm() throws Exception {
        for (String name : List.of("transfers", "statements", "quality")) {
            Path out = directory.resolve(name);
            done("report", name, "--url", url(), "--from", FROM, "--to", TO, "--out", out.toString());
            assertThat(out.resolve(name + ".xlsx")).isNotEmptyFile();
            assertThat(out.resolve(name + ".pdf")).isNotEmptyFile();
            assertThat(out.resolve(name + ".html")).isNotEmptyFile();
            assertThat(out.resolve(name + ".json")).isNotEmptyFile();
        }
        Path evidence = directory.resolve("evidence");
        var verified = command("verify", url() + "/v1/regions/eu-west-1/log", "--save", evidence.toString());
        assertThat(verified.output()).contains("eu-west-1: verified.");
        assertThat(done("report", "entries", evidence.resolve("eu-west-1").toString())
                        .lines())
                .anyMatch(line -> line.contains("\"kind\":\"decision\""));
        assertThat(command("report", "entries", directory.toString()).exitCode())
                .isEqualTo(2);
    }
}
