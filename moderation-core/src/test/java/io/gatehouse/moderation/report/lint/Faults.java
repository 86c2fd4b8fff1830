package io.gatehouse.moderation.report.lint;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Faults as people make them in a VLOP's report, each with the rule that must find it. */
final class Faults {
    private static final String PERIOD = "Reporting period";
    private static final String OTHER = "Description of the sub-category \"Other\"";
    private static final String CATEGORY = "Category of illegal content";
    private static final String MEASURES = "Number of measures taken at the provider's own initiative";
    private static final String DETECTED = "Number of measures taken after detection with solely automated means";
    private static final String ORDERS = "Number of orders to act against illegal content received";
    private static final String ORDER_ITEMS =
            "Number of specific items of information included in the total number of orders to act against illegal content";
    private static final String NOTICES = "Number of notices received";
    private static final String COMPLAINTS = "Number of complaints submitted to the internal-complaints mechanism";
    private static final String DISPUTES = "Number of disputes submitted to out-of-court dispute settlement bodies";
    private static final String SOLELY = "Number of measures solely taken by automated means";
    private static final String TRUSTED = " (Trusted Flagger notices)";
    private static final String ACTION_TIME = "Median time to take action";

    private final List<Fault> faults = new ArrayList<>();

    static List<Fault> all() {
        var all = new Faults();
        all.counts();
        all.times();
        all.shares();
        all.periods();
        all.files();
        all.headers();
        all.rows();
        all.categories();
        all.sums();
        all.relations();
        all.appeals();
        all.automated();
        all.people();
        all.texts();
        return all.faults;
    }

    private void fault(Rule expected, int sheet, String name, Consumer<Draft> spoil) {
        faults.add(new Fault(name, expected, sheet, spoil));
    }

    private void cell(Rule expected, int sheet, String header, String value, String... row) {
        fault(
                expected,
                sheet,
                "'" + value + "' in " + header + " of sheet " + sheet,
                draft -> draft.set(sheet, draft.row(sheet, row), header, value));
    }

    private void counts() {
        Map<String, Rule> forms = new LinkedHashMap<>();
        forms.put("1,234", Rule.COUNT_SEPARATOR);
        forms.put("1 234 567", Rule.COUNT_SEPARATOR);
        forms.put("1.234", Rule.COUNT_SEPARATOR);
        forms.put("1'234", Rule.COUNT_SEPARATOR);
        forms.put("12.0", Rule.COUNT_DECIMAL);
        forms.put("12,5", Rule.COUNT_DECIMAL);
        forms.put("12 %", Rule.COUNT_PERCENT);
        forms.put("-5", Rule.COUNT_NEGATIVE);
        forms.put("> 45", Rule.COUNT_INEXACT);
        forms.put("10-20", Rule.COUNT_INEXACT);
        forms.put("45+", Rule.COUNT_INEXACT);
        forms.put("1.2E+05", Rule.COUNT_SCIENTIFIC);
        forms.put("12 in all", Rule.COUNT_WORDS);
        forms.put("many", Rule.COUNT_TEXT);
        forms.put("N/A", Rule.BLANK_WORD);
        forms.put("-", Rule.BLANK_WORD);
        forms.put("NaN", Rule.BLANK_WORD);
        forms.put("=SUM(G3:G9)", Rule.CELL_FORMULA);
        forms.put("#REF!", Rule.CELL_ERROR);
        forms.put(" 12 ", Rule.CELL_SPACES);
        forms.forEach((value, rule) -> {
            cell(rule, 3, ORDERS, value, "KEYWORD_DEFAMATION", "DE");
            cell(rule, 4, NOTICES, value, "TOTAL");
            cell(rule, 5, MEASURES, value, "KEYWORD_PHISHING");
            cell(rule, 6, "Account restriction Suspension", value, "STATEMENT_CATEGORY_SELF_HARM");
            cell(rule, 7, "Value", value, COMPLAINTS, "Decisions upheld");
            cell(rule, 10, "Value", value, "FR");
        });
        for (String value : List.of("12,5", "about 12", "-3", "many")) cell(Rule.NUMBER_FORM, 9, "Value", value, "fr");
        cell(Rule.BLANK_WORD, 9, "Value", "n/a", "fr");
    }

