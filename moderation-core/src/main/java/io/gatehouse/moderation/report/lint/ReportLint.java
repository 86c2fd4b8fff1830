package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.ProviderClass;
import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.SheetTemplate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a report to the template: its form first, then each sheet, then the sheets beside each other. Whatever can still be
 * understood is looked at, whatever else is wrong.
 */
public final class ReportLint {
    private final ReportTemplate template;
    private final Findings findings;

    private ReportLint(ReportTemplate template) {
        this.template = template;
        this.findings = new Findings(template);
    }

    /**
     * @param report a directory or a ZIP of CSV files, a workbook, or a single sheet
     * @param provider what the provider is; taken from the report when empty
     * @throws IOException when nothing is there that could be a report
     */
    public static LintReport lint(ReportTemplate template, Path report, Optional<ProviderClass> provider)
            throws IOException {
        var lint = new ReportLint(template);
        var sheets = ReportFiles.open(report, lint.findings);
        // Who shows one sheet asks about that one.
        boolean whole = sheets.size() != 1
                || sheets.getFirst().workbook()
                || !report.toString().endsWith(sheets.getFirst().name());
        return lint.run(sheets, whole, provider);
    }

    /** @param files the bytes of CSV files by name */
    static LintReport lint(ReportTemplate template, Map<String, byte[]> files, Optional<ProviderClass> provider) {
        var lint = new ReportLint(template);
        var sheets = files.entrySet().stream()
                .map(file -> new CsvReader(file.getKey(), lint.findings).read(file.getValue()))
                .toList();
        return lint.run(sheets, true, provider);
    }

    private LintReport run(List<RawSheet> files, boolean whole, Optional<ProviderClass> asked) {
        var grids = new Services(findings).one(new SheetFinder(template, findings).find(files));
        var provider = asked.orElseGet(() -> ClassGuess.of(template, grids));
        if (whole) missing(grids, provider);
        new KeyCheck(template, findings, grids.values()).check();
        var texts = new TextCheck(template, findings);
        grids.values().forEach(texts::all);
        var periods = new PeriodCheck(template, findings, grids);
        periods.check(provider);
        sheets(grids, provider);
        return new LintReport(
                provider,
                asked.isEmpty(),
                periods.period(),
                grids.size(),
                grids.values().stream().mapToLong(grid -> grid.rows().size()).sum(),
                findings.sorted());
    }

    private void missing(Map<Integer, Grid> grids, ProviderClass provider) {
        for (var sheet : template.sheets())
            if (!grids.containsKey(sheet.number()) && sheet.forWhom().covers(provider))
                findings.sheet(Rule.SHEET_MISSING, sheet.name(), "the sheet is not there", sheet.name() + ".csv");
    }

    private void sheets(Map<Integer, Grid> grids, ProviderClass provider) {
        Map<Integer, CategoryRow> totals = new HashMap<>();
        for (var grid : grids.values()) {
            var sheet = grid.template();
            // A sheet that is not for the provider may be empty, or have its rows without values.
            if (sheet.forWhom().covers(provider) || tellsAnything(grid)) sheet(sheet, grid, provider, totals);
        }
    }

    private static boolean tellsAnything(Grid grid) {
        return grid.rows().stream()
                .anyMatch(row -> grid.template().values().stream()
                        .anyMatch(value -> !grid.cell(row, value).isBlank()));
    }

    private void sheet(SheetTemplate sheet, Grid grid, ProviderClass provider, Map<Integer, CategoryRow> totals) {
        switch (sheet.kind()) {
            case NAMES -> new NamesCheck(template, findings, grid).check();
            case ORDERS, CATEGORIES -> {
                var check = new CategoryCheck(template, findings, grid);
                check.check();
                check.total().ifPresent(total -> totals.put(sheet.number(), total));
            }
            case IDENTIFICATION, INDICATORS, TEXTS -> {
                var rows = new IndicatorReader(template, provider, findings, grid).rows();
                switch (sheet.number()) {
                    case 1 -> new TextsCheck(template, provider, findings, grid).provider(rows);
                    case 7 -> new AppealsCheck(template, findings, grid.name(), rows).check();
                    case 8 -> new AutomatedCheck(template, findings, grid.name(), rows, totals).check();
                    case 9, 10 -> new PeopleCheck(template, findings, grid.name(), rows, sheet.number() == 10).check();
                    default -> new TextsCheck(template, provider, findings, grid).qualitative(rows);
                }
            }
        }
    }
}
