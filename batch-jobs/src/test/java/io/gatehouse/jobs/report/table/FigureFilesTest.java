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
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
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

    private static Figures words(String... cells) {
        var rows = new ArrayList<List<Figure>>();
        for (String cell : cells) rows.add(List.of(Figure.of(cell), Figure.of(1_234_567L)));
        var table = new FigureTable(
                "words",
                "Words",
                List.of(Column.text("name", "Name"), Column.count("count", "Count")),
                rows,
                "",
                Optional.empty());
        return new Figures("test", "A test", "a law", "some days", REPORT.madeAt(), List.of(), List.of(table));
    }

    private static PDDocument pdf(Figures report, Locale reader) throws IOException {
        var bytes = new ByteArrayOutputStream();
        FigurePdf.write(report, reader, bytes);
        return Loader.loadPDF(bytes.toByteArray());
    }

    /** Every letter, with where it ends, in points from the top. */
    private static List<Float> bottoms(PDDocument document) throws IOException {
        var bottoms = new ArrayList<Float>();
        var stripper = new PDFTextStripper() {
            @Override
            protected void processTextPosition(TextPosition text) {
                bottoms.add(text.getYDirAdj());
                super.processTextPosition(text);
            }
        };
        stripper.getText(document);
        return bottoms;
    }

    @Test
    void aCellThatIsLongerThanAPageGoesOnOnTheNext() throws IOException {
        var word = new StringBuilder();
        for (int i = 0; i < 3_000; i++) word.append("word").append(i).append(' ');
        try (var document = pdf(words(word.toString()), Locale.ENGLISH)) {
            String text = new PDFTextStripper().getText(document);
            for (int i = 0; i < 3_000; i += 50) assertThat(text).contains("word" + i);
            float height = document.getPage(0).getMediaBox().getHeight();
            assertThat(bottoms(document)).as("on the paper").allMatch(at -> at > 0 && at < height);
        }
    }

    @Test
    void noHeaderStandsAloneAtTheEndOfAPage() throws IOException {
        for (int above = 0; above < 30; above++) {
            var first = report(above).tables().getFirst();
            var second = words("the first row of it").tables().getFirst();
            var both = new Figures(
                    "test", "A test", "a law", "some days", REPORT.madeAt(), List.of(), List.of(first, second));
            try (var document = pdf(both, Locale.ENGLISH)) {
                var stripper = new PDFTextStripper();
                for (int page = 1; page <= document.getNumberOfPages(); page++) {
                    stripper.setStartPage(page);
                    stripper.setEndPage(page);
                    String text = stripper.getText(document);
                    if (text.contains("Name Count\n"))
                        assertThat(text).as("of " + above).contains("the first row of it");
                }
            }
        }
    }

    @Test
    void lettersThatTheFontLacksAreNoQuestionMarksAndAreTold() throws IOException {
        try (var document = pdf(words("why? \u4e2d\ud83d\ude00", "\u05d0\u05d1 b"), Locale.ENGLISH)) {
            String text = new PDFTextStripper().getText(document);
            assertThat(text).contains("why? \u25a1\u25a1", "\u25a1 stands for a letter");
        }
        try (var document = pdf(
                words("\u0395\u03bb\u03bb\u03ac\u03b4\u03b1 \u0411\u044a\u043b\u0433\u0430\u0440\u0438\u044f"),
                Locale.ENGLISH)) {
            assertThat(new PDFTextStripper().getText(document)).doesNotContain("\u25a1");
        }
    }

    @Test
    void numbersAreReadableInEveryLanguage() throws IOException {
        for (String language : List.of("ar-EG", "fa", "mr", "my", "de", "bg", "x-none"))
            try (var document = pdf(words("a"), Locale.forLanguageTag(language))) {
                assertThat(new PDFTextStripper().getText(document).replaceAll("[^0-9]", ""))
                        .as(language)
                        .contains("1234567");
            }
    }

    @Test
    void codesStayWholeBesideLongWords() throws IOException {
        String code = "advertising_across_services";
        var table = new FigureTable(
                "words",
                "Words",
                List.of(Column.text("code", "Code"), Column.text("words", "Words")),
                List.of(List.of(Figure.of(code), Figure.of("many words ".repeat(80)))),
                "",
                Optional.empty());
        var report = new Figures("t", "A test", "a law", "some days", REPORT.madeAt(), List.of(), List.of(table));
        try (var document = pdf(report, Locale.ENGLISH)) {
            assertThat(new PDFTextStripper().getText(document)).contains(code);
        }
    }

    /** A spreadsheet program says of one letter that XML has not that the whole file is broken. */
    @Test
    void aWorkbookIsXmlWhateverItsWords(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("a.xlsx");
        try (var out = Files.newOutputStream(file)) {
            FigureWorkbook.write(
                    words("a\u0001b\u000bc", "lone \ud83d half", "\uffff", "a <b> & c", "=1+1", "+1", "@x"), out);
        }
        try (var zip = new ZipFile(file.toFile())) {
            for (var entry : Collections.list(zip.entries()))
                if (entry.getName().endsWith(".xml"))
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(zip.getInputStream(entry));
        }
    }

    @Test
    void pagesFitNarrowAndDarkScreens() {
        assertThat(FigurePage.of(REPORT, Locale.ENGLISH))
                .contains(
                        "width=device-width", "prefers-color-scheme: dark", "fill=\"currentColor\"", "overflow-x: auto")
                .doesNotContain("#1e293b\"");
    }
}