    private void times() {
        Map<String, Rule> forms = new LinkedHashMap<>();
        forms.put("3 h", Rule.HOURS_UNIT);
        forms.put("2 days", Rule.HOURS_UNIT);
        forms.put("00:30:00", Rule.HOURS_UNIT);
        forms.put("PT3H", Rule.HOURS_UNIT);
        forms.put("3,5", Rule.HOURS_COMMA);
        forms.put("1,234.5", Rule.HOURS_COMMA);
        forms.put("-3", Rule.HOURS_NEGATIVE);
        forms.put("immediately", Rule.HOURS_TEXT);
        forms.put("99999", Rule.HOURS_LONG);
        forms.put("n.a.", Rule.BLANK_WORD);
        forms.forEach((value, rule) -> {
            cell(rule, 3, "Median time to give effect to the order to act against illegal content", value, "TOTAL");
            cell(rule, 4, ACTION_TIME, value, "TOTAL");
            cell(rule, 7, "Value", value, DISPUTES, "Median time");
        });
        cell(
                Rule.MEDIAN_MISSING,
                3,
                "Median time to inform the authority of the receipt of the order to provide information",
                "",
                "TOTAL");
        cell(
                Rule.MEDIAN_MISSING_EFFECT,
                3,
                "Median time to give effect to the order to provide information",
                "",
                "TOTAL");
        cell(Rule.MEDIAN_MISSING, 4, ACTION_TIME, "", "STATEMENT_CATEGORY_VIOLENCE");
        cell(Rule.MEDIAN_ZERO, 4, ACTION_TIME, "0", "TOTAL");
        cell(Rule.MEDIAN_OUTSIDE, 4, ACTION_TIME, "8000", "TOTAL");
        cell(Rule.MEDIAN_OUTSIDE, 4, ACTION_TIME + TRUSTED, "8000", "TOTAL");
        cell(
                Rule.MEDIAN_OUTSIDE,
                3,
                "Median time to inform the authority of the receipt of the order to act against illegal content",
                "8500",
                "TOTAL");
        cell(Rule.MEDIAN_OUTSIDE, 4, ACTION_TIME, "8000", "STATEMENT_CATEGORY_SCAMS_AND_FRAUD");
        fault(Rule.MEDIAN_OF_NOTHING, 4, "a median without actions", draft -> {
            for (int i = 1; i < draft.rows(4).size(); i++) {
                draft.set(4, i, "Number of actions taken on the basis of the law", "0");
                draft.set(4, i, "Number of actions taken on the basis of the terms and conditions of the service", "0");
            }
        });
        fault(Rule.MEDIAN_AVERAGED, 4, "categories are averages of their parts", draft -> {
            int column = draft.column(4, ACTION_TIME);
            var rows = draft.rows(4);
            for (int i = 2; i < rows.size(); i++) {
                if (!rows.get(i).get(3).startsWith("STATEMENT")) continue;
                var parts = new ArrayList<Double>();
                for (int j = i + 1; j < rows.size() && rows.get(j).get(3).startsWith("KEYWORD"); j++)
                    if (!rows.get(j).get(column).isEmpty()
                            && Double.parseDouble(rows.get(j).get(column)) > 0)
                        parts.add(Double.valueOf(rows.get(j).get(column)));
                if (parts.size() > 2)
                    rows.get(i)
                            .set(
                                    column,
                                    String.format(
                                            java.util.Locale.ROOT,
                                            "%.4f",
                                            parts.stream()
                                                    .mapToDouble(d -> d)
                                                    .average()
                                                    .orElse(0)));
            }
        });
    }

    private void shares() {
        Map<String, Rule> forms = new LinkedHashMap<>();
        forms.put("97.55", Rule.SHARE_OVER_ONE);
        forms.put("1.01", Rule.SHARE_OVER_ONE);
        forms.put("98.80%", Rule.SHARE_PERCENT);
        forms.put("0,98", Rule.SHARE_COMMA);
        forms.put("-0.2", Rule.SHARE_NEGATIVE);
        forms.put("high", Rule.SHARE_TEXT);
        forms.put("N/A", Rule.BLANK_WORD);
        forms.forEach((value, rule) -> {
            cell(rule, 7, "Value", value, "Percentage of outcomes implemented");
            cell(rule, 8, "Value", value, "Accuracy of the automated means - Recall", "en");
            cell(rule, 8, "Value", value, "Accuracy of the automated means - Accuracy", "NAM Total");
        });
    }

