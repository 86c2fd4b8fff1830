package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.Applicability;
import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.SheetTemplate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Applicability and service, in every row of every sheet that has them. */
final class KeyCheck {
    private final ReportTemplate template;
    private final Findings findings;
    private final Collection<Grid> grids;

    KeyCheck(ReportTemplate template, Findings findings, Collection<Grid> grids) {
        this.template = template;
        this.findings = findings;
        this.grids = grids;
    }

    void check() {
        var service = service();
        for (var grid : grids)
            for (var row : grid.rows()) {
                if (grid.has(SheetTemplate.APPLICABILITY)) applicability(grid, row);
                if (grid.has(SheetTemplate.SERVICE)) service(grid, row, service);
            }
    }

    /** What most rows say. */
    private Optional<String> service() {
        Map<String, Integer> votes = new HashMap<>();
        for (var grid : grids)
            for (var row : grid.rows()) {
                String name = grid.key(row, SheetTemplate.SERVICE);
                if (!name.isEmpty()) votes.merge(name, 1, Integer::sum);
            }
        return votes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    private void service(Grid grid, RawSheet.Row row, Optional<String> service) {
        String there = grid.key(row, SheetTemplate.SERVICE);
        if (service.isPresent() && there.equals(service.get())) return;
        findings.add(
                there.isEmpty() ? Rule.SERVICE_BLANK : Rule.SERVICE_DIFFERS,
                grid.name(),
                row.number(),
                SheetTemplate.SERVICE,
                there.isEmpty() ? "no service" : "the service " + Findings.shown(there),
                service.map(Findings::shown).orElse("the name of the service"));
    }

    private void applicability(Grid grid, RawSheet.Row row) {
        String there = grid.key(row, SheetTemplate.APPLICABILITY);
        var known = template.applicability().entrySet().stream()
                .filter(entry -> Names.same(entry.getValue(), there))
                .map(Map.Entry::getKey)
                .findFirst();
        if (known.isEmpty())
            fault(
                    Rule.APPLICABILITY_UNKNOWN,
                    grid,
                    row,
                    there.isEmpty() ? "no applicability" : Findings.shown(there),
                    expected(grid, row)
                            .map(this::name)
                            .orElse("one of: "
                                    + String.join("; ", template.applicability().values())));
        else
            expected(grid, row)
                    .filter(one -> one != known.get())
                    .ifPresent(one -> fault(Rule.APPLICABILITY_WRONG, grid, row, Findings.shown(there), name(one)));
    }

    private String name(Applicability applicability) {
        return "'" + template.applicability().get(applicability) + "'";
    }

    /** Empty where the reference leaves it open, or nobody knows which row this is. */
    private Optional<Applicability> expected(Grid grid, RawSheet.Row row) {
        var sheet = grid.template();
        if (sheet.isByCategory()) return Optional.of(sheet.forWhom());
        String indicator = grid.key(row, SheetTemplate.INDICATOR);
        String scope = grid.key(row, SheetTemplate.SCOPE);
        return sheet.rows().stream()
                .filter(one -> Names.same(one.indicator(), indicator)
                        && template.scopesOf(one).contains(scope))
                .findFirst()
                .filter(one -> !one.open())
                .map(SheetTemplate.Row::applicability);
    }

    private void fault(Rule rule, Grid grid, RawSheet.Row row, String wrong, String right) {
        findings.add(rule, grid.name(), row.number(), SheetTemplate.APPLICABILITY, wrong, right);
    }
}
