package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.lint.ValueCheck.Read;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sheet 8: automated means, within itself and beside sheets 4, 5 and 6. */
final class AutomatedCheck extends IndicatorCheck {
    private static final String OWN = "Own-initiative";
    private static final String NAM = "NAM Total";
    private static final String NAM_TRUSTED = "NAM Trusted Flagger";
    private static final List<String> MEASURES = List.of("solely", "not_automated");
    private static final List<String> NOTICES = List.of("notices_solely", "notices_not");
    private static final List<String> ACCURACY = List.of("accuracy", "precision", "recall");

    /** Totals of the sheets by category, by sheet. */
    private final Map<Integer, CategoryRow> totals;

    AutomatedCheck(
            ReportTemplate template,
            Findings findings,
            String sheet,
            List<IndicatorRow> rows,
            Map<Integer, CategoryRow> totals) {
        super(template, findings, sheet, rows);
        this.totals = Map.copyOf(totals);
    }

    @Override
    void check() {
        for (String measure : MEASURES) {
            row(measure, OWN)
                    .ifPresent(own -> noMoreThan(
                            Rule.AUTOMATED_OWN,
                            own,
                            value(measure, TOTAL_NUMBER),
                            "measures at the provider's own initiative"));
            for (String language : template.languages())
                row(measure, language)
                        .ifPresent(row -> noMoreThan(
                                Rule.AUTOMATED_LANGUAGE, row, value(measure, TOTAL_NUMBER), "measures in " + language));
        }
        for (String notice : NOTICES)
            row(notice, NAM_TRUSTED)
                    .ifPresent(trusted -> noMoreThan(
                            Rule.AUTOMATED_TRUSTED, trusted, value(notice, NAM), "notices of trusted flaggers"));
        measures();
        notices(NAM, "notices");
        notices(NAM_TRUSTED, "trusted_notices");
        accuracy();
    }

    private void measures() {
        var taken = ofSheets("measures");
        var detected = ofSheets("automated");
        beside(MEASURES, OWN, taken, "measures in sheets 5 and 6", Rule.AUTOMATED_TAKEN, Rule.AUTOMATED_UNTOLD);
        var solely = row("solely", OWN);
        if (solely.isPresent() && detected.isPresent())
            noMoreThan(
                    Rule.AUTOMATED_DETECTED,
                    solely.get(),
                    Read.of(detected.get()),
                    "measures solely by automated means, against those detected so in sheets 5 and 6");
    }

    private Optional<BigDecimal> ofSheets(String id) {
        if (!totals.containsKey(5) || !totals.containsKey(6)) return Optional.empty();
        return sum(List.of(totals.get(5).value(id), totals.get(6).value(id)));
    }

    private void notices(String scope, String id) {
        if (!totals.containsKey(4)) return;
        var received = totals.get(4).value(id);
        if (received.number() == null) return;
        beside(
                NOTICES,
                scope,
                Optional.of(received.orZero()),
                "notices in sheet 4",
                Rule.AUTOMATED_NOTICES,
                Rule.AUTOMATED_NOTICES_UNTOLD);
    }

    /** Partly automated ones are in neither row, so that fewer are right where context says so. */
    private void beside(
            List<String> ids, String scope, Optional<BigDecimal> other, String words, Rule more, Rule untold) {
        var first = row(ids.get(0), scope);
        var second = row(ids.get(1), scope);
        if (other.isEmpty() || first.isEmpty() || second.isEmpty()) return;
        if (first.get().value().number() == null || second.get().value().number() == null) return;
        var together = first.get().value().orZero().add(second.get().value().orZero());
        int difference = together.compareTo(other.get());
        if (difference == 0) return;
        boolean said = ids.stream()
                .anyMatch(
                        id -> rows.stream().anyMatch(row -> row.template().id().equals(id) && row.context()));
        if (difference < 0 && said) return;
        fault(
                difference > 0 ? more : untold,
                first.get().number(),
                together.toPlainString() + " solely and not automated together, scope '" + scope + "', but "
                        + other.get().toPlainString() + " " + words,
                difference > 0
                        ? other.get().toPlainString() + " together, or fewer"
                        : "all of them, or in context how many were partly automated");
    }

    private void accuracy() {
        Map<String, Map<String, Integer>> byScope = new HashMap<>();
        boolean told = false;
        for (var row : rows) {
            if (!ACCURACY.contains(row.template().id()) || row.value().blank()) continue;
            told = true;
            byScope.computeIfAbsent(row.scope(), _ -> new HashMap<>())
                    .merge(row.template().id(), 1, Integer::sum);
            if (!row.context())
                fault(
                        Rule.ACCURACY_UNJUSTIFIED,
                        row.number(),
                        "a value without a word of context, scope '" + row.scope() + "'",
                        "in context, which system it is about and why it is a right indicator");
        }
        byScope.forEach((scope, counts) -> {
            boolean whole = counts.size() == ACCURACY.size() && new HashSet<>(counts.values()).size() == 1;
            if (!whole)
                findings.sheet(
                        Rule.ACCURACY_PART,
                        sheet,
                        "scope '" + scope + "' has " + counts.getOrDefault("accuracy", 0) + " of accuracy, "
                                + counts.getOrDefault("precision", 0) + " of precision and "
                                + counts.getOrDefault("recall", 0) + " of recall",
                        "all three for each system");
        });
        var solely = row("solely", TOTAL_NUMBER);
        if (!told && solely.isPresent() && solely.get().value().isPositive())
            findings.sheet(
                    Rule.ACCURACY_MISSING,
                    sheet,
                    solely.get().value().orZero().toPlainString()
                            + " measures solely by automated means, and nothing about how right these are",
                    "accuracy, precision and recall of each system");
    }
}