    private void periods() {
        for (int sheet = 3; sheet <= 11; sheet++) {
            int at = sheet;
            fault(
                    Rule.PERIOD_NOT_REAL,
                    sheet,
                    "a day that spreadsheets make",
                    draft -> draft.set(at, draft.rows(at).size() - 1, PERIOD, "2026-01-01/2026-06-57"));
            fault(
                    Rule.PERIOD_DIFFERS,
                    sheet,
                    "another year in one row",
                    draft -> draft.set(at, 1, PERIOD, "2031-01-01/2031-06-30"));
        }
        fault(
                Rule.PERIOD_DIFFERS,
                10,
                "another period in a sheet",
                draft -> draft.setAll(10, PERIOD, "2031-01-01/2031-06-30"));
        fault(Rule.PERIOD_BLANK, 11, "no period in a sheet", draft -> draft.setAll(11, PERIOD, ""));
        fault(Rule.PERIOD_BACKWARDS, 8, "backwards", draft -> draft.set(8, 2, PERIOD, "2026-06-30/2026-01-01"));
        for (String form : List.of(
                "01/01/2026-30/06/2026", "H1 2026", "2026-1-1/2026-6-30", "2026-01-01 - 2026-06-30", "2026-01-01"))
            fault(Rule.PERIOD_FORMAT, 5, form, draft -> draft.set(5, 3, PERIOD, form));
        fault(Rule.PERIOD_CYCLE, 0, "a whole year of a VLOP", draft -> period(draft, "2026-01-01", "2026-12-31"));
        fault(Rule.PERIOD_CYCLE, 0, "April to September", draft -> period(draft, "2026-04-01", "2026-09-30"));
        fault(Rule.PERIOD_BEFORE_TEMPLATE, 0, "an old half-year", draft -> period(draft, "2024-07-01", "2024-12-31"));
        fault(
                Rule.PERIOD_IDENTIFICATION,
                1,
                "another start",
                draft -> one(draft, "Starting date of reporting period", "2025-01-01"));
        fault(
                Rule.PERIOD_IDENTIFICATION,
                1,
                "another end",
                draft -> one(draft, "Ending date of reporting period", "2031-01-01"));
        fault(Rule.DATE_BLANK, 1, "no date of publication", draft -> published(draft, ""));
        for (String form : List.of("31/08/2026", "August 2026", "46203", "2026.08.31"))
            fault(Rule.DATE_FORMAT, 1, form, draft -> published(draft, form));
        fault(Rule.DATE_NOT_REAL, 1, "the 31st of September", draft -> published(draft, "2026-09-31"));
        fault(Rule.PUBLISHED_EARLY, 1, "before the period", draft -> published(draft, "2025-09-30"));
        fault(Rule.PUBLISHED_LATE, 1, "years later", draft -> published(draft, "2035-09-30"));
        fault(
                Rule.PREVIOUS_AFTER,
                1,
                "the previous is later",
                draft -> one(draft, "Date of the publication of the latest previous report", "2036-01-01"));
        fault(Rule.PLACEHOLDER, 1, "a placeholder for a date", draft -> published(draft, "YYYY-MM-DD"));
    }

    private static void period(Draft draft, String start, String end) {
        for (int sheet = 3; sheet <= 11; sheet++) draft.setAll(sheet, PERIOD, start + "/" + end);
        one(draft, "Starting date of reporting period", start);
        one(draft, "Ending date of reporting period", end);
    }

    private static void published(Draft draft, String date) {
        one(draft, "Date of the publication of the report", date);
    }

    private static void one(Draft draft, String indicator, String value) {
        draft.set(1, draft.row(1, indicator), "Value", value);
    }

    private void files() {
        for (int sheet = 1; sheet <= 11; sheet++) {
            int at = sheet;
            fault(Rule.SHEET_MISSING, sheet, "left out", draft -> draft.drop(at));
        }
        fault(Rule.FILE_NAME, 4, "the name of nothing", draft -> draft.rename(4, "table four"));
        fault(Rule.FILE_NAME, 8, "a number and other words", draft -> draft.rename(8, "08 automation"));
        fault(Rule.FILE_NAME, 10, "capitals", draft -> draft.rename(10, "10_amar"));
        fault(
                Rule.FILE_NAME_LONGER,
                1,
                "more in the name",
                draft -> draft.rename(1, "acme_1_report_identification_2026"));
        fault(
                Rule.FILE_UNKNOWN,
                -1,
                "another file",
                draft -> draft.file("readme.csv", "To whom,it may\r\nconcern,dear\r\n"));
        fault(
                Rule.SHEET_TWICE,
                7,
                "the same sheet again",
                draft -> draft.file("7_appeals_and_recidivism_v2.csv", draft.text(7)));
        fault(Rule.FILE_EMPTY, 2, "nothing in it", draft -> draft.text(2, _ -> ""));
        fault(
                Rule.FILE_EMPTY,
                4,
                "a header alone",
                draft -> draft.rows(4).subList(1, draft.rows(4).size()).clear());
        fault(Rule.ENCODING, 11, "Windows-1252", draft -> {
            draft.set(11, 1, "Value", "modération");
            draft.charset(11, Charset.forName("windows-1252"));
            draft.text(11, text -> text.replaceAll("[^\\u0000-\\u00ff]", "?"));
        });
        fault(Rule.ENCODING, 3, "UTF-16", draft -> draft.charset(3, StandardCharsets.UTF_16));
        fault(Rule.ENCODING_MARK, 3, "a mark", draft -> draft.text(3, text -> "\ufeff" + text));
        fault(Rule.ENCODING_BROKEN, 11, "decoded twice", draft -> draft.set(11, 2, "Value", "modÃ©ration"));
        for (int sheet : new int[] {1, 9, 10}) {
            int at = sheet;
            fault(Rule.SEPARATOR, sheet, "semicolons", draft -> {
                draft.replaceAll("Example, \"Inc.\"", "Example Inc.");
                draft.text(at, text -> text.replace(',', ';'));
            });
            fault(Rule.SEPARATOR, sheet, "tabs", draft -> {
                draft.replaceAll("Example, \"Inc.\"", "Example Inc.");
                draft.text(at, text -> text.replace(',', '\t'));
            });
        }
        fault(Rule.LINE_ENDS, 10, "of old machines", draft -> draft.text(10, text -> text.replace("\r\n", "\r")));
        fault(
                Rule.QUOTING,
                5,
                "quotes in a bare header",
                draft -> draft.text(
                        5, text -> text.replace("\"Description of the sub-category \"\"Other\"\"\"", OTHER)));
        fault(
                Rule.QUOTING,
                11,
                "a quote that does not end",
                draft -> draft.text(11, text -> text + "All,Example Share,\"x"));
        fault(
                Rule.QUOTING,
                1,
                "text behind a quote",
                draft -> draft.text(1, text -> text.replace("\"Example, \"\"Inc.\"\"\"", "\"Example\" Inc.")));
    }

