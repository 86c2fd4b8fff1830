package io.gatehouse.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.report.table.Figure;
import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.residency.casework.CaseworkCounts.Resolved;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Teams are protected by how many people decided, and not by how much they did. */
class OverturnsTest {
    private static final Span SPAN = new Span(
            Instant.parse("2026-07-01T00:00:00Z"),
            Instant.parse("2026-10-01T00:00:00Z"),
            Instant.parse("2026-10-02T00:00:00Z"));

    private static Resolved by(String country, String outcome, long number) {
        return new Resolved(
                "REVIEW", "", "restrict", true, outcome, "en", "comment", "employee", country, List.of("a.b"), number);
    }

    private static FigureTable teams(Map<String, Long> people) {
        var overturns = new Overturns(Resolved::wasAutomated, SPAN);
        overturns.add(List.of(
                by("IE", "allow", 300), by("IE", "restrict", 500), by("DE", "allow", 400), by("FR", "restrict", 900)));
        return overturns.tableOfPeople(
                "by-team", "Teams", "team", "Team", each -> List.of(each.employment() + ", " + each.country()), people);
    }

    private static List<String> written(FigureTable table, int row) {
        return table.rows().get(row).stream().map(Figure::written).toList();
    }

    @Test
    void aTeamOfTwoIsHiddenHoweverMuchTheyDecidedAndAnotherWithIt() {
        var table = teams(Map.of("employee, DE", 2L, "employee, FR", 9L, "employee, IE", 30L));
        assertThat(written(table, 0))
                .containsExactly("employee, DE", "hidden", "hidden", "hidden", "hidden", "hidden", "hidden", "hidden");
        assertThat(written(table, 1))
                .as("the total less Ireland would be Germany")
                .startsWith("employee, FR", "hidden", "hidden");
        assertThat(written(table, 2)).startsWith("employee, IE", "30", "800", "300", "0.375");
        assertThat(written(table, 3)).startsWith("TOTAL", "", "2100", "700");
    }

    @Test
    void ofWhoIsInNoRegisterNobodyKnowsMoreThanThatThereWasOne() {
        var table = teams(Map.of("employee, FR", 9L, "employee, IE", 30L));
        assertThat(written(table, 0)).startsWith("employee, DE", "hidden", "hidden");
    }

    @Test
    void ofSmallTeamsAloneTheTotalIsHiddenToo() {
        var table = teams(Map.of("employee, DE", 1L, "employee, FR", 1L, "employee, IE", 1L));
        assertThat(table.rows()).allSatisfy(row -> assertThat(row.get(2)).isEqualTo(new Figure.Hidden()));
    }
}
