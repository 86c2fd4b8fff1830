package io.gatehouse.moderation.report.lint;

import static io.gatehouse.moderation.report.RandomReports.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.report.ProviderClass;
import io.gatehouse.moderation.report.RandomReports;
import io.gatehouse.moderation.report.TransparencyReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reports as providers publish them: a right one as other programs and other countries write it. What is wrong is told once for each
 * column, whatever number of rows have it; nothing is told that is only its consequence, and what can be read is read.
 */
class DialectsTest {
    /** On one page: more than these nobody reads. */
    private static final int A_PAGE = 60;

    private static final String PERIOD = "Reporting period";
    private static final TransparencyReport RIGHT = RandomReports.of(new SplittableRandom(4), ProviderClass.VLOP, 400);

    @TempDir
    Path directory;

    /**
     * @param allowed rules that may be found; nothing else is wrong
     * @param wanted rules that must be found
     */
    private record Dialect(String name, Consumer<Draft> spoil, Set<Rule> wanted, Set<Rule> allowed) {}

    private static Dialect dialect(String name, Consumer<Draft> spoil, Rule... wanted) {
        return new Dialect(name, spoil, Set.of(wanted), Set.of());
    }

    private static Dialect also(Dialect of, Rule... allowed) {
        return new Dialect(of.name(), of.spoil(), of.wanted(), Set.of(allowed));
    }

    private static final int[] BY_CATEGORY = {3, 4, 5, 6};

    /** Changes every cell with a number in the sheets by category, as a spreadsheet of another country shows it. */
    private static Consumer<Draft> numbers(UnaryOperator<String> change) {
        return draft -> {
            for (int sheet : BY_CATEGORY) {
                var template = TEMPLATE.sheet(sheet);
                for (var value : template.values())
                    for (int row = 1; row < draft.rows(sheet).size(); row++) {
                        String there = draft.get(sheet, row, value.name());
                        if (there.matches("[0-9]+") && value.of().isEmpty())
                            draft.set(sheet, row, value.name(), change.apply(there));
                    }
            }
        };
    }

    private static String grouped(String digits, String separator) {
        return String.format(Locale.ROOT, "%,d", Long.parseLong(digits)).replace(",", separator);
    }

    private static void eachText(Draft draft, UnaryOperator<String> change) {
        for (int sheet = 1; sheet <= 11; sheet++) draft.text(sheet, change);
    }

    /** All cells quoted or not as the separator wants it. */
    private static String separated(List<List<String>> rows, String separator) {
        var text = new StringBuilder();
        for (var row : rows)
            text.append(row.stream()
                            .map(cell -> cell.contains(separator) || cell.contains("\"") || cell.contains("\n")
                                    ? '"' + cell.replace("\"", "\"\"") + '"'
                                    : cell)
                            .collect(Collectors.joining(separator)))
                    .append("\r\n");
        return text.toString();
    }

    private static Consumer<Draft> separator(String separator) {
        return draft -> {
            for (int sheet = 1; sheet <= 11; sheet++) {
                int at = sheet;
                draft.text(sheet, _ -> separated(draft.rows(at), separator));
            }
        };
    }

    private static Consumer<Draft> periods(UnaryOperator<String> change) {
        return draft -> {
            for (int sheet = 3; sheet <= 11; sheet++)
                for (int row = 1; row < draft.rows(sheet).size(); row++)
                    draft.set(sheet, row, PERIOD, change.apply(draft.get(sheet, row, PERIOD)));
        };
    }

    private static String german(String day) {
        return day.substring(8) + "." + day.substring(5, 7) + "." + day.substring(0, 4);
    }

    private static void blankBelow(Draft draft, int sheet, String... columns) {
        for (String column : columns) {
            String above = "";
            for (int row = 1; row < draft.rows(sheet).size(); row++) {
                String there = draft.get(sheet, row, column);
                if (there.equals(above)) draft.set(sheet, row, column, "");
                else above = there;
            }
        }
    }