    private void headers() {
        for (int sheet : new int[] {1, 3, 5, 7, 11}) {
            int at = sheet;
            fault(
                    Rule.HEADER_ORDER,
                    sheet,
                    "two columns changed places",
                    draft -> draft.rows(at).forEach(row -> Collections.swap(row, 1, 2)));
            fault(
                    Rule.HEADER_MISSING,
                    sheet,
                    "a column left out",
                    draft -> draft.rows(at).forEach(row -> row.remove(1)));
            fault(Rule.HEADER_EXTRA, sheet, "a column of our own", draft -> {
                draft.rows(at).forEach(row -> row.add("1"));
                draft.rows(at).getFirst().set(draft.rows(at).getFirst().size() - 1, "Our remarks");
            });
            fault(
                    Rule.HEADER_TWICE,
                    sheet,
                    "a column twice",
                    draft -> draft.rows(at).forEach(row -> row.add(row.get(1))));
            fault(
                    Rule.HEADER_WORDS,
                    sheet,
                    "a header's word changed",
                    draft -> draft.rows(at).getFirst().set(0, "Applicabilities"));
            fault(
                    Rule.HEADER_SPACES,
                    sheet,
                    "spaces in a header",
                    draft -> draft.rows(at).getFirst().set(1, " Service  "));
            fault(
                    Rule.HEADER_LATE,
                    sheet,
                    "a title above",
                    draft -> draft.rows(at)
                            .add(
                                    0,
                                    new ArrayList<>(Collections.nCopies(
                                            draft.rows(at).getFirst().size(), "Our report"))));
        }
        fault(
                Rule.HEADER_WORDS,
                4,
                "translated",
                draft -> draft.rows(4).getFirst().set(5, "Anzahl der Meldungen"));
        fault(Rule.HEADER_NONE, 9, "no header", draft -> draft.rows(9).removeFirst());
    }

    private void rows() {
        for (int sheet : new int[] {2, 4, 6, 8}) {
            int at = sheet;
            fault(
                    Rule.ROW_CELLS,
                    sheet,
                    "a cell too many",
                    draft -> draft.rows(at).get(3).add("x"));
            fault(
                    Rule.ROW_CELLS,
                    sheet,
                    "a cell too few",
                    draft -> draft.rows(at).get(3).removeLast());
            fault(
                    Rule.ROW_BLANK,
                    sheet,
                    "a blank row",
                    draft -> draft.rows(at)
                            .add(
                                    3,
                                    new ArrayList<>(Collections.nCopies(
                                            draft.rows(at).getFirst().size(), ""))));
        }
        fault(Rule.ROW_NOTE, 10, "a note below", draft -> {
            var note = new ArrayList<>(Collections.nCopies(7, ""));
            note.set(0, "* estimates");
            draft.rows(10).add(note);
        });
        fault(Rule.SERVICE_BLANK, 4, "no service", draft -> draft.set(4, 5, "Service", ""));
        fault(Rule.SERVICE_DIFFERS, 4, "another service", draft -> draft.setAll(4, "Service", "Example Live"));
        fault(Rule.SERVICE_DIFFERS, 1, "in the first sheet", draft -> draft.setAll(1, "Service", "Example Live"));
        fault(Rule.APPLICABILITY_UNKNOWN, 6, "everybody", draft -> draft.set(6, 4, "Applicability", "Everybody"));
        fault(Rule.APPLICABILITY_WRONG, 4, "all", draft -> draft.setAll(4, "Applicability", "All"));
        fault(Rule.APPLICABILITY_WRONG, 10, "of VLOPs", draft -> draft.setAll(10, "Applicability", "Only for VLOPs"));
        fault(Rule.PROVIDER_BLANK, 1, "no provider", draft -> one(draft, "Name of the service provider", ""));
    }

