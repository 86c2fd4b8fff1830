package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.ProviderClass;
import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.SheetTemplate;
import java.util.List;

/** The first sheet's name and the last sheet's texts: there, and not too long. */
final class TextsCheck {
    private final ReportTemplate template;
    private final ProviderClass provider;
    private final Findings findings;
    private final Grid grid;

    TextsCheck(ReportTemplate template, ProviderClass provider, Findings findings, Grid grid) {
        this.template = template;
        this.provider = provider;
        this.findings = findings;
        this.grid = grid;
    }

    void provider(List<IndicatorRow> rows) {
        for (var row : rows)
            if (row.template().id().equals("provider") && row.value().blank())
                findings.add(Rule.PROVIDER_BLANK, grid.name(), row.number(), "Value", "no name", "the provider's name");
    }

    void qualitative(List<IndicatorRow> rows) {
        for (var row : rows)
            if (row.value().blank()
                    && row.template().applicability().covers(provider)
                    && !row.template().open())
                findings.add(
                        Rule.QUALITATIVE_MISSING,
                        grid.name(),
                        row.number(),
                        "Value",
                        "no text for " + Findings.shown(row.template().indicator()),
                        "a text");
        for (var row : grid.rows()) {
            String text = grid.cell(row, grid.template().values().getFirst()).text();
            int length = text.codePointCount(0, text.length());
            if (length > template.qualitativeMaxChars())
                findings.add(
                        Rule.QUALITATIVE_LONG,
                        grid.name(),
                        row.number(),
                        "Value",
                        length + " characters for " + Findings.shown(grid.key(row, SheetTemplate.INDICATOR)),
                        "at most " + template.qualitativeMaxChars());
        }
    }
}