    private static List<Dialect> dialects() {
        var all = new ArrayList<Dialect>();
        all.add(dialect("semicolons", separator(";"), Rule.SEPARATOR));
        all.add(dialect("tabs", separator("\t"), Rule.SEPARATOR));
        all.add(dialect("bars", separator("|"), Rule.SEPARATOR));
        all.add(also(dialect(
                "a title above, and semicolons",
                separator(";").andThen(draft -> {
                    for (int sheet = 1; sheet <= 11; sheet++) {
                        int at = sheet;
                        draft.text(sheet, _ -> "Report of Example, Inc., 2026\r\n" + separated(draft.rows(at), ";"));
                    }
                }),
                Rule.SEPARATOR,
                Rule.HEADER_LATE)));
        all.add(dialect(
                "what a spreadsheet hints at its separator",
                draft -> eachText(draft, text -> "sep=,\r\n" + text),
                Rule.HEADER_LATE));
        all.add(dialect("a mark", draft -> eachText(draft, text -> "\ufeff" + text), Rule.ENCODING_MARK));
        for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE))
            all.add(dialect(
                    charset.name(),
                    draft -> {
                        for (int sheet = 1; sheet <= 11; sheet++) draft.charset(sheet, charset);
                    },
                    Rule.ENCODING));
        all.add(dialect(
                "of Windows",
                draft -> {
                    draft.set(11, 1, "Value", "Modération à 100 €");
                    draft.charset(11, Charset.forName("windows-1252"));
                },
                Rule.ENCODING));
        all.add(dialect("1,234", numbers(digits -> grouped("1" + digits + "000", ",")), Rule.COUNT_SEPARATOR));
        for (String space : List.of(" ", "\u00a0", "\u202f", "'", "."))
            all.add(dialect(
                    "1" + space + "234",
                    numbers(digits -> grouped("1" + digits + "000", space)),
                    Rule.COUNT_SEPARATOR));
        all.add(dialect("1.234,0", numbers(digits -> grouped("1" + digits + "000", ".") + ",0"), Rule.COUNT_SEPARATOR));
        all.add(dialect(
                "1,234.00", numbers(digits -> grouped("1" + digits + "000", ",") + ".00"), Rule.COUNT_SEPARATOR));
        all.add(dialect("12.0", numbers(digits -> digits + ".0"), Rule.COUNT_DECIMAL));
        for (String nothing : List.of("N/A", "-", "n.a.", "–"))
            all.add(dialect(
                    "0 as " + nothing, numbers(digits -> digits.equals("0") ? nothing : digits), Rule.BLANK_WORD));
        all.add(dialect("text in number columns", numbers(digits -> "see our website"), Rule.COUNT_TEXT));
        all.add(dialect(
                "powers of ten", numbers(digits -> digits.equals("0") ? "1.2E+05" : digits), Rule.COUNT_SCIENTIFIC));
        all.add(dialect("endless powers of ten", numbers(digits -> "1e999999999"), Rule.COUNT_TEXT));
        all.add(dialect(
                "percent signs",
                draft -> {
                    for (int row = 1; row < draft.rows(8).size(); row++)
                        if (draft.get(8, row, "Indicator").startsWith("Accuracy")) draft.set(8, row, "Value", "97,5 %");
                },
                Rule.SHARE_PERCENT));
        all.add(dialect(
                "shares over 1",
                draft -> {
                    for (int row = 1; row < draft.rows(8).size(); row++)
                        if (draft.get(8, row, "Indicator").startsWith("Accuracy")) draft.set(8, row, "Value", "97.5");
                },
                Rule.SHARE_OVER_ONE));
        all.add(dialect("01.01.2026 - 30.06.2026", periods(DialectsTest::germanPeriod), Rule.PERIOD_FORMAT));
        all.add(dialect("with spaces", periods(period -> period.replace("/", " / ")), Rule.PERIOD_FORMAT));
        all.add(dialect("H1 2026", periods(DialectsTest::half), Rule.PERIOD_FORMAT));
        all.add(dialect(
                "2026/01/01 to 2026/06/30",
                periods(period -> period.replace("/", " to ").replace("-", "/")),
                Rule.PERIOD_FORMAT));
        all.add(also(
                dialect(
                        "half a year instead of a year, in words",
                        periods(period -> period.substring(0, 4)),
                        Rule.PERIOD_FORMAT,
                        Rule.PERIOD_CYCLE),
                Rule.PERIOD_IDENTIFICATION,
                Rule.PUBLISHED_EARLY));
        all.add(dialect(
                "a day of publication as in Germany",
                draft -> draft.set(1, 2, "Value", german(draft.get(1, 2, "Value"))),
                Rule.DATE_FORMAT));
        all.add(also(
                dialect(
                        "published late, as Americans write it",
                        draft -> draft.set(1, 2, "Value", "12/31/2035"),
                        Rule.DATE_FORMAT,
                        Rule.PUBLISHED_LATE),
                Rule.PREVIOUS_AFTER));
        all.add(dialect(
                "sheets by number",
                draft -> {
                    for (int sheet = 1; sheet <= 11; sheet++) draft.rename(sheet, Integer.toString(sheet));
                },
                Rule.FILE_NAME));
        all.add(also(
                dialect(
                        "names cut off",
                        draft -> {
                            for (int sheet = 1; sheet <= 11; sheet++) {
                                String name = "example_share_2026_H1_"
                                        + TEMPLATE.sheet(sheet).name();
                                draft.rename(sheet, name.substring(0, Math.min(name.length(), 31)));
                            }
                        },
                        Rule.FILE_NAME),
                Rule.FILE_NAME_LONGER));
        all.add(dialect(
                "Sheet1 to Sheet11",
                draft -> {
                    for (int sheet = 1; sheet <= 11; sheet++) draft.rename(sheet, "Sheet" + sheet);
                },
                Rule.FILE_NAME));
        all.add(also(
                dialect(
                        "notes below",
                        draft -> {
                            for (int sheet = 3; sheet <= 10; sheet++)
                                for (String note : List.of("", "* Numbers are estimates.", "Source: our database")) {
                                    var row = new ArrayList<>(Collections.nCopies(
                                            draft.rows(sheet).getFirst().size(), ""));
                                    row.set(0, note);
                                    draft.rows(sheet).add(row);
                                }
                        },
                        Rule.ROW_NOTE),
                Rule.ROW_BLANK));
        all.add(dialect(
                "headers in another language",
                draft -> {
                    for (int sheet : new int[] {4, 9}) {
                        var header = draft.rows(sheet).getFirst();
                        for (int i = 0; i < header.size(); i++) header.set(i, "Überschrift Nummer " + (char) ('A' + i));
                    }
                },
                Rule.HEADER_NONE));
        all.add(dialect(
                "cells merged, as CSV has them",
                draft -> {
                    blankBelow(draft, 7, "Applicability", "Service", PERIOD, "Section", "Indicator");
                    blankBelow(draft, 9, "Applicability", "Service", PERIOD, "Section", "Indicator");
                    blankBelow(draft, 3, "Applicability", "Service", PERIOD, "Scope");
                },
                Rule.APPLICABILITY_UNKNOWN,
                Rule.SERVICE_BLANK,
                Rule.PERIOD_BLANK,
                Rule.INDICATOR_UNKNOWN,
                Rule.SECTION_WRONG,
                Rule.SCOPE_UNKNOWN));
        all.add(dialect(
                "names of countries",
                draft -> {
                    for (int row = 1; row < draft.rows(3).size(); row++) {
                        String scope = draft.get(3, row, "Scope");
                        if (!scope.equals("TOTAL"))
                            draft.set(3, row, "Scope", Locale.of("", scope).getDisplayCountry(Locale.ENGLISH));
                    }
                },
                Rule.SCOPE_UNKNOWN));
        all.add(dialect(
                "scopes that nobody knows",
                draft -> {
                    for (int row = 1; row < draft.rows(3).size(); row++) {
                        String scope = draft.get(3, row, "Scope");
                        if (!scope.equals("TOTAL")) draft.set(3, row, "Scope", "Region " + scope);
                    }
                },
                Rule.SCOPE_UNKNOWN));
        all.add(dialect(
                "labels for codes",
                draft -> {
                    for (var category : TEMPLATE.categories()) {
                        draft.replaceAll(category.code(), category.label());
                        for (var sub : category.subs())
                            if (!sub.code().equals("KEYWORD_OTHER")) draft.replaceAll(sub.code(), sub.label());
                    }
                },
                Rule.CATEGORY_FORM,
                Rule.CATEGORY_UNKNOWN));
        all.add(dialect(
                "languages by name",
                draft -> {
                    for (int sheet : new int[] {8, 9})
                        for (int row = 1; row < draft.rows(sheet).size(); row++) {
                            String scope = draft.get(sheet, row, "Scope");
                            if (TEMPLATE.languages().contains(scope))
                                draft.set(sheet, row, "Scope", Locale.of(scope).getDisplayLanguage(Locale.ENGLISH));
                        }
                },
                Rule.LANGUAGE_NAME));
        all.add(dialect(
                "a sum off by one", draft -> draft.add(10, draft.row(10, "TOTAL"), "Value", 100), Rule.AMAR_SUM));
        all.add(also(dialect(
                "only what occurred",
                draft -> draft.rows(3)
                        .removeIf(row -> !row.get(5).equals("TOTAL")
                                && row.subList(6, 13).stream().allMatch(cell -> cell.isEmpty() || cell.equals("0"))),
                Rule.CATEGORY_MISSING_STATE)));
        all.add(dialect("no-break spaces", numbers(digits -> "\u00a0" + digits + "\u202f"), Rule.CELL_SPACES));
        all.add(dialect("the Union for the total", scopes(3, Map.of("TOTAL", "EU-27")), Rule.SCOPE_UNKNOWN));
        all.add(dialect(
                "names of countries with their codes",
                scopes(10, Map.of("CZ", "Czech Republic", "NL", "The Netherlands", "FR", "FR - France", "TOTAL", "EU")),
                Rule.SCOPE_UNKNOWN));
        for (int sheet : new int[] {8, 9})
            all.add(dialect(
                    "names of languages with their codes in sheet " + sheet,
                    scopes(
                            sheet,
                            Map.of("bg", "Bulgarian (bg)", "sl", "Slovene", "ga", "Irish Gaelic", "de", "de / German")),
                    Rule.LANGUAGE_NAME));
        all.add(also(dialect(
                "Northern Ireland",
                draft -> {
                    var more = new ArrayList<List<String>>();
                    for (var row : draft.rows(3))
                        if (row.get(draft.column(3, "Scope")).equals("TOTAL")) more.add(new ArrayList<>(row));
                    for (var row : more) row.set(draft.column(3, "Scope"), "XI");
                    draft.rows(3).addAll(more);
                },
                Rule.SCOPE_UNKNOWN)));
        all.add(dialect(
                "codes without what they begin with",
                draft -> {
                    for (int sheet : BY_CATEGORY)
                        for (var row : draft.rows(sheet))
                            row.replaceAll(cell -> cell.replaceFirst("^(STATEMENT_CATEGORY|KEYWORD)_", ""));
                },
                Rule.CATEGORY_FORM));
        all.add(dialect(
                "days as a spreadsheet counts them",
                draft -> {
                    for (int row = 2; row < draft.rows(1).size(); row++) {
                        var day = LocalDate.parse(draft.get(1, row, "Value"));
                        draft.set(
                                1,
                                row,
                                "Value",
                                Long.toString(ChronoUnit.DAYS.between(LocalDate.of(1899, 12, 30), day)));
                    }
                },
                Rule.DATE_FORMAT));
        all.add(also(
                dialect(
                        "published late, as a spreadsheet counts",
                        draft -> draft.set(1, 2, "Value", "49674"),
                        Rule.DATE_FORMAT,
                        Rule.PUBLISHED_LATE),
                Rule.PREVIOUS_AFTER));
        all.add(dialect(
                "two services in one report",
                draft -> {
                    for (int sheet = 1; sheet <= 11; sheet++) {
                        if (sheet == 2) continue;
                        int service = draft.column(sheet, "Service");
                        var more = new ArrayList<List<String>>();
                        for (var row :
                                draft.rows(sheet).subList(1, draft.rows(sheet).size())) {
                            more.add(new ArrayList<>(row));
                            more.getLast().set(service, "Another Service");
                        }
                        draft.rows(sheet).addAll(more);
                    }
                },
                Rule.SERVICE_DIFFERS));
        all.add(dialect("blank cells behind", draft -> eachText(draft, text -> text.replace("\r\n", ",,\r\n"))));
        return all;
    }

    private static Consumer<Draft> scopes(int sheet, Map<String, String> names) {
        return draft -> {
            for (int row = 1; row < draft.rows(sheet).size(); row++) {
                String scope = draft.get(sheet, row, "Scope");
                draft.set(sheet, row, "Scope", names.getOrDefault(scope, scope));
            }
        };
    }

    private static String germanPeriod(String period) {
        return german(period.substring(0, 10)) + " - " + german(period.substring(11));
    }

    private static String half(String period) {
        return (period.startsWith("01", 5) ? "H1 " : "H2 ") + period.substring(0, 4);
    }

    @TestFactory
    Stream<DynamicTest> aDialectIsToldOnceAndReadAllTheSame() {
        // Some in an ordinary run, all of them in the long one.
        int step = Integer.getInteger("property.share", 1) > 1 ? 6 : 1;
        var all = dialects();
        return java.util.stream.IntStream.range(0, all.size())
                .filter(i -> i % step == 0)
                .mapToObj(all::get)
                .map(dialect -> DynamicTest.dynamicTest(dialect.name(), () -> check(dialect)));
    }

    private void check(Dialect dialect) {
        var draft = new Draft(RIGHT);
        // A quote within a name is a matter of its own.
        draft.replaceAll("Example, \"Inc.\"", "Example Inc.");
        dialect.spoil().accept(draft);
        var lint = ReportLint.lint(TEMPLATE, draft.files(), Optional.of(ProviderClass.VLOP));
        var told = lint.told();
        var rules = told.stream().map(Finding::rule).collect(Collectors.toSet());
        assertThat(rules).containsAll(dialect.wanted());
        assertThat(told).as("on a page").hasSizeLessThan(A_PAGE);
        var expected = new java.util.HashSet<>(dialect.wanted());
        expected.addAll(dialect.allowed());
        assertThat(told)
                .as("nothing that is only a consequence")
                .allMatch(finding -> expected.contains(finding.rule()) || isOfNumbers(dialect, finding.rule()));
        assertThat(lint.sheets()).as("every sheet was known").isEqualTo(11);
    }

    /** Numbers that were made for the test do not add up, and say so. */
    private static boolean isOfNumbers(Dialect dialect, Rule rule) {
        boolean changed = Stream.of("COUNT_", "BLANK_WORD")
                .anyMatch(name -> dialect.wanted().stream()
                        .anyMatch(wanted -> wanted.name().startsWith(name)));
        return changed
                && Stream.of(
                                "SUM_",
                                "MEDIAN_",
                                "TRUSTED_",
                                "ITEMS_",
                                "RESTRICTIONS_",
                                "MEASURES_",
                                "AUTOMATED_",
                                "OTHER_",
                                "BLANK_MIXED",
                                "COUNT_")
                        .anyMatch(rule.name()::startsWith);
    }

    @Test
    void threeHundredRowsWithOneMistakeAreOneFinding() {
        var draft = new Draft(RIGHT);
        String column = "Number of orders to act against illegal content received";
        int changed = 0;
        for (int row = 1; row < draft.rows(3).size(); row += 1) {
            draft.set(3, row, column, grouped(Integer.toString(1000 + row), ","));
            changed++;
        }
        var lint = ReportLint.lint(TEMPLATE, draft.files(List.of(3)), Optional.of(ProviderClass.VLOP));
        var separators = lint.told().stream()
                .filter(finding -> finding.rule() == Rule.COUNT_SEPARATOR)
                .toList();
        assertThat(changed).isGreaterThan(300);
        assertThat(separators).hasSize(1);
        assertThat(separators.getFirst().times()).isEqualTo(changed);
        assertThat(separators.getFirst().rows()).isEqualTo("2-" + (changed + 1));
        assertThat(separators.getFirst().wrong())
                .isEqualTo("'1,001'; and " + (changed - 1) + " more like it, such as"
                        + " '1,002' (row 3); '1,003' (row 4)");
    }

    private static Map<String, byte[]> csv(Draft draft) {
        return draft.files();
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private List<Finding> lint(String name, byte[] bytes) throws IOException {
        Path file = directory.resolve(name);
        Files.write(file, bytes);
        return ReportLint.lint(TEMPLATE, file, Optional.of(ProviderClass.VLOP)).told();
    }

    @Test
    void whateverItComesIn() throws IOException {
        var files = csv(new Draft(RIGHT));
        var below = new LinkedHashMap<String, byte[]>();
        files.forEach((name, bytes) -> below.put("Report 2026/Example Share/" + name, bytes));
        below.put("__MACOSX/._x.csv", new byte[] {1, 2});
        assertThat(lint("below.zip", zip(below))).isEmpty();
        assertThat(lint("two.zip", zip(Map.of("inner.zip", zip(files)))))
                .extracting(Finding::rule)
                .contains(Rule.FILE_UNREADABLE);
        for (var form : Map.of(
                        "old.xls", new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0},
                        "report.pdf", "%PDF-1.7".getBytes(StandardCharsets.US_ASCII),
                        "page.csv", "<!DOCTYPE html><html>".getBytes(StandardCharsets.US_ASCII))
                .entrySet())
            assertThat(lint(form.getKey(), form.getValue()))
                    .extracting(Finding::rule)
                    .contains(Rule.FILE_UNREADABLE);
        Path unpacked = Files.createDirectories(directory.resolve("unpacked/report"));
        for (var file : files.entrySet()) Files.write(unpacked.resolve(file.getKey()), file.getValue());
        assertThat(ReportLint.lint(TEMPLATE, directory.resolve("unpacked"), Optional.of(ProviderClass.VLOP))
                        .findings())
                .isEmpty();
    }

    private interface Tabs {
        void write(int number, Worksheet tab);
    }

    /** A workbook as people make it: numbers as numbers, text as text. */
    private byte[] workbook(Draft draft, Tabs more) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var workbook = new Workbook(bytes, "Test", null);
        for (var sheet : TEMPLATE.sheets()) {
            var tab = workbook.newWorksheet(sheet.name());
            var rows = draft.rows(sheet.number());
            for (int row = 0; row < rows.size(); row++)
                for (int column = 0; column < rows.get(row).size(); column++) {
                    String cell = rows.get(row).get(column);
                    if (cell.isEmpty()) continue;
                    if (row > 0 && cell.matches("[0-9]+(\\.[0-9]+)?")) tab.value(row, column, Double.valueOf(cell));
                    else tab.value(row, column, cell);
                }
            more.write(sheet.number(), tab);
        }
        workbook.finish();
        return bytes.toByteArray();
    }

    @Test
    void workbooksAsPeopleMakeThem() throws IOException {
        var draft = new Draft(RIGHT);
        assertThat(lint("plain.xlsx", workbook(draft, (_, _) -> {})))
                .extracting(Finding::rule)
                .containsExactly(Rule.FILE_WORKBOOK);
        int states = draft.row(10, "TOTAL");
        assertThat(lint("formulas.xlsx", workbook(draft, (number, tab) -> {
                    if (number == 5)
                        for (int row = 1; row < 90; row++) tab.formula(row, 5, "SUM(G" + row + ":U" + row + ")");
                })))
                .extracting(Finding::rule)
                .contains(Rule.CELL_FORMULA)
                .hasSizeLessThan(A_PAGE);
        blankBelow(draft, 7, "Indicator", "Section");
        var merged = lint("merged.xlsx", workbook(draft, (number, tab) -> {
            if (number == 7) {
                merge(draft, tab, draft.column(7, "Indicator"));
                merge(draft, tab, draft.column(7, "Section"));
            }
            if (number == 10) tab.hideRow(states + 2);
        }));
        assertThat(merged)
                .extracting(Finding::rule)
                .containsExactlyInAnyOrder(Rule.FILE_WORKBOOK, Rule.CELLS_MERGED, Rule.HIDDEN);
        assertThat(merged)
                .filteredOn(finding -> finding.rule() == Rule.HIDDEN)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.sheet()).isEqualTo("10_AMAR");
                    assertThat(finding.wrong()).isEqualTo("1 rows are hidden");
                });
    }

    private static void merge(Draft draft, Worksheet tab, int column) {
        int rows = draft.rows(7).size();
        int from = 1;
        for (int row = 2; row <= rows; row++) {
            boolean goesOn = row < rows && draft.rows(7).get(row).get(column).isEmpty();
            if (goesOn) continue;
            if (row - 1 > from) tab.range(from, column, row - 1, column).merge();
            from = row;
        }
    }
}