    private void categories() {
        for (int sheet : new int[] {3, 4, 5}) {
            cell(Rule.CATEGORY_UNKNOWN, sheet, CATEGORY, "STATEMENT_CATEGORY_SPAM", "STATEMENT_CATEGORY_SELF_HARM");
            cell(Rule.CATEGORY_FORM, sheet, CATEGORY, "Category 12", "STATEMENT_CATEGORY_SELF_HARM");
            cell(Rule.CATEGORY_FORM, sheet, CATEGORY, "phishing", "KEYWORD_PHISHING");
            cell(
                    Rule.CATEGORY_ELSEWHERE,
                    sheet,
                    CATEGORY,
                    "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
                    "STATEMENT_CATEGORY_SELF_HARM");
            cell(Rule.CATEGORY_BLANK, sheet, CATEGORY, "", "KEYWORD_SUICIDE");
            int at = sheet;
            fault(Rule.CATEGORY_TWICE, sheet, "a row twice", draft -> draft.copy(at, draft.row(at, "KEYWORD_SUICIDE")));
            fault(
                    Rule.CATEGORY_MISSING,
                    sheet,
                    "a sub-category left out",
                    draft -> draft.remove(at, draft.row(at, "KEYWORD_SUICIDE")));
            fault(
                    Rule.CATEGORY_MISSING,
                    sheet,
                    "a category left out",
                    draft -> draft.remove(at, draft.row(at, "STATEMENT_CATEGORY_VIOLENCE")));
            fault(
                    Rule.CATEGORY_ORDER,
                    sheet,
                    "rows changed places",
                    draft -> Collections.swap(
                            draft.rows(at), draft.row(at, "KEYWORD_SUICIDE"), draft.row(at, "KEYWORD_PHISHING")));
            fault(Rule.TOTAL_MISSING, sheet, "no total", draft -> draft.remove(at, 1));
            fault(
                    Rule.OTHER_WITHOUT_DESCRIPTION,
                    sheet,
                    "what other?",
                    draft -> draft.set(at, draft.row(at, "KEYWORD_OTHER", "Other of Category 7, kind 0"), OTHER, ""));
            fault(
                    Rule.OTHER_DESCRIPTION_TWICE,
                    sheet,
                    "the same again",
                    draft -> draft.set(
                            at,
                            draft.row(at, "KEYWORD_OTHER", "Other of Category 7, kind 0"),
                            OTHER,
                            "Other of Category 6, kind 0"));
            fault(
                    Rule.OTHER_DESCRIPTION_MISPLACED,
                    sheet,
                    "described for nothing",
                    draft -> draft.set(at, draft.row(at, "KEYWORD_PHISHING"), OTHER, "Letters that fish"));
            fault(
                    Rule.PLACEHOLDER,
                    sheet,
                    "a placeholder",
                    draft -> draft.set(
                            at,
                            draft.row(at, "KEYWORD_OTHER"),
                            OTHER,
                            at == 3 ? "Text to detail the Other keyword" : "Text to detail the \"Other\" keyword"));
        }
        fault(
                Rule.CATEGORY_ELSEWHERE,
                5,
                "of notices",
                draft -> draft.set(
                        5,
                        draft.row(5, "STATEMENT_CATEGORY_SELF_HARM"),
                        CATEGORY,
                        "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE"));
        fault(
                Rule.CATEGORY_ELSEWHERE,
                4,
                "of orders",
                draft -> draft.set(
                        4,
                        draft.row(4, "STATEMENT_CATEGORY_SELF_HARM"),
                        CATEGORY,
                        "STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER"));
        fault(
                Rule.CATEGORY_MISSING_STATE,
                3,
                "a row of one state left out",
                draft -> draft.remove(3, draft.row(3, "DE", "KEYWORD_SUICIDE")));
        for (String scope : List.of("UK", "Germany", "EU", ""))
            fault(
                    Rule.SCOPE_UNKNOWN,
                    3,
                    "scope '" + scope + "'",
                    draft -> draft.set(3, draft.row(3, "DE"), "Scope", scope));
        fault(Rule.SCOPE_CASE, 3, "small letters", draft -> draft.set(3, draft.row(3, "DE"), "Scope", "de"));
        fault(Rule.SCOPE_CASE, 10, "small letters", draft -> draft.set(10, draft.row(10, "DE"), "Scope", "de"));
        fault(Rule.SCOPE_GREECE, 3, "both codes", draft -> {
            draft.set(3, draft.row(3, "DE", "KEYWORD_PHISHING"), "Scope", "GR");
            draft.set(3, draft.row(3, "DE", "KEYWORD_SUICIDE"), "Scope", "EL");
        });
        fault(
                Rule.SCOPE_TOTAL_MISSING,
                3,
                "no block of totals",
                draft -> draft.rows(3).removeIf(row -> row.get(5).equals("TOTAL")));
        fault(
                Rule.NAME_MISMATCH,
                2,
                "another category's code",
                draft -> draft.set(
                        2,
                        draft.row(2, "Category 3"),
                        "Category of illegal content / incompatible with the terms and conditions",
                        "STATEMENT_CATEGORY_VIOLENCE"));
        fault(
                Rule.CATEGORY_UNKNOWN,
                2,
                "a category of our own",
                draft -> draft.set(2, draft.row(2, "Category 17"), "Category label", "Category 18"));
        fault(Rule.CATEGORY_MISSING, 2, "a category left out", draft -> draft.remove(2, draft.row(2, "Category 3")));
        fault(Rule.CATEGORY_TWICE, 2, "a category twice", draft -> draft.copy(2, draft.row(2, "Category 3")));
    }

