package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.Measure;
import io.gatehouse.moderation.report.SheetTemplate;
import io.gatehouse.moderation.report.SheetTemplate.Value;
import java.math.BigDecimal;
import java.util.List;

/** What must hold between the numbers of one row of a sheet by category. */
final class RowCheck {
    /** @param most id of what the other is a part of */
    private record Pair(Rule rule, String part, String most) {}

    private static final List<Pair> NO_MORE_THAN = List.of(
            new Pair(Rule.MEASURES_AUTOMATED, "automated", "measures"),
            new Pair(Rule.TRUSTED_NOTICES, "trusted_notices", "notices"),
            new Pair(Rule.TRUSTED_ITEMS, "trusted_items", "notice_items"),
            new Pair(Rule.TRUSTED_ACTIONS, "trusted_law_actions", "law_actions"),
            new Pair(Rule.TRUSTED_ACTIONS, "trusted_terms_actions", "terms_actions"),
            new Pair(Rule.ITEMS_FEWER_ORDERS, "orders", "order_items"),
            new Pair(Rule.ITEMS_FEWER_NOTICES, "notices", "notice_items"),
            new Pair(Rule.ITEMS_FEWER_NOTICES, "trusted_notices", "trusted_items"));

    private final Findings findings;
    private final Grid grid;
    private final SheetTemplate sheet;
    private final List<Value> restrictions;

    RowCheck(Findings findings, Grid grid) {
        this.findings = findings;
        this.grid = grid;
        this.sheet = grid.template();
        boolean ofMeasures = sheet.value("measures").isPresent();
        this.restrictions = sheet.values().stream()
                .filter(value -> ofMeasures
                        && value.measure() == Measure.COUNT
                        && !value.id().equals("measures")
                        && !value.id().equals("automated"))
                .toList();
    }

    void check(CategoryRow row) {
        for (var pair : NO_MORE_THAN) if (sheet.value(pair.part()).isPresent()) pair(row, pair);
        if (!restrictions.isEmpty()) restrictions(row);
    }

    private void pair(CategoryRow row, Pair pair) {
        var part = row.value(pair.part());
        var most = row.value(pair.most());
        if (!part.isReadable() || !most.isReadable() || most.blank()) return;
        if (part.orZero().compareTo(most.orZero()) <= 0) return;
        boolean ofItems = pair.most().endsWith("_items") && !pair.part().endsWith("_items");
        Rule rule = ofItems && most.orZero().signum() == 0 ? Rule.ITEMS_NONE : pair.rule();
        findings.add(
                rule,
                grid.name(),
                row.number(),
                name(ofItems ? pair.most() : pair.part()),
                part.orZero().toPlainString() + " of '" + name(pair.part()) + "', but "
                        + most.orZero().toPlainString() + " of '" + name(pair.most()) + "', for " + row.name(),
                "no more of the first than of the second");
    }

    private void restrictions(CategoryRow row) {
        var measures = row.value("measures");
        if (measures.number() == null) return;
        var sum = BigDecimal.ZERO;
        boolean all = true;
        for (var restriction : restrictions) {
            var read = row.value(restriction.id());
            all &= read.isReadable() && grid.has(restriction);
            sum = sum.add(read.orZero());
            if (read.orZero().compareTo(measures.orZero()) > 0)
                findings.add(
                        measures.orZero().signum() == 0 ? Rule.RESTRICTIONS_WITHOUT_MEASURE : Rule.RESTRICTIONS_MORE,
                        grid.name(),
                        row.number(),
                        restriction.name(),
                        read.orZero().toPlainString() + " restrictions and "
                                + measures.orZero().toPlainString() + " measures, for " + row.name(),
                        "no more than the measures");
        }
        if (all && sum.compareTo(measures.orZero()) < 0)
            findings.add(
                    Rule.RESTRICTIONS_FEWER,
                    grid.name(),
                    row.number(),
                    name("measures"),
                    measures.orZero().toPlainString() + " measures and " + sum.toPlainString()
                            + " restrictions of all kinds, for " + row.name(),
                    "at least one restriction for each measure");
    }

    private String name(String id) {
        return sheet.value(id).map(Value::name).orElse(id);
    }
}
