package io.gatehouse.moderation.report;

import static io.gatehouse.moderation.Seeds.forAll;
import static io.gatehouse.moderation.report.RandomReports.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.moderation.report.ReportSubject.Practice;
import io.gatehouse.moderation.report.Reported.Automation;
import io.gatehouse.moderation.report.Reported.Classified;
import io.gatehouse.moderation.report.Reported.Origin;
import io.gatehouse.moderation.report.TransparencyReport.Explained;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a report says is counted from what happened, and nothing else. */
class TransparencyReportTest {
    private static final String SCAMS = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD";
    private static final Classified PHISHING = new Classified(SCAMS, "KEYWORD_PHISHING", "");
    private static final Classified SUICIDE = new Classified("STATEMENT_CATEGORY_SELF_HARM", "KEYWORD_SUICIDE", "");

    private static ReportSubject subject(Set<Practice> cannotOccur, Map<String, String> texts) {
        return new ReportSubject(
                "Example",
                "Example Share",
                ProviderClass.VLOP,
                new ReportingPeriod(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 6, 30)),
                LocalDate.of(2026, 8, 20),
                Optional.empty(),
                cannotOccur,
                Map.of(),
                Map.of(),
                texts);
    }

    private static TransparencyReport report(Reported... reported) {
        return TransparencyReport.of(TEMPLATE, subject(Set.of(), Map.of()), List.of(reported));
    }

    private static Reported.Order order(String id, String state, Classified about, long hours) {
        return new Reported.Order(
                id, state, about, true, 2, Optional.of(Duration.ofHours(hours)), Optional.of(Duration.ofHours(hours)));
    }

    /** The first row with these cells, as text. */
    private static List<String> row(TransparencyReport report, int sheet, String... cells) {
        return report.tables().get(sheet - 1).written().stream()
                .filter(row -> row.containsAll(Arrays.asList(cells)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMedianIsOfTheTimesAndNeverOfMedians() {
        // Medians of 1 and 100 in two parts; of all five times 1 is in the middle, and 50.5 between the parts' medians.
        var report = report(
                order("o1", "DE", PHISHING, 1),
                order("o2", "DE", PHISHING, 1),
                order("o3", "FR", PHISHING, 1),
                order("o4", "FR", SUICIDE, 100),
                order("o5", "FR", SUICIDE, 100));
        assertThat(row(report, 3, "TOTAL", "TOTAL").subList(6, 10)).containsExactly("5", "10", "1", "1");
        assertThat(row(report, 3, "FR", "TOTAL").subList(6, 10)).containsExactly("3", "6", "100", "100");
        assertThat(row(report, 3, "DE", SCAMS).subList(6, 10)).containsExactly("2", "4", "1", "1");
        assertThat(row(report, 3, "DE", "KEYWORD_SUICIDE").subList(6, 10)).containsExactly("0", "0", "", "");
        assertThat(row(report, 3, "TOTAL", "KEYWORD_SUICIDE").subList(6, 10)).containsExactly("2", "4", "100", "100");
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        assertThat(CellValue.medianHours(new long[] {7200, 0, 3600, 86400}).written())
                .isEqualTo("1.5");
        assertThat(CellValue.medianHours(new long[] {1}).written()).isEqualTo("0.0003");
        assertThat(CellValue.medianHours(new long[0]).written()).isEmpty();
    }

    @Test
    void everyTotalIsTheSumOfItsPartsByConstruction() {
        forAll(5, random -> {
            for (var table : RandomReports.of(random, ProviderClass.VLOP, 500).tables()) {
                if (!table.sheet().isByCategory()) continue;
                var rows = table.written();
                for (var value : table.sheet().values()) {
                    int column = table.sheet().columnOf(value.id());
                    if (value.measure() != Measure.COUNT
                            || rows.getFirst().get(column).isEmpty()) continue;
                    String scope = table.sheet().hasScopes() ? "TOTAL" : "";
                    long total = number(rows.getFirst(), column);
                    assertThat(sum(rows, column, scope, "STATEMENT")).isEqualTo(total);
                    // 16 and 17 have no keywords.
                    long unspecified = sum(rows, column, scope, "STATEMENT_CATEGORY_NOT_SPECIFIED");
                    assertThat(sum(rows, column, scope, "KEYWORD") + unspecified)
                            .isEqualTo(total);
                }
            }
        });
    }

    private static long sum(List<List<String>> rows, int column, String scope, String begins) {
        return rows.stream()
                .filter(row -> row.get(3).startsWith(begins)
                        && (scope.isEmpty() || row.get(5).equals(scope)))
                .mapToLong(row -> number(row, column))
                .sum();
    }

    private static long number(List<String> row, int column) {
        return row.get(column).isEmpty() ? 0 : Long.parseLong(row.get(column));
    }

    @Test
    void blankIsWhatCannotOccurAndZeroWhatDidNot() {
        var report = TransparencyReport.of(
                TEMPLATE, subject(Set.of(new Practice(5, "monetary_other")), Map.of()), List.of());
        var total = row(report, 5, "TOTAL");
        assertThat(total.get(TEMPLATE.sheet(5).columnOf("monetary_other"))).isEmpty();
        assertThat(total.get(TEMPLATE.sheet(5).columnOf("monetary_suspension"))).isEqualTo("0");
        assertThat(row(report, 7, "Median time").get(6)).isEmpty();
    }

    @Test
    void whatCannotOccurAndDidIsRefused() {
        var action = action("d1", Origin.OWN_INITIATIVE, PHISHING, Automation.NOT, "DECISION_MONETARY_OTHER");
        var subject = subject(Set.of(new Practice(5, "monetary_other")), Map.of());
        assertThatThrownBy(() -> TransparencyReport.of(TEMPLATE, subject, List.of(action)))
                .hasMessageContaining("monetary_other cannot occur");
    }

    private static Reported.Action action(
            String id, Origin origin, Classified about, Automation automation, String... restrictions) {
        return new Reported.Action(id, origin, true, about, Set.of(restrictions), true, automation, Set.of("de", "fr"));
    }

    @Test
    void measuresAreCountedWhereTheirOriginAndAutomationPutThem() {
        var report = report(
                action("d1", Origin.OWN_INITIATIVE, PHISHING, Automation.FULLY, "DECISION_VISIBILITY_CONTENT_REMOVED"),
                action("d2", Origin.NOTICE, PHISHING, Automation.FULLY, "DECISION_VISIBILITY_CONTENT_REMOVED"),
                action(
                        "d3",
                        Origin.OWN_INITIATIVE,
                        PHISHING,
                        Automation.PARTIALLY,
                        "DECISION_PROVISION_PARTIAL_SUSPENSION",
                        "DECISION_PROVISION_TOTAL_SUSPENSION"));
        var sheet = TEMPLATE.sheet(5);
        var total = row(report, 5, "TOTAL");
        assertThat(total.get(sheet.columnOf("measures"))).isEqualTo("2");
        // Both kinds of suspension are one column, and this was one measure.
        assertThat(total.get(sheet.columnOf("service_suspension"))).isEqualTo("1");
        String solely = "Number of measures solely taken by automated means";
        assertThat(row(report, 8, solely, "Total number").get(6)).isEqualTo("2");
        assertThat(row(report, 8, solely, "Total number").get(7)).startsWith("1 measures were decided partly");
        assertThat(row(report, 8, solely, "Own-initiative").get(6)).isEqualTo("1");
        assertThat(row(report, 8, solely, "de").get(6)).isEqualTo("2");
        assertThat(row(report, 8, solely, "sv").get(6)).isEqualTo("0");
    }

    @Test
    void everyComputedCellSaysWhatItWasCountedFrom() {
        var report =
                report(order("o1", "DE", PHISHING, 1), order("o2", "FR", PHISHING, 3), order("o3", "FR", SUICIDE, 4));
        assertThat(report.explain("3!G2"))
                .isEqualTo(new Explained.From(
                        "3",
                        new Derivation(
                                "3.orders where scope = TOTAL and category = TOTAL", List.of("o1", "o2", "o3"))));
        int frenchScams = report.tables().get(2).written().indexOf(row(report, 3, "FR", SCAMS)) + 2;
        assertThat(report.explain("3_member_states_orders!I" + frenchScams))
                .isEqualTo(new Explained.From(
                        "3", new Derivation("3.orders_told where scope = FR and category = " + SCAMS, List.of("o2"))));
        assertThat(report.explain("1!D2")).isEqualTo(new Explained.AsGiven("Example"));
        assertThat(report.explain("3!G99999")).isInstanceOf(Explained.NoSuchCell.class);
        assertThat(report.explain("12!A1")).isInstanceOf(Explained.NoSuchCell.class);
        assertThat(report.explain("G2")).isInstanceOf(Explained.NoSuchCell.class);
    }

    /** Counts, times, shares, accuracy, staff and recipients: each names its question and, unless there was nothing, what it is from. */
    @Test
    void everyNumberOfEverySheetSaysWhereItIsFrom() {
        var report = RandomReports.of(new SplittableRandom(11), ProviderClass.VLOP, 60);
        var kinds = new TreeSet<String>();
        for (var table : report.tables()) {
            int sheet = table.sheet().number();
            if (sheet < 3 || sheet > 10) continue;
            for (int row = 0; row < table.rows().size(); row++)
                for (int column = 0; column < table.rows().get(row).size(); column++) {
                    var cell = table.rows().get(row).get(column);
                    if (cell.derived().isEmpty()) continue;
                    String name = sheet + "!" + (char) ('A' + column) + (row + 2);
                    var from = (Explained.From) report.explain(name);
                    assertThat(from.value()).isEqualTo(cell.value().written());
                    assertThat(from.derivation().query())
                            .as(name)
                            .matches("([0-9]+ of )?" + sheet + "\\.\\w+ where .+");
                    boolean isNothing = from.value().isEmpty() || new BigDecimal(from.value()).signum() == 0;
                    if (!isNothing)
                        assertThat(from.derivation().ids())
                                .as(name + " is " + from)
                                .isNotEmpty();
                    kinds.add(from.derivation().query().replaceAll("^([0-9]+ of )?([0-9]+\\.\\w+) .*", "$2"));
                }
        }
        assertThat(kinds)
                .contains(
                        "3.orders",
                        "3.orders_told",
                        "4.action_time",
                        "5.measures",
                        "7.complaints",
                        "7.disputes",
                        "8.accuracy",
                        "8.recall",
                        "9.linguistic",
                        "10.recipients");
    }

    /** Whoever counts the ids of a cell again gets its number. */
    @Test
    void theIdsOfACountAreItsNumber() {
        forAll(3, random -> {
            var report = RandomReports.of(random, ProviderClass.VLOP, 300);
            for (int row = 2; row < 92; row++) {
                var explained = (Explained.From) report.explain("5!F" + row);
                assertThat(explained.derivation().ids()).hasSize(Integer.parseInt(explained.value()));
            }
        });
    }

    @Test
    void whatHasNoPlaceInTheTemplateIsRefused() {
        var strange = new ArrayList<Reported>();
        strange.add(order("o1", "UK", PHISHING, 1));
        strange.add(order("o1", "DE", new Classified(SCAMS, "KEYWORD_SUICIDE", ""), 1));
        strange.add(
                order("o1", "DE", new Classified("STATEMENT_CATEGORY_OTHER_VIOLATION_TC", "KEYWORD_NUDITY", ""), 1));
        strange.add(new Reported.Recipients("r1", "CH", 1));
        strange.add(action("d1", Origin.OWN_INITIATIVE, PHISHING, Automation.NOT, "DECISION_UNHEARD_OF"));
        for (var one : strange) assertThatThrownBy(() -> report(one)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Classified(SCAMS, Category.OTHER, " ")).hasMessageContaining("description");
        assertThatThrownBy(() -> new Classified(SCAMS, "KEYWORD_PHISHING", "mail"))
                .hasMessageContaining("description");
    }

    @Test
    void noTwoDescriptionsOfASheetAreEqual() {
        assertThatThrownBy(() -> report(
                        order("o1", "DE", new Classified(SCAMS, Category.OTHER, "Lotteries"), 1),
                        order(
                                "o2",
                                "FR",
                                new Classified("STATEMENT_CATEGORY_VIOLENCE", Category.OTHER, "Lotteries"),
                                1)))
                .hasMessageContaining("'Lotteries'");
    }

    @Test
    void aTextOfTooManyCharactersIsRefused() {
        var fits = subject(Set.of(), Map.of("summary", "x".repeat(5000)));
        assertThat(row(TransparencyReport.of(TEMPLATE, fits, List.of()), 11, "x".repeat(5000)))
                .isNotEmpty();
        for (String text : List.of("x".repeat(5001), "=" + "x".repeat(4999)))
            assertThatThrownBy(() ->
                            TransparencyReport.of(TEMPLATE, subject(Set.of(), Map.of("summary", text)), List.of()))
                    .hasMessageContaining("5000");
    }

    @Test
    void noTextIsAFormula() {
        for (String text : List.of("=1+1", "+1", "-1", "@A1", " =1", "\t=1", "\rx"))
            assertThat(CellValue.text(text).written()).isEqualTo("'" + text);
        assertThat(CellValue.text("1 = 1").written()).isEqualTo("1 = 1");
        assertThat(new CellValue.Decimal(new BigDecimal("0.5000")).written()).isEqualTo("0.5");
        assertThat(new CellValue.Decimal(new BigDecimal("1E+3")).written()).isEqualTo("1000");
    }
}
