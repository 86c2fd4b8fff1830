package io.gatehouse.moderation.report.lint;

import static io.gatehouse.moderation.report.RandomReports.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.report.ProviderClass;
import io.gatehouse.moderation.report.RandomReports;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the annex leaves open, and what published reports do in several ways, is no fault. */
class OpenQuestionsTest {
    private static Draft right(ProviderClass provider) {
        return new Draft(RandomReports.of(new SplittableRandom(2), provider, 400));
    }

    private static List<Finding> lint(Draft draft, ProviderClass provider) {
        return ReportLint.lint(TEMPLATE, draft.files(), Optional.of(provider)).findings();
    }

    private static List<Finding> faults(Draft draft, ProviderClass provider) {
        return lint(draft, provider).stream()
                .filter(finding -> finding.rule().severity() != Severity.NOTE)
                .toList();
    }

    @Test
    void rowsOfOtherClassesMayBeThereAndBlank() {
        var draft = right(ProviderClass.HOSTING);
        var whole = new Draft(RandomReports.of(new SplittableRandom(2), ProviderClass.VLOP, 0));
        String period = draft.get(11, 1, "Reporting period");
        for (int sheet = 7; sheet <= 11; sheet++) {
            int value = whole.column(sheet, "Value");
            var there =
                    draft.rows(sheet).stream().map(row -> row.subList(3, value)).toList();
            for (var row : whole.rows(sheet)) {
                if (there.contains(row.subList(3, value))) continue;
                var blank = new ArrayList<>(row);
                blank.set(2, period);
                for (int column = value; column < blank.size(); column++) blank.set(column, "");
                draft.rows(sheet).add(blank);
            }
        }
        assertThat(draft.rows(9)).hasSize(28);
        assertThat(lint(draft, ProviderClass.HOSTING)).isEmpty();
    }

    @Test
    void sheetsThatAreNotForTheProviderMayBeLeftOut() {
        var draft = right(ProviderClass.INTERMEDIARY);
        for (int sheet : new int[] {4, 9, 10}) draft.drop(sheet);
        assertThat(lint(draft, ProviderClass.INTERMEDIARY)).isEmpty();
    }

    @Test
    void datesOfTheFirstSheetMayBePairs() {
        var draft = right(ProviderClass.VLOP);
        String period = draft.get(3, 1, "Reporting period");
        draft.set(1, draft.row(1, "Starting date of reporting period"), "Value", period);
        draft.set(1, draft.row(1, "Ending date of reporting period"), "Value", period);
        assertThat(lint(draft, ProviderClass.VLOP)).isEmpty();
    }

    @Test
    void linesMayEndWithALineFeedAndCellsMayAllBeQuoted() {
        var draft = right(ProviderClass.VLOP);
        draft.text(7, text -> text.replace("\r\n", "\n"));
        draft.text(
                10,
                text -> text.lines()
                        .map(line -> "\"" + line.replace(",", "\",\"") + "\"\r\n")
                        .collect(java.util.stream.Collectors.joining()));
        assertThat(lint(draft, ProviderClass.VLOP)).isEmpty();
    }

    @Test
    void straySpacesOfTheOfficialHeadersAndIndicatorsAreNoted() {
        var draft = right(ProviderClass.VLOP);
        for (int sheet = 1; sheet <= 11; sheet++) draft.rows(sheet).getFirst().replaceAll(name -> name + " ");
        for (var row : draft.rows(7)) row.set(4, row.get(4) + "  ");
        assertThat(faults(draft, ProviderClass.VLOP)).isEmpty();
        assertThat(lint(draft, ProviderClass.VLOP)).extracting(Finding::rule).containsOnly(Rule.HEADER_SPACES);
    }

    @Test
    void governanceMayBeLabelledAsPublishedFilesDo() {
        var draft = right(ProviderClass.VLOP);
        draft.set(
                11,
                draft.row(11, "High-level description of the content moderation governance structure"),
                "Applicability",
                "Only for VLOPs");
        draft.rows(7)
                .forEach(row -> row.replaceAll(cell -> cell.equals("Only for providers of online platforms")
                        ? "Only for providers of hosting services, including online platforms"
                        : cell));
        assertThat(faults(draft, ProviderClass.VLOP).stream()
                        .map(Finding::sheet)
                        .distinct())
                .doesNotContain("11_qualitative");
    }

    @Test
    void complaintsAboutTrustedFlaggersNoticesMayBeApart() {
        var draft = right(ProviderClass.VLOP);
        String about = "Complaint regarding a decision not to take action on a notice submitted ";
        for (String scope :
                List.of("Total number", "Decisions upheld", "Decisions partially reversed", "Decisions reversed")) {
            int all = draft.row(7, about + "in accordance with Article 16", scope);
            int trusted = draft.row(7, about + "by a Trusted Flagger in accordance with Article 16", scope);
            draft.add(7, all, "Value", -Long.parseLong(draft.get(7, trusted, "Value")));
        }
        assertThat(lint(draft, ProviderClass.VLOP)).isEmpty();
    }

    @Test
    void mediansMayBeRoundedToHoursAndWrittenAsZeroForNothing() {
        var draft = right(ProviderClass.VLOP);
        for (int sheet : new int[] {3, 4}) {
            var header = draft.rows(sheet).getFirst();
            for (int column = 0; column < header.size(); column++) {
                if (!header.get(column).startsWith("Median")) continue;
                for (var row : draft.rows(sheet).subList(1, draft.rows(sheet).size()))
                    row.set(
                            column,
                            row.get(column).isEmpty()
                                    ? "0"
                                    : Long.toString(Math.round(Double.parseDouble(row.get(column)))));
            }
        }
        assertThat(lint(draft, ProviderClass.VLOP)).isEmpty();
    }

    @Test
    void aFirstYearlyReportMayBeAboutAPartOfAYear() {
        var draft = right(ProviderClass.HOSTING);
        String period = draft.get(11, 1, "Reporting period");
        draft.replaceAll(period, "2025-07-01/2025-12-31");
        draft.set(1, draft.row(1, "Starting date of reporting period"), "Value", "2025-07-01");
        draft.set(1, draft.row(1, "Ending date of reporting period"), "Value", "2025-12-31");
        draft.set(1, draft.row(1, "Date of the publication of the report"), "Value", "2026-02-28");
        draft.set(1, draft.row(1, "Date of the publication of the latest previous report"), "Value", "");
        assertThat(lint(draft, ProviderClass.HOSTING)).isEmpty();
    }
}
