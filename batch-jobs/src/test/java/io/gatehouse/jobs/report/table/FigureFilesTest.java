package io.gatehouse.jobs.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One report in each of its forms. */
class FigureFilesTest {
    private static final Figures REPORT = report(3);

    private static Figures report(int rows) {
        var all = new ArrayList<List<Figure>>();
        for (int i = 0; i < rows; i++)
            all.add(List.of(
                    Figure.of(i == 0 ? "=HYPERLINK(\"x\")" : i == 1 ? "Ελλάδα, \"δύο\"" : "name <" + i + ">"),
                    Figure.of(1_234_567L + i),
                    Figure.of(0.25),
                    i == 2 ? new Figure.Hidden() : new Figure.Blank()));
        var table = new FigureTable(
                "numbers",
                "Numbers & more",
                List.of(
                        Column.text("name", "Name"),
                        Column.count("count", "Count"),
                        Column.share("share", "Share"),
                        Column.hours("hours", "Hours")),
                all,
                "jq '.a < 1'",
                Optional.of(new FigureTable.Chart("How many", 0, 1)));
        return new Figures(
                "test",
                "A test",
                "a law",
                "some days",
                Instant.parse("2026-11-30T12:00:00.515878934Z"),
                List.of("A note."),
                List.of(table));
    }

    @Test
    void machinesReadPlainNumbersAndNoFormula() {
        assertThat(FigureText.csv(REPORT.tables().getFirst()))
                .isEqualTo("name,count,share,hours\r\n\"'=HYPERLINK(\"\"x\"\")\",1234567,0.25,\r\n"
                        + "\"Ελλάδα, \"\"δύο\"\"\",1234568,0.25,\r\nname <2>,1234569,0.25,hidden\r\n");
        assertThat(FigureText.json(REPORT))
                .contains("1234567", "\"hidden\"", "\"kind\" : \"share\"")
                .doesNotContain("1,234");
    }

    @Test
    void theWorkbookHasNumbersAsNumbers(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("a.xlsx");
        try (var out = Files.newOutputStream(file)) {
            FigureWorkbook.write(REPORT, out);
        }
        var sheets = new ArrayList<String>();
        try (var zip = new ZipFile(file.toFile())) {
            for (var entry : Collections.list(zip.entries()))
                if (entry.getName().startsWith("xl/worksheets/sheet"))
                    sheets.add(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(sheets).hasSize(2);
        assertThat(String.join("", sheets)).contains("<v>1234567</v>").doesNotContain("<f>");
    }

    @Test
    void peopleReadNumbersToTheRightInTheirLanguageAndACleanPage() {
        String page = FigurePage.of(REPORT, Locale.GERMAN);
        assertThat(page)
                .contains("<td class=\"number\">1.234.567</td>", "<td class=\"number\">25\u00a0%</td>", ">hidden<")
                .contains("Made 2026-11-30T12:00:00Z.")
                .contains("td.number { text-align: right", "<svg ", "name &lt;2&gt;", "Numbers &amp; more")
                .doesNotContain("<script", "src=", "name <2>");
        assertThat(FigurePage.of(REPORT, Locale.ENGLISH)).contains("1,234,567", "25%");
    }

    @Test
    void thePdfHasEveryRowItsLettersAndItsPages() throws IOException {
        var bytes = new ByteArrayOutputStream();
        FigurePdf.write(report(150), Locale.ENGLISH, bytes);
        try (var document = Loader.loadPDF(bytes.toByteArray())) {
            String text = new PDFTextStripper().getText(document);
            assertThat(text)
                    .contains("A test", "1,234,567", "1,234,716", "Ελλάδα", "=HYPERLINK", "jq '.a < 1'")
                    .contains("1/" + document.getNumberOfPages());
            assertThat(document.getNumberOfPages()).isGreaterThan(3);
            assertThat(text.split("Count", -1)).as("the header on every page").hasSizeGreaterThan(3);
        }
    }
}
