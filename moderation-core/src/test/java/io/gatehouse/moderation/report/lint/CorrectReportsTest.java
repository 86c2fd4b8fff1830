package io.gatehouse.moderation.report.lint;

import static io.gatehouse.moderation.Seeds.forAll;
import static io.gatehouse.moderation.report.RandomReports.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.report.ProviderClass;
import io.gatehouse.moderation.report.RandomReports;
import io.gatehouse.moderation.report.ReportCsv;
import io.gatehouse.moderation.report.ReportWorkbook;
import io.gatehouse.moderation.report.TransparencyReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing is found in a right report, of whatever class, size and form. */
class CorrectReportsTest {
    @TempDir
    Path directory;

    static Map<String, byte[]> files(TransparencyReport report) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (var table : report.tables())
            files.put(table.sheet().name() + ".csv", ReportCsv.of(table).getBytes(StandardCharsets.UTF_8));
        return files;
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsFoundInARightReport(ProviderClass provider) {
        forAll(8, random -> {
            var report = RandomReports.of(random, provider, random.nextInt(1, 400));
            assertThat(ReportLint.lint(TEMPLATE, files(report), Optional.of(provider))
                            .findings())
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void theClassIsTakenFromTheReport(ProviderClass provider) {
        var report = RandomReports.of(RandomGenerator.of("SplittableRandom"), provider, 300);
        var lint = ReportLint.lint(TEMPLATE, files(report), Optional.empty());
        assertThat(lint.provider()).isEqualTo(provider);
        assertThat(lint.guessed()).isTrue();
        assertThat(lint.findings()).isEmpty();
        assertThat(lint.period()).contains(report.subject().period());
    }

    @Test
    void theOtherCodeOfGreeceIsRightToo() {
        var report = RandomReports.of(
                RandomGenerator.of("SplittableRandom"), ProviderClass.VLOP, TEMPLATE.withGreece("EL"), 300);
        assertThat(new String(files(report).get("10_AMAR.csv"), StandardCharsets.UTF_8))
                .contains(",EL,")
                .doesNotContain(",GR,");
        for (var template : List.of(TEMPLATE, TEMPLATE.withGreece("EL")))
            assertThat(ReportLint.lint(template, files(report), Optional.of(ProviderClass.VLOP))
                            .findings())
                    .isEmpty();
    }

    @Test
    void directoryArchiveAndWorkbookAreTheSameReport() throws IOException {
        var report = RandomReports.of(RandomGenerator.of("SplittableRandom"), ProviderClass.VLOP, 200);
        var sheets = Files.createDirectory(directory.resolve("sheets"));
        var zipped = directory.resolve("report.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(zipped))) {
            for (var file : files(report).entrySet()) {
                Files.write(sheets.resolve(file.getKey()), file.getValue());
                zip.putNextEntry(new ZipEntry("report/" + file.getKey()));
                zip.write(file.getValue());
            }
        }
        var workbook = directory.resolve("report.xlsx");
        var bytes = new ByteArrayOutputStream();
        ReportWorkbook.write(report, bytes);
        Files.write(workbook, bytes.toByteArray());

        var ofSheets = ReportLint.lint(TEMPLATE, sheets, Optional.empty());
        assertThat(ofSheets.findings()).isEmpty();
        assertThat(ReportLint.lint(TEMPLATE, zipped, Optional.empty())).isEqualTo(ofSheets);
        var ofWorkbook = ReportLint.lint(TEMPLATE, workbook, Optional.empty());
        assertThat(ofWorkbook.findings()).extracting(Finding::rule).containsExactly(Rule.FILE_WORKBOOK);
        assertThat(ofWorkbook.hasFaults()).isFalse();
        assertThat(ofWorkbook.rows()).isEqualTo(ofSheets.rows());
    }

    /** What is written is what is read, cell by cell, in both forms. */
    @Test
    void everyCellComesBackAsItWasWritten() {
        forAll(3, random -> {
            var report = RandomReports.of(random, ProviderClass.VLOP, 60);
            var bytes = new ByteArrayOutputStream();
            ReportWorkbook.write(report, bytes);
            var findings = new Findings(TEMPLATE);
            var tabs = WorkbookReader.read("report.xlsx", bytes.toByteArray(), findings);
            for (int i = 0; i < report.tables().size(); i++) {
                var table = report.tables().get(i);
                var csv = new CsvReader(table.sheet().name(), findings)
                        .read(ReportCsv.of(table).getBytes(StandardCharsets.UTF_8));
                int width = table.sheet().header().size();
                for (var read : List.of(csv, tabs.get(i))) {
                    assertThat(texts(read.rows().getFirst(), width))
                            .isEqualTo(table.sheet().header());
                    var written = table.written();
                    for (int row = 0; row < written.size(); row++)
                        assertThat(texts(read.rows().get(row + 1), width)).isEqualTo(written.get(row));
                }
            }
            assertThat(findings.sorted()).isEmpty();
        });
    }

    private static List<String> texts(RawSheet.Row row, int width) {
        return java.util.stream.IntStream.range(0, width)
                .mapToObj(column -> row.cell(column).text().replace("\r\n", "\n"))
                .toList();
    }
}
