package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.jobs.report.table.SmallCounts;
import io.gatehouse.residency.casework.CaseworkCounts.Resolved;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How right decisions are: what people overturned of machines, and of each other. */
public final class QualityReport implements TableReport {
    private final RecordedCells cells;

    public QualityReport(RecordedCells cells) {
        this.cells = cells;
    }

    @Override
    public String name() {
        return "quality";
    }

    @Override
    public String title() {
        return "Quality of moderation";
    }

    @Override
    public String source() {
        return "Regulation (EU) 2022/2065 (DSA) Art. 15(1)(e), 20, 42(2)(c)";
    }

    @Override
    public List<String> notes() {
        return List.of(
                "People decide on what is doubtful, contested or reported: shares are of these, not of everything. Who reverses in"
                        + " part overturns. Intervals are Wilson's, of 95 %.",
                "Teams are shown by employment and country of who decided, and only from " + SmallCounts.MINIMUM
                        + " people on: of fewer, a single person would be judged, however much they decided. Where fewer moderate at"
                        + " all, the totals are theirs.");
    }

    @Override
    public Set<String> tablesOfPeople() {
        return Set.of("by-team", "appeals-against-people");
    }

    @Override
    public List<FigureTable> tables(Wanted wanted) {
        var machines = new Overturns(Resolved::wasAutomated, wanted.span());
        var people = new Overturns(each -> !each.wasAutomated() && each.kind().equals("APPEAL"), wanted.span());
        var teams = new HashMap<String, Long>();
        for (var region : wanted.regions()) {
            var casework = cells.casework(region);
            var resolved = casework.resolved(wanted.span().from(), wanted.span().to());
            // Who decides in two regions is one person: of several regions the largest team is meant.
            casework.teams(wanted.span().from(), wanted.span().to())
                    .forEach(each -> teams.merge(team(each.employment(), each.country()), each.people(), Math::max));
            machines.add(resolved);
            people.add(resolved);
        }
        return List.of(
                machines.table(
                        "by-occasion",
                        "Machines' decisions that people looked at, by why",
                        "occasion",
                        "Why",
                        each -> List.of(occasion(each)),
                        false),
                machines.table("by-rule", "The same by rule", "rule", "Rule", Overturns.BY_RULE, false),
                machines.table(
                        "by-language",
                        "The same by language of the content",
                        "language",
                        "Language",
                        each -> List.of(each.language()),
                        false),
                machines.tableOfPeople(
                        "by-team",
                        "The same by team of who decided",
                        "team",
                        "Team",
                        each -> List.of(team(each.employment(), each.country())),
                        teams),
                people.table(
                        "appeals-against-people",
                        "People's decisions that were appealed, by language of the content",
                        "language",
                        "Language",
                        each -> List.of(each.language()),
                        true));
    }

    private static String team(String employment, String country) {
        return employment + ", " + country;
    }

    private static String occasion(Resolved each) {
        String kind = each.kind().toLowerCase(Locale.ROOT);
        return each.appellant().isEmpty() ? kind : kind + " by " + each.appellant();
    }
}