    private void sums() {
        for (int sheet : new int[] {3, 4, 5, 6}) {
            String column = sheet == 3 ? ORDERS : sheet == 4 ? NOTICES : MEASURES;
            // Something that is rarely counted, so that there are zeros.
            String rare = sheet == 3
                    ? "Number of orders to provide information"
                    : sheet == 4
                            ? "Number of actions taken on the basis of the law" + TRUSTED
                            : "Account restriction Termination";
            int at = sheet;
            fault(
                    Rule.SUM_SUBCATEGORIES,
                    sheet,
                    "a sub-category too high",
                    draft -> draft.add(at, draft.row(at, "KEYWORD_PHISHING"), column, 1000));
            fault(
                    Rule.SUM_SUBCATEGORIES,
                    sheet,
                    "a sub-category blank",
                    draft -> draft.set(at, positive(draft, at, column, "KEYWORD"), column, ""));
            fault(Rule.SUM_CATEGORIES, sheet, "the total too high", draft -> draft.add(at, 1, column, 1));
            fault(Rule.SUM_CATEGORIES, sheet, "the total is 0", draft -> draft.set(at, 1, column, "0"));
            fault(
                    Rule.BLANK_MIXED,
                    sheet,
                    "a zero left blank",
                    draft -> draft.set(at, zero(draft, at, rare), rare, ""));
        }
        fault(
                Rule.SUM_MEMBER_STATES,
                3,
                "a state left out",
                draft -> draft.rows(3).removeIf(row -> row.get(5).equals("DE")));
        fault(
                Rule.SUM_MEMBER_STATES,
                3,
                "a state too high",
                draft -> draft.add(3, draft.row(3, "DE", "KEYWORD_SUICIDE"), ORDERS, 7));
        fault(Rule.SUM_MEMBER_STATES, 3, "items", draft -> draft.add(3, draft.row(3, "DE", "TOTAL"), ORDER_ITEMS, 7));
    }

    private static int positive(Draft draft, int sheet, String column, String begins) {
        for (int i = 2; i < draft.rows(sheet).size(); i++)
            if (draft.rows(sheet).get(i).get(3).startsWith(begins)
                    && !draft.get(sheet, i, column).isEmpty()
                    && !draft.get(sheet, i, column).equals("0")) return i;
        throw new AssertionError("nothing is positive in " + column);
    }

    private static int zero(Draft draft, int sheet, String column) {
        for (int i = 2; i < draft.rows(sheet).size(); i++)
            if (draft.get(sheet, i, column).equals("0")) return i;
        throw new AssertionError("nothing is zero in " + column);
    }

