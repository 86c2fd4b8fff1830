package io.gatehouse.moderation.report.lint;

import static io.gatehouse.moderation.report.RandomReports.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.moderation.report.ProviderClass;
import io.gatehouse.moderation.report.RandomReports;
import io.gatehouse.moderation.report.ReportCsv;
import io.gatehouse.moderation.report.ReportWorkbook;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a report comes as is opened, and what comes as too much is not. */
class ReportFilesTest {
    @TempDir
    Path directory;

    private static List<Finding> lint(Path report) throws IOException {
        return ReportLint.lint(TEMPLATE, report, Optional.of(ProviderClass.VLOP))
                .findings();
    }

    private static List<Rule> rules(Path report) throws IOException {
        return lint(report).stream().map(Finding::rule).toList();
    }

    private interface Content {
        void write(OutputStream to) throws IOException;
    }

    private Path zip(String name, List<String> inside, Content content) throws IOException {
        Path file = directory.resolve(name);
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (String one : inside) {
                zip.putNextEntry(new ZipEntry(one));
                content.write(zip);
            }
        }
        return file;
    }

    private static void text(OutputStream to) throws IOException {
        to.write("a,b\r\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anArchiveThatUnpacksWithoutEndIsNotUnpacked() throws IOException {
        var zeros = new byte[1 << 20];
        Path bomb = zip("bomb.zip", List.of("3_member_states_orders.csv"), to -> {
            for (int i = 0; i < 257; i++) to.write(zeros);
        });
        assertThat(Files.size(bomb)).isLessThan(4 << 20);
        assertThat(rules(bomb)).contains(Rule.FILE_LIMIT).doesNotContain(Rule.FILE_UNKNOWN);
    }

    @Test
    void anArchiveWithinAnArchiveIsNoReport() throws IOException {
        var inner = Files.readAllBytes(zip("inner.zip", List.of("x.csv"), ReportFilesTest::text));
        assertThat(rules(zip("outer.zip", List.of("inner.xlsx"), to -> to.write(inner))))
                .contains(Rule.FILE_UNREADABLE);
    }

    @Test
    void anArchiveThatIsBrokenOrFullIsSaidToBe() throws IOException {
        Path whole = zip("whole.zip", List.of("x.csv"), ReportFilesTest::text);
        Path broken = directory.resolve("broken.zip");
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(broken, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(rules(broken)).contains(Rule.FILE_UNREADABLE);
        var many = java.util.stream.IntStream.range(0, ReportFiles.MAX_FILES + 1)
                .mapToObj(i -> "x" + i + ".csv")
                .toList();
        assertThat(rules(zip("many.zip", many, ReportFilesTest::text))).contains(Rule.FILE_LIMIT, Rule.FILE_UNKNOWN);
    }

    @Test
    void aSheetOfTooManyRowsIsLookedAtInPart() throws IOException {
        Path file = directory.resolve("10_AMAR.csv");
        Files.writeString(
                file,
                "Applicability,Service,Reporting period,Section,Indicator,Scope,Value\r\n"
                        + "x\r\n".repeat(ReportFiles.MAX_ROWS));
        assertThat(rules(file)).contains(Rule.FILE_LIMIT);
    }

    @Test
    void nothingIsNoReport() {
        assertThatThrownBy(() -> lint(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no .csv file");
    }

    @Test
    void oneSheetIsLookedAtAlone() throws IOException {
        var report = RandomReports.of(new SplittableRandom(1), ProviderClass.VLOP, 50);
        Path file = directory.resolve("4_notices.csv");
        Files.writeString(file, ReportCsv.of(report.tables().get(3)));
        assertThat(lint(file)).isEmpty();
        assertThat(rules(directory)).contains(Rule.SHEET_MISSING);
    }

    /** The workbook beside the sheets is the same report again, and not a second of each. */
    @Test
    void sheetsComeBeforeTheWorkbookBesideThem() throws IOException {
        var report = RandomReports.of(new SplittableRandom(1), ProviderClass.VLOP, 50);
        for (var table : report.tables())
            Files.writeString(directory.resolve(table.sheet().name() + ".csv"), ReportCsv.of(table));
        var bytes = new ByteArrayOutputStream();
        ReportWorkbook.write(report, bytes);
        Files.write(directory.resolve("report.xlsx"), bytes.toByteArray());
        assertThat(lint(directory)).isEmpty();
    }

    @Test
    void aWorkbooksCellsAreWhatTheyAre() throws IOException {
        Path file = directory.resolve("report.xlsx");
        try (var out = Files.newOutputStream(file)) {
            var workbook = new Workbook(out, "Test", null);
            var sheet = workbook.newWorksheet("10_AMAR");
            var header = TEMPLATE.sheet(10).header();
            var table = RandomReports.of(new SplittableRandom(1), ProviderClass.VLOP, 1)
                    .tables()
                    .get(9);
            for (int column = 0; column < header.size(); column++) sheet.value(0, column, header.get(column));
            for (int row = 0; row < table.rows().size(); row++)
                for (int column = 0; column < header.size(); column++)
                    sheet.value(row + 1, column, table.written().get(row).get(column));
            for (int row = 1; row <= 28; row++) sheet.value(row, 6, 7);
            sheet.formula(1, 6, "SUM(G3:G29)");
            sheet.value(2, 6, LocalDate.of(2026, 6, 30));
            sheet.style(2, 6).format("yyyy-mm-dd").set();
            sheet.value(3, 6, "12");
            sheet.value(4, 6, 12.5);
            sheet.value(5, 6, "12 million");
            workbook.finish();
        }
        assertThat(lint(file).stream().filter(finding -> finding.column().equals("Value")))
                .extracting(finding -> finding.rows() + " " + finding.rule().id())
                .contains("2 cell-formula", "3 cell-date", "4 cell-as-text", "5 count-decimal", "6 count-words");
    }

    @Test
    void aDateOfASpreadsheetIsUnderstoodAndNamed() throws IOException {
        Path file = directory.resolve("report.xlsx");
        try (var out = Files.newOutputStream(file)) {
            var workbook = new Workbook(out, "Test", null);
            var sheet = workbook.newWorksheet("1_report_identification");
            var table = RandomReports.of(new SplittableRandom(1), ProviderClass.VLOP, 1)
                    .tables()
                    .getFirst();
            for (int column = 0; column < 4; column++) {
                sheet.value(0, column, table.sheet().header().get(column));
                for (int row = 0; row < 5; row++)
                    sheet.value(row + 1, column, table.written().get(row).get(column));
            }
            sheet.value(2, 3, LocalDate.of(2036, 1, 1));
            sheet.style(2, 3).format("dd/mm/yyyy").set();
            workbook.finish();
        }
        assertThat(rules(file)).contains(Rule.CELL_DATE).doesNotContain(Rule.DATE_FORMAT, Rule.DATE_BLANK);
    }
}
