package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.ProviderClass;
import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.ReportingPeriod;
import io.gatehouse.moderation.report.SheetTemplate;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The period in every row, and the dates of the first sheet. */
final class PeriodCheck {
    private static final Pattern PAIR = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}/[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private final ReportTemplate template;
    private final Findings findings;
    private final Map<Integer, Grid> grids;
    private final Map<String, LocalDate> dates = new HashMap<>();

    PeriodCheck(ReportTemplate template, Findings findings, Map<Integer, Grid> grids) {
        this.template = template;
        this.findings = findings;
        this.grids = grids;
    }

    /** What most rows say the period is; else what the first sheet says. */
    Optional<ReportingPeriod> period() {
        Map<String, Integer> votes = new HashMap<>();
        for (var grid : grids.values())
            if (grid.template().hasPeriod())
                for (var row : grid.rows()) votes.merge(grid.key(row, SheetTemplate.PERIOD), 1, Integer::sum);
        return votes.entrySet().stream()
                .filter(vote -> Days.period(vote.getKey()).isPresent())
                .max(Map.Entry.comparingByValue())
                .flatMap(vote -> Days.period(vote.getKey()))
                .or(() -> ReportingPeriod.parse(dates.get("start") + "/" + dates.get("end")));
    }

    void check(ProviderClass provider) {
        dates();
        var period = period();
        for (var grid : grids.values())
            if (grid.template().hasPeriod() && grid.has(SheetTemplate.PERIOD))
                for (var row : grid.rows()) cell(grid, row, period);
        period.ifPresent(found -> {
            same("start", found.start());
            same("end", found.end());
            cycle(found, provider);
            published(found);
        });
    }

    private void cell(Grid grid, RawSheet.Row row, Optional<ReportingPeriod> period) {
        String text = grid.key(row, SheetTemplate.PERIOD);
        if (period.isPresent() && text.equals(period.get().toString())) return;
        String right = period.map(ReportingPeriod::toString).orElse("such as 2026-01-01/2026-06-30");
        Rule rule;
        if (text.isEmpty()) rule = Rule.PERIOD_BLANK;
        else if (!PAIR.matcher(text).matches()) rule = Rule.PERIOD_FORMAT;
        else {
            var start = day(text.substring(0, text.indexOf('/')));
            var end = day(text.substring(text.indexOf('/') + 1));
            if (start.isEmpty() || end.isEmpty()) rule = Rule.PERIOD_NOT_REAL;
            else if (end.get().isBefore(start.get())) rule = Rule.PERIOD_BACKWARDS;
            else rule = Rule.PERIOD_DIFFERS; // there is a period: this one
        }
        findings.add(
                rule,
                grid.name(),
                row.number(),
                SheetTemplate.PERIOD,
                text.isEmpty() ? "no period" : "the period " + Findings.shown(text),
                right);
    }

    private void dates() {
        var grid = grids.get(1);
        if (grid == null) return;
        for (var row : grid.rows()) {
            String indicator = grid.key(row, SheetTemplate.INDICATOR);
            for (var wanted : grid.template().rows())
                if (Names.same(wanted.indicator(), indicator) && !wanted.id().equals("provider"))
                    date(grid, row, wanted.id());
        }
    }

    private void date(Grid grid, RawSheet.Row row, String id) {
        String text = grid.key(row, "Value");
        if (text.isEmpty()) {
            if (!id.equals("previous")) dateFault(Rule.DATE_BLANK, grid, row, "no date");
            return;
        }
        if (grid.cell(row, "Value").kind() == RawCell.Kind.DATE)
            dateFault(Rule.CELL_DATE, grid, row, "a spreadsheet's date, shown differently everywhere");
        // The annex shows the pair form here, published reports a single day: both are right.
        String[] parts = text.split("/", -1);
        String one =
                parts.length == 2 && PAIR.matcher(text).matches() ? id.equals("start") ? parts[0] : parts[1] : text;
        if (!DAY.matcher(one).matches()) {
            dateFault(Rule.DATE_FORMAT, grid, row, Findings.shown(text));
            Days.day(one).ifPresent(day -> dates.put(id, day));
        } else
            day(one).ifPresentOrElse(
                            day -> dates.put(id, day),
                            () -> dateFault(Rule.DATE_NOT_REAL, grid, row, Findings.shown(text)));
    }

    private void dateFault(Rule rule, Grid grid, RawSheet.Row row, String wrong) {
        findings.add(rule, grid.name(), row.number(), "Value", wrong, "a day such as 2026-08-31");
    }

    private void same(String id, LocalDate of) {
        var said = dates.get(id);
        if (said != null && !said.equals(of))
            findings.add(
                    Rule.PERIOD_IDENTIFICATION,
                    template.sheet(1).name(),
                    0,
                    "Value",
                    "the " + id + " of the period is " + said + ", in the other sheets " + of,
                    of.toString());
    }

    private void cycle(ReportingPeriod period, ProviderClass provider) {
        if (period.start().isBefore(template.appliesFrom()))
            findings.report(
                    Rule.PERIOD_BEFORE_TEMPLATE,
                    "the period starts on " + period.start(),
                    "periods from " + template.appliesFrom() + " on");
        // Until then the rules of transition leave the first period of yearly reports open.
        boolean open = !provider.reportsEverySixMonths() && period.start().isBefore(template.firstYearlyPeriod());
        if (!open && !period.followsCycleOf(provider))
            findings.report(
                    Rule.PERIOD_CYCLE,
                    "the period is " + period + ", of a " + provider.wireName(),
                    ReportingPeriod.around(period.start(), provider).toString());
    }

    private void published(ReportingPeriod period) {
        var published = dates.get("published");
        var previous = dates.get("previous");
        String sheet = template.sheet(1).name();
        if (published == null) return;
        var last = template.lastPublicationDay(period);
        if (!published.isAfter(period.end()))
            findings.sheet(
                    Rule.PUBLISHED_EARLY,
                    sheet,
                    "published on " + published + ", before " + period + " is over",
                    "a later day");
        else if (published.isAfter(last))
            findings.sheet(Rule.PUBLISHED_LATE, sheet, "published on " + published, "at the latest on " + last);
        if (previous != null && !previous.isBefore(published))
            findings.sheet(
                    Rule.PREVIOUS_AFTER,
                    sheet,
                    "the previous report was published on " + previous + ", this one on " + published,
                    "a day before " + published);
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
