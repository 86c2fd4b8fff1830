package io.gatehouse.service.report;

import io.gatehouse.jobs.report.ReportFile;
import io.gatehouse.jobs.report.TableReport;
import io.gatehouse.jobs.report.TableReports;
import io.gatehouse.jobs.report.TableReports.Form;
import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.moderation.report.ReportingPeriod;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reports that are made of tables, anew whenever somebody asks; nothing of them is kept. */
@RestController
final class TableReportsController {
    /** Of years with four digits: others have no place in a database. */
    private static final int DAY_LENGTH = 10;

    private final TableReports reports;
    private final ServedRecords cells;
    private final ServiceRules services;

    TableReportsController(TableReports reports, ServedRecords cells, ServiceRules services) {
        this.reports = reports;
        this.cells = cells;
        this.services = services;
    }

    @GetMapping("/v1/reports/made")
    Map<String, Object> list() {
        return Map.of(
                "reports",
                reports.all().stream()
                        .map(report ->
                                Map.of("name", report.name(), "title", report.title(), "source", report.source()))
                        .toList());
    }

    /**
     * @param from and {@code to} are days, both included
     * @param regions with commas; all that are served here when left out
     * @param format csv, xlsx, json, html or pdf; json when left out
     * @param table of a CSV: which one
     * @param language in which html and pdf write numbers; English when left out
     */
    @GetMapping("/v1/reports/made/{name}")
    ResponseEntity<byte[]> make(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String regions,
            @RequestParam(required = false) @Nullable String format,
            @RequestParam(required = false) @Nullable String table,
            @RequestParam(required = false) @Nullable String language)
            throws IOException {
        var report = reports.named(name)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND,
                        "There is no such report; there are "
                                + reports.all().stream().map(TableReport::name).collect(Collectors.joining(", "))
                                + "."));
        var faults = new Faults();
        var first = day("from", from, faults);
        var last = day("to", to, faults);
        if (faults.isEmpty() && last.isBefore(first)) faults.add("query:to", "must not lie before from");
        var form = Form.ofWireName(format == null ? "json" : format).orElse(null);
        if (form == null) faults.add("query:format", "must be csv, xlsx, json, html or pdf");
        var wanted = regions(regions, faults);
        faults.refuseAny();
        if (form == null) throw new IllegalStateException("a fault was noted");
        var figures = reports.make(report, new ReportingPeriod(first, last), services.zone(), wanted);
        var file = only(
                reports.files(figures, form, language == null ? Locale.ENGLISH : Locale.forLanguageTag(language)),
                figures.tables(),
                table);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(file.mediaType()))
                .header("Content-Disposition", "attachment; filename=\"" + file.name() + '"')
                .header("X-Content-Type-Options", "nosniff")
                .body(file.bytes());
    }

    private static ReportFile only(List<ReportFile> files, List<FigureTable> tables, @Nullable String table) {
        if (files.size() == 1) return files.getFirst();
        for (int i = 0; i < tables.size(); i++) if (tables.get(i).id().equals(table)) return files.get(i);
        var faults = new Faults();
        faults.add(
                "query:table",
                "must be one of " + tables.stream().map(FigureTable::id).collect(Collectors.joining(", ")));
        faults.refuseAny();
        throw new IllegalStateException("a fault was noted");
    }

    private static LocalDate day(String name, @Nullable String text, Faults faults) {
        try {
            if (text != null && text.length() == DAY_LENGTH) return LocalDate.parse(text);
        } catch (DateTimeException _) {
            // The fault says what is expected, whatever is wrong with it.
        }
        faults.add("query:" + name, "must be a day such as 2026-01-01");
        return LocalDate.EPOCH;
    }

    private List<RegionId> regions(@Nullable String text, Faults faults) {
        if (text == null) return List.copyOf(cells.served());
        var found = new ArrayList<RegionId>();
        for (String name : text.split(",", -1))
            cells.served().stream()
                    .filter(region -> region.value().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            region -> {
                                if (!found.contains(region)) found.add(region);
                            },
                            () -> faults.add("query:regions", "'" + name + "' is not served by this process"));
        return List.copyOf(found);
    }
}