    private void relations() {
        for (int sheet : new int[] {5, 6}) {
            int at = sheet;
            fault(
                    Rule.MEASURES_AUTOMATED,
                    sheet,
                    "detected more than taken",
                    draft -> draft.add(at, 1, DETECTED, 100_000));
            fault(
                    Rule.RESTRICTIONS_MORE,
                    sheet,
                    "more removals than measures",
                    draft -> draft.add(at, 1, "Visibility restriction Removal", 100_000));
            fault(
                    Rule.RESTRICTIONS_FEWER,
                    sheet,
                    "measures that restrict nothing",
                    draft -> draft.add(at, 1, MEASURES, 100_000));
            fault(
                    Rule.RESTRICTIONS_WITHOUT_MEASURE,
                    sheet,
                    "a restriction alone",
                    draft -> draft.set(at, draft.row(at, "KEYWORD_GROOMING_SEXUAL_ENTICEMENT_MINORS"), MEASURES, "0"));
        }
        String items = "Number of specific items of information included in the total number of notices";
        fault(
                Rule.TRUSTED_NOTICES,
                4,
                "more trusted than all",
                draft -> draft.add(4, 1, "Number of notices received from Trusted flaggers", 100_000));
        fault(
                Rule.TRUSTED_ITEMS,
                4,
                "more trusted items than all",
                draft -> draft.add(4, 1, items + " by Trusted Flaggers" + TRUSTED, 100_000));
        fault(
                Rule.TRUSTED_ACTIONS,
                4,
                "more by law",
                draft -> draft.add(4, 1, "Number of actions taken on the basis of the law" + TRUSTED, 100_000));
        fault(
                Rule.TRUSTED_ACTIONS,
                4,
                "more by terms",
                draft -> draft.add(
                        4,
                        1,
                        "Number of actions taken on the basis of the terms and conditions of the service" + TRUSTED,
                        100_000));
        fault(Rule.ITEMS_NONE, 4, "notices without items", draft -> draft.setAll(4, items, "0"));
        fault(Rule.ITEMS_NONE, 3, "orders without items", draft -> draft.setAll(3, ORDER_ITEMS, "0"));
        fault(Rule.ITEMS_FEWER_NOTICES, 4, "one item for all", draft -> draft.set(4, 1, items, "1"));
        fault(Rule.ITEMS_FEWER_ORDERS, 3, "one item for all", draft -> draft.set(3, 1, ORDER_ITEMS, "1"));
    }

    private void appeals() {
        value(Rule.COMPLAINTS_IDENTITY, 7, 5, COMPLAINTS, "Total number");
        value(Rule.COMPLAINTS_IDENTITY, 7, 1, COMPLAINTS, "Decision omitted");
        String kind = "Complaint regarding a decision to suspend or terminate an account";
        value(Rule.COMPLAINTS_OUTCOMES, 7, 1000, kind, "Decisions reversed");
        value(Rule.COMPLAINTS_KIND, 7, 100_000, kind, "Total number");
        value(Rule.COMPLAINTS_KINDS, 7, 100_000, COMPLAINTS, "Total number");
        value(Rule.DISPUTES_OUTCOMES, 7, 3, DISPUTES, "Decisions upheld");
        value(Rule.DISPUTES_OPEN, 7, 3, DISPUTES, "Total number");
        cell(Rule.OUTCOMES_OF_NOTHING, 7, "Value", "", DISPUTES, "Percentage of outcomes implemented");
        cell(Rule.MEDIAN_MISSING, 7, "Value", "", COMPLAINTS, "Median time");
        fault(Rule.MEDIAN_OF_NOTHING, 7, "a median of no disputes", draft -> {
            for (String scope : List.of("Decisions upheld", "Decisions partially reversed", "Decisions reversed"))
                draft.set(7, draft.row(7, DISPUTES, scope), "Value", "0");
        });
        cell(Rule.INDICATOR_UNKNOWN, 7, "Indicator", "Number of letters of complaint", kind, "Median time");
        cell(Rule.SECTION_WRONG, 7, "Section", "Appeals", kind, "Median time");
        cell(Rule.SCOPE_UNKNOWN, 7, "Scope", "Upheld", kind, "Decisions upheld");
        fault(Rule.INDICATOR_TWICE, 7, "twice", draft -> draft.copy(7, draft.row(7, kind, "Median time")));
        fault(Rule.INDICATOR_MISSING, 7, "left out", draft -> draft.remove(7, draft.row(7, kind, "Median time")));
    }

    /** Adds to a value of a sheet by indicator. */
    private void value(Rule expected, int sheet, long more, String... row) {
        fault(
                expected,
                sheet,
                more + " more in " + String.join(", ", row),
                draft -> draft.add(sheet, draft.row(sheet, row), "Value", more));
    }

