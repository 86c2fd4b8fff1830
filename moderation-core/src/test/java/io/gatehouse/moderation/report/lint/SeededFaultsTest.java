package io.gatehouse.moderation.report.lint;

import static io.gatehouse.moderation.report.RandomReports.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.report.ProviderClass;
import io.gatehouse.moderation.report.RandomReports;
import io.gatehouse.moderation.report.TransparencyReport;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every fault that is put into a right report is found, where it is. */
class SeededFaultsTest {
    /** Of a VLOP, whose report has every sheet and row. */
    private static final TransparencyReport RIGHT =
            RandomReports.of(new SplittableRandom(4), ProviderClass.VLOP, 3_000);

    private static LintReport lint(Draft draft) {
        return ReportLint.lint(TEMPLATE, draft.files(), Optional.of(ProviderClass.VLOP));
    }

    /** The sheet that was spoiled, and those that it is compared with. */
    private static LintReport lint(Fault fault, Draft draft) {
        if (fault.sheet() <= 0) return lint(draft);
        var sheets = new TreeSet<>(List.of(1, fault.sheet()));
        if (fault.sheet() == 8) sheets.addAll(List.of(4, 5, 6));
        // What differs is told by most rows.
        if (fault.expected() == Rule.SERVICE_DIFFERS || fault.expected().id().startsWith("period"))
            sheets.addAll(List.of(2, 3, 7));
        return ReportLint.lint(TEMPLATE, draft.files(sheets), Optional.of(ProviderClass.VLOP));
    }

    @Test
    void everyFaultIsFoundWhereItIs() {
        assertThat(lint(new Draft(RIGHT)).findings()).isEmpty();
        var missed = new ArrayList<String>();
        var kinds = EnumSet.noneOf(Rule.class);
        var faults = Faults.all();
        // One in three in an ordinary run, all of them in the long one.
        int step = Integer.getInteger("property.share", 1) > 1 ? 3 : 1;
        for (int i = 0; i < faults.size(); i++) {
            var fault = faults.get(i);
            kinds.add(fault.expected());
            if (i % step != 0) continue;
            var draft = new Draft(RIGHT);
            fault.spoil().accept(draft);
            var findings = lint(fault, draft).findings();
            boolean found = findings.stream()
                    .anyMatch(finding -> finding.rule() == fault.expected()
                            && (fault.sheet() < 0
                                    || finding.sheet()
                                            .equals(
                                                    fault.sheet() == 0
                                                            ? ""
                                                            : TEMPLATE.sheet(fault.sheet())
                                                                    .name())));
            if (!found)
                missed.add(fault + " -> "
                        + findings.stream()
                                .limit(4)
                                .map(finding -> finding.rule().id() + " " + finding.sheet() + " " + finding.rows() + " "
                                        + finding.wrong())
                                .toList());
        }
        assertThat(missed).isEmpty();
        assertThat(faults).hasSizeGreaterThan(400);
        assertThat(kinds).hasSizeGreaterThan(120);
    }

    @Test
    void aFindingSaysWhereWhatAndWhy() {
        var draft = new Draft(RIGHT);
        int row = draft.row(5, "KEYWORD_PHISHING");
        String column = "Number of measures taken at the provider's own initiative";
        long before = Long.parseLong(draft.get(5, row, column));
        draft.set(5, row, column, "1,234");
        var finding = lint(draft).findings().stream()
                .filter(one -> one.rule() == Rule.COUNT_SEPARATOR)
                .findFirst()
                .orElseThrow();
        assertThat(finding)
                .isEqualTo(new Finding(
                        Rule.COUNT_SEPARATOR,
                        "5_own_initiative_illegal",
                        row + 1,
                        row + 1,
                        column,
                        "'1,234'",
                        "1234",
                        "Implementing Regulation (EU) 2024/2835, Annex II; DSA Art. 15(1)(c)"));
        // The number is understood all the same, so that the sum is looked at.
        assertThat(lint(draft).findings()).anySatisfy(one -> {
            assertThat(one.rule()).isEqualTo(Rule.SUM_SUBCATEGORIES);
            assertThat(one.wrong()).contains("add up to");
            assertThat(1234 - before).isPositive();
        });
    }

    @Test
    void theSameInNeighbouringRowsIsOneFinding() {
        var draft = new Draft(RIGHT);
        draft.setAll(10, "Service", "Example Live");
        var findings = lint(draft).findings();
        assertThat(findings).hasSize(1);
        assertThat(findings.getFirst().rows()).isEqualTo("2-29");
    }

    /** One fault hides no other: the rest of a report in a bad form is looked at. */
    @Test
    void aReportInABadFormIsStillRead() {
        var draft = new Draft(RIGHT);
        draft.replaceAll("Example, \"Inc.\"", "Example Inc.");
        draft.rows(10).getFirst().replaceAll(name -> "  " + name + " ");
        draft.set(10, draft.row(10, "LU"), "  Value ", "-7");
        draft.text(10, text -> "\ufeff" + text.replace(',', ';').replace("\r\n", "\n"));
        draft.rename(10, "Recipients (final)");
        assertThat(lint(draft).findings())
                .extracting(Finding::rule)
                .contains(Rule.FILE_NAME, Rule.ENCODING_MARK, Rule.SEPARATOR, Rule.HEADER_SPACES, Rule.COUNT_NEGATIVE)
                .doesNotContain(Rule.HEADER_MISSING, Rule.INDICATOR_MISSING, Rule.AMAR_MISSING_STATE);
    }

    @Test
    void aReportOfNothingButMistakesIsToldInPart() {
        var draft = new Draft(RIGHT);
        for (int sheet = 3; sheet <= 6; sheet++)
            for (var row : draft.rows(sheet).subList(1, draft.rows(sheet).size()))
                for (int column = 6; column < row.size(); column++) row.set(column, "x" + row.hashCode() + column);
        draft.set(10, draft.row(10, "LU"), "Value", "-7");
        var lint = lint(draft);
        assertThat(lint.findings()).hasSizeLessThan(Findings.MAX);
        assertThat(lint.told()).hasSizeLessThan(100);
        assertThat(lint.told()).as("what is hidden by so many").anySatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo(Rule.COUNT_NEGATIVE);
            assertThat(finding.sheet()).isEqualTo("10_AMAR");
        });
        // From the seventh column on: in sheets 4 to 6 the first number stands before it.
        long cells = IntStream.rangeClosed(3, 6)
                .mapToLong(sheet -> (draft.rows(sheet).size() - 1L)
                        * (TEMPLATE.sheet(sheet).values().size() - (sheet == 3 ? 0 : 1)))
                .sum();
        assertThat(lint.told().stream()
                        .filter(finding ->
                                Set.of(Rule.COUNT_WORDS, Rule.HOURS_UNIT).contains(finding.rule()))
                        .mapToLong(Finding::times)
                        .sum())
                .as("every cell is counted")
                .isEqualTo(cells);
    }

    @Test
    void aFileOfNoSheetAtAllFillsNoMemory() {
        var findings = new Findings(TEMPLATE);
        for (int column = 0; column < 100; column++)
            for (int row = 1; row < 200; row++)
                findings.add(Rule.COUNT_TEXT, "4_notices", row, "c" + column, "x" + row, "");
        assertThat(findings.sorted()).hasSize(Findings.MAX + 1);
        assertThat(findings.sorted().getLast().rule()).isEqualTo(Rule.FINDINGS_LIMIT);
    }
}
