package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.Measure;
import io.gatehouse.moderation.report.ProviderClass;
import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.SheetTemplate;
import io.gatehouse.moderation.report.SheetTemplate.Kind;
import io.gatehouse.moderation.report.lint.ValueCheck.Place;
import io.gatehouse.moderation.report.lint.ValueCheck.Read;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Understands the rows of a sheet by indicator, and misses those that should be there. */
final class IndicatorReader {
    private static final String EACH_LANGUAGE = "{language}";

    private final ReportTemplate template;
    private final ProviderClass provider;
    private final Findings findings;
    private final ValueCheck values;
    private final TextCheck texts;
    private final Grid grid;
    private final SheetTemplate sheet;
    private final ScopeCheck scopes;

    /** The last indicator that was read: cells that were merged name it in their first row alone. */
    private String above = "";

    IndicatorReader(ReportTemplate template, ProviderClass provider, Findings findings, Grid grid) {
        this.template = template;
        this.provider = provider;
        this.findings = findings;
        this.values = new ValueCheck(findings);
        this.texts = new TextCheck(template, findings);
        this.grid = grid;
        this.sheet = grid.template();
        this.scopes = new ScopeCheck(template, findings, grid);
    }

    List<IndicatorRow> rows() {
        var rows = new ArrayList<IndicatorRow>();
        for (var row : grid.rows()) read(row).ifPresent(rows::add);
        once(rows);
        missing(rows);
        return rows;
    }

    private Optional<IndicatorRow> read(RawSheet.Row row) {
        String indicator = grid.key(row, SheetTemplate.INDICATOR);
        if (indicator.isEmpty()
                && !above.isEmpty()
                && !grid.key(row, SheetTemplate.SCOPE).isEmpty()) {
            findings.add(
                    Rule.INDICATOR_UNKNOWN,
                    grid.name(),
                    row.number(),
                    SheetTemplate.INDICATOR,
                    "no indicator; taken for that of the row above",
                    "the indicator in every row");
            indicator = above;
        }
        return read(row, indicator);
    }

    private Optional<IndicatorRow> read(RawSheet.Row row, String indicator) {
        var candidates = sheet.rows().stream()
                .filter(one -> Names.same(one.indicator(), indicator))
                .toList();
        if (candidates.isEmpty()) {
            findings.add(
                    Rule.INDICATOR_UNKNOWN,
                    grid.name(),
                    row.number(),
                    SheetTemplate.INDICATOR,
                    indicator.isEmpty() ? "no indicator" : Findings.shown(indicator) + " is not in the template",
                    sheet.rows().stream()
                            .map(SheetTemplate.Row::indicator)
                            .filter(name -> Names.alike(name, indicator))
                            .findFirst()
                            .map(name -> "'" + name + "'")
                            .orElse("the template's indicators"));
            return Optional.empty();
        }
        above = indicator;
        section(row, candidates.getFirst());
        var scope = sheet.hasScopes() ? scopes.of(row, candidates) : Optional.of("");
        if (scope.isEmpty()) return Optional.empty();
        var found = candidates.stream()
                .filter(one -> template.scopesOf(one).contains(scope.get()))
                .findFirst()
                .orElse(candidates.getFirst());
        return Optional.of(row(row, found, scope.get()));
    }

    private IndicatorRow row(RawSheet.Row row, SheetTemplate.Row found, String scope) {
        var column = sheet.value("value").orElseThrow();
        var cell = grid.cell(row, column);
        var measure = found.measureOf(scope);
        Read read;
        if (measure == Measure.TEXT || measure == Measure.DATE) {
            if (measure == Measure.TEXT) texts.free(grid, row, column.name(), cell);
            read = cell.isBlank() ? Read.BLANK : Read.UNREADABLE;
        } else {
            var place = new Place(grid.name(), row.number(), column.name());
            read = values.read(cell, measure, place);
        }
        var context = sheet.value("context").map(value -> grid.cell(row, value)).orElse(RawCell.NONE);
        sheet.value("context").ifPresent(value -> texts.free(grid, row, value.name(), context));
        if (!read.blank() && !found.applicability().covers(provider) && !found.open())
            findings.add(
                    Rule.BLANK_BEYOND,
                    grid.name(),
                    row.number(),
                    column.name(),
                    "a value where the template asks nothing of a " + provider.wireName(),
                    "nothing");
        return new IndicatorRow(row.number(), found, scope, read, !context.isBlank());
    }

    private void section(RawSheet.Row row, SheetTemplate.Row wanted) {
        if (wanted.section() == null || !grid.has(SheetTemplate.SECTION)) return;
        String there = grid.key(row, SheetTemplate.SECTION);
        if (!Names.same(there, wanted.section()))
            findings.add(
                    Rule.SECTION_WRONG,
                    grid.name(),
                    row.number(),
                    SheetTemplate.SECTION,
                    there.isEmpty() ? "no section" : Findings.shown(there),
                    "'" + wanted.section() + "'");
    }

    private void once(List<IndicatorRow> rows) {
        var seen = new HashSet<String>();
        for (var row : rows) {
            // Each system that is told about has its rows.
            if (row.template().perClassifier()) continue;
            if (seen.add(row.template().indicator() + "\u0000" + row.scope())) continue;
            boolean language = template.languages().contains(row.scope());
            findings.add(
                    language
                            ? Rule.LANGUAGE_TWICE
                            : sheet.kind() == Kind.TEXTS ? Rule.QUALITATIVE_TWICE : Rule.INDICATOR_TWICE,
                    grid.name(),
                    row.number(),
                    language ? SheetTemplate.SCOPE : SheetTemplate.INDICATOR,
                    "again: " + Findings.shown(row.template().indicator())
                            + (row.scope().isEmpty() ? "" : ", scope " + row.scope()),
                    "one row");
        }
    }

    private void missing(List<IndicatorRow> rows) {
        Set<String> there = new HashSet<>();
        for (var row : rows) there.add(row.template().indicator() + "\u0000" + row.scope());
        for (var wanted : sheet.rows()) {
            if (wanted.perClassifier() || !wanted.applicability().covers(provider)) continue;
            for (String scope : template.scopesOf(wanted))
                if (!there.contains(wanted.indicator() + "\u0000" + scope)) missing(wanted, scope);
        }
    }

    private void missing(SheetTemplate.Row wanted, String scope) {
        boolean language =
                wanted.scopes().contains(EACH_LANGUAGE) && template.languages().contains(scope);
        boolean state = sheet.number() == 10 && template.memberStates().contains(scope);
        findings.sheet(
                language
                        ? Rule.LANGUAGE_MISSING
                        : state
                                ? Rule.AMAR_MISSING_STATE
                                : sheet.kind() == Kind.TEXTS ? Rule.QUALITATIVE_MISSING : Rule.INDICATOR_MISSING,
                grid.name(),
                "no row " + Findings.shown(wanted.indicator()) + (scope.isEmpty() ? "" : ", scope " + scope),
                "a row for it");
    }
}
