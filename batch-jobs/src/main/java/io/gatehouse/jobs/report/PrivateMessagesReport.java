package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.table.Column;
import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.jobs.report.table.SmallCounts;
import io.gatehouse.residency.casework.LogCounts.Question;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was looked at in private messages under a derogation, on which basis, what was found, and how often in error. */
public final class PrivateMessagesReport implements TableReport {
    private static final List<String> DECISIONS = List.of("decision", "redecision", "edit");
    private static final List<String> SURFACES = List.of("direct_message", "group");
    private static final Map<String, List<String>> PRIVATE = Map.of("surface", SURFACES);
    private static final Question LOOKED_AT =
            new Question(DECISIONS, List.of("surface", "bases", "verdict"), PRIVATE, "");
    private static final Question FOUND = new Question(
            DECISIONS,
            List.of("categories", "bases", "verdict"),
            Map.of("surface", SURFACES, "verdict", List.of("review", "restrict")),
            "");

    private final RecordedCells cells;

    public PrivateMessagesReport(RecordedCells cells) {
        this.cells = cells;
    }

    @Override
    public String name() {
        return "private-messages";
    }

    @Override
    public String title() {
        return "Private messages: what was looked at under the derogation";
    }

    @Override
    public String source() {
        return "Regulation (EU) 2021/1232 Art. 3(1)(g)(vii), as carried over by Regulation (EU) 2026/1881 (to be confirmed):"
                + " yearly, by 31 January";
    }

    @Override
    public List<String> notes() {
        return List.of(
                SmallCounts.NOTE,
                "Rows are protected by how many people wrote the messages, and not by how many messages there were. People who were"
                        + " erased, or live in another region by now, are counted among nobody: there were as many people, or more.",
                "To be added by hand: the ground for transfers outside of the Union (see the report transfers), the measures"
                        + " taken against errors, the policy of retention, and the organisations that data were shared with.",
                "A basis is a row of policies/law/scanning*.yaml; where none is named, no purpose that needs one looked.");
    }

    @Override
    public Set<String> tablesOfPeople() {
        return Set.of("volume", "found", "errors");
    }

    @Override
    public List<FigureTable> tables(Wanted wanted) {
        var tables = new ArrayList<FigureTable>();
        tables.add(Tabled.logOfPeople(
                "volume",
                "Messages judged, by what it rested on",
                cells,
                wanted,
                LOOKED_AT,
                List.of(
                        Column.text("surface", "Surface"),
                        Column.text("bases", "Legal bases"),
                        Column.text("verdict", "Verdict"),
                        Column.count("messages", "Messages"))));
        tables.add(Tabled.logOfPeople(
                "found",
                "What was found",
                cells,
                wanted,
                FOUND,
                List.of(
                        Column.text("categories", "Categories"),
                        Column.text("bases", "Legal bases"),
                        Column.text("verdict", "Verdict"),
                        Column.count("messages", "Messages"))));
        var resolved = new Overturns(each -> SURFACES.contains(each.surface()) && each.wasAutomated(), wanted.span());
        var authors = new HashMap<String, Long>();
        for (var region : wanted.regions()) {
            var casework = cells.casework(region);
            var span = wanted.span();
            resolved.add(casework.resolved(span.from(), span.to()));
            casework.authorsByRule(span.from(), span.to(), SURFACES)
                    .forEach((rule, people) ->
                            authors.merge(rule.isEmpty() ? Overturns.NO_RULE : rule, people, Long::sum));
        }
        tables.add(resolved.tableOfPeople(
                "errors",
                "False positives by technology: what people overturned",
                "rule",
                "Rule",
                Overturns.BY_RULE,
                authors));
        return tables;
    }
}
