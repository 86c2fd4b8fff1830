package io.gatehouse.service.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The check of a transparency report, as people and scripts call it. */
class ReportLintCommandTest {
    private static final String POLICIES = Path.of(System.getProperty("gatehouse.home", ".."))
            .resolve("policies")
            .toString();

    @TempDir
    Path directory;

    private Path sheet;

    private record Ended(int exitCode, String out, String err) {}

    private static Ended run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = GatehouseCommand.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Ended(exitCode, out.toString(), err.toString());
    }

    private Ended lint(String... more) {
        var arguments = new java.util.ArrayList<>(
                java.util.List.of("report", "lint", sheet.toString(), "--policy", POLICIES, "--class", "vlop"));
        arguments.addAll(java.util.List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    @BeforeEach
    void aSheet() throws IOException {
        sheet = directory.resolve("1_report_identification.csv");
        write("2026-08-20");
    }

    private void write(String published) throws IOException {
        Files.writeString(sheet, """
                Applicability,Service,Indicator,Value\r
                All,Example Share,Name of the service provider,<Example> Inc.\r
                All,Example Share,Date of the publication of the report,%s\r
                All,Example Share,Date of the publication of the latest previous report,\r
                All,Example Share,Starting date of reporting period,2026-01-01\r
                All,Example Share,Ending date of reporting period,2026-06-30\r
                """.formatted(published));
    }

    @Test
    void aRightSheetEndsWithZero() {
        var ended = lint();
        assertThat(ended.err).isEmpty();
        assertThat(ended.out).contains("0 errors, 0 warnings, 0 notes in 1 sheet and 5 rows");
        assertThat(ended.exitCode).isZero();
    }

    @Test
    void aFaultEndsWithOneAndIsTold() throws IOException {
        write("20/08/2026");
        var ended = lint();
        assertThat(ended.exitCode).isEqualTo(1);
        assertThat(ended.out)
                .contains("1 error, 0 warnings")
                .contains("error    date-format                 row 3, Value")
                .contains("is      '20/08/2026'")
                .contains("right   a day such as 2026-08-31")
                .contains("Implementing Regulation (EU) 2024/2835, Annex II; DSA Art. 15(1)");
    }

    @Test
    void programsAndSpreadsheetsReadItToo() throws IOException {
        write("=cmd|'/c calc'!A1");
        var json = JsonMapper.shared().readTree(lint("--format", "json").out);
        assertThat(json.at("/errors").intValue()).isEqualTo(1);
        assertThat(json.at("/findings/0/rule").asString()).isEqualTo("date-format");
        assertThat(json.at("/findings/0/row").intValue()).isEqualTo(3);
        Path csv = directory.resolve("findings.csv");
        var ended = lint("--format", "csv", "--out", csv.toString());
        assertThat(ended.exitCode).isEqualTo(1);
        assertThat(ended.out).isEmpty();
        assertThat(Files.readString(csv))
                .startsWith(
                        "severity,rule,sheet,row,to_row,column,wrong,right,words,source,times\r\nerror,date-format,")
                .doesNotContain(",=cmd");
        assertThat(lint("--format", "html").out)
                .contains("<td class=\"number\">3</td>", "date-format", ".number { text-align: right")
                .doesNotContain("<Example>");
    }

    @Test
    void wrongUseEndsWithTwo() {
        assertThat(lint("--format", "pdf").err).contains("--format must be one of table, json, csv, html: pdf");
        assertThat(lint("--format", "pdf").exitCode).isEqualTo(2);
        assertThat(run("report", "lint", sheet.toString(), "--policy", POLICIES, "--class", "giant").exitCode)
                .isEqualTo(2);
        var nowhere = run("report", "lint", directory.resolve("nowhere").toString(), "--policy", POLICIES);
        assertThat(nowhere.exitCode).isEqualTo(2);
        assertThat(nowhere.err).contains("cannot read");
        assertThat(run("report").err).contains("lint");
    }
}