    private void automated() {
        value(Rule.AUTOMATED_OWN, 8, 100_000, SOLELY, "Own-initiative");
        value(Rule.AUTOMATED_TAKEN, 8, 100_000, SOLELY, "Own-initiative");
        value(Rule.AUTOMATED_DETECTED, 8, 100_000, SOLELY, "Own-initiative");
        value(Rule.AUTOMATED_LANGUAGE, 8, 100_000, SOLELY, "fr");
        value(Rule.AUTOMATED_NOTICES, 8, 1, "Number of notices not processed by automated means", "NAM Total");
        value(Rule.AUTOMATED_NOTICES_UNTOLD, 8, -1, "Number of notices not processed by automated means", "NAM Total");
        value(
                Rule.AUTOMATED_TRUSTED,
                8,
                100_000,
                "Number of notices solely processed by automated means",
                "NAM Trusted Flagger");
        fault(
                Rule.AUTOMATED_UNTOLD,
                8,
                "partly automated and not told",
                draft -> draft.setAll(8, "Contextual Information", ""));
        fault(Rule.ACCURACY_UNJUSTIFIED, 8, "no justification", draft -> draft.setAll(8, "Contextual Information", ""));
        fault(
                Rule.ACCURACY_PART,
                8,
                "precision without recall",
                draft -> draft.rows(8)
                        .removeIf(row ->
                                row.get(4).endsWith("- Recall") && row.get(5).equals("sv")));
        fault(
                Rule.ACCURACY_MISSING,
                8,
                "nothing of accuracy",
                draft -> draft.rows(8).removeIf(row -> row.get(4).startsWith("Accuracy")));
        for (String country : List.of("DE", "AT", "GR"))
            fault(
                    Rule.LANGUAGE_COUNTRY,
                    8,
                    country,
                    draft -> draft.set(8, draft.row(8, SOLELY, "de"), "Scope", country));
        for (String name : List.of("German", "Deutsch"))
            fault(Rule.LANGUAGE_NAME, 8, name, draft -> draft.set(8, draft.row(8, SOLELY, "de"), "Scope", name));
        for (String code : List.of("xx", "no", "ger"))
            fault(Rule.LANGUAGE_UNKNOWN, 8, code, draft -> draft.set(8, draft.row(8, SOLELY, "de"), "Scope", code));
        fault(Rule.LANGUAGE_MISSING, 8, "Irish left out", draft -> draft.remove(8, draft.row(8, SOLELY, "ga")));
        fault(Rule.LANGUAGE_TWICE, 8, "Irish twice", draft -> draft.copy(8, draft.row(8, SOLELY, "ga")));
    }

    private void people() {
        String linguistic = "Number of total moderators with sufficient linguistic expertise";
        cell(Rule.STAFF_LINGUISTIC, 9, "Value", "100000", linguistic, "Total number");
        cell(Rule.STAFF_LANGUAGE, 9, "Value", "100000", linguistic, "mt");
        fault(Rule.STAFF_LANGUAGES, 9, "nobody speaks", draft -> {
            for (int i = draft.row(9, linguistic, "Total number") + 1;
                    i < draft.rows(9).size();
                    i++) draft.set(9, i, "Value", "0");
        });
        fault(Rule.LANGUAGE_COUNTRY, 9, "a country", draft -> draft.set(9, draft.row(9, "sv"), "Scope", "SE"));
        fault(Rule.LANGUAGE_MISSING, 9, "left out", draft -> draft.remove(9, draft.row(9, "mt")));
        cell(Rule.AMAR_BLANK, 10, "Value", "", "LU");
        fault(Rule.AMAR_MISSING_STATE, 10, "left out", draft -> draft.remove(10, draft.row(10, "LU")));
        cell(Rule.AMAR_STATE, 10, "Value", "2000000000", "LU");
        value(Rule.AMAR_SUM, 10, 5000, "TOTAL");
        cell(Rule.COUNT_WORDS, 10, "Value", "45 million", "TOTAL");
        cell(
                Rule.COUNT_TEXT,
                10,
                "Value",
                "we counted very carefully, with all means that there are, and found many of them",
                "TOTAL");
    }

    private void texts() {
        fault(Rule.QUALITATIVE_MISSING, 11, "a text left blank", draft -> draft.set(11, 3, "Value", ""));
        fault(Rule.QUALITATIVE_MISSING, 11, "a row left out", draft -> draft.remove(11, 3));
        fault(Rule.QUALITATIVE_TWICE, 11, "a row twice", draft -> draft.copy(11, 3));
        fault(Rule.QUALITATIVE_LONG, 11, "too long", draft -> draft.set(11, 3, "Value", "é".repeat(5001)));
        for (String formula : List.of("=HYPERLINK(A1)", "+1", "@SUM(1)", " =1"))
            fault(Rule.TEXT_FORMULA, 11, formula, draft -> draft.set(11, 3, "Value", formula));
        fault(
                Rule.TEXT_FORMULA,
                5,
                "in context",
                draft -> draft.set(5, 4, "Contextual Information on " + MEASURES, "=1+1"));
        fault(Rule.TEXT_DASH, 7, "in context", draft -> draft.set(7, 4, "Contextual Information", "- see above"));
        cell(
                Rule.INDICATOR_UNKNOWN,
                11,
                "Indicator",
                "Anything else",
                "Safeguards applied to the use of automated means");
    }
}
