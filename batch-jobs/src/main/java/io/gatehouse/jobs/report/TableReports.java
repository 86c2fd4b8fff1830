package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.TableReport.Wanted;
import io.gatehouse.jobs.report.table.FigurePage;
import io.gatehouse.jobs.report.table.FigurePdf;
import io.gatehouse.jobs.report.table.FigureText;
import io.gatehouse.jobs.report.table.FigureWorkbook;
import io.gatehouse.jobs.report.table.Figures;
import io.gatehouse.moderation.report.ReportingPeriod;
import io.gatehouse.residency.region.RegionId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Every report that is made of tables, and its files. Thread-safe. */
public final class TableReports {
    /** A file for each table, or one for all. */
    public enum Form {
        CSV,
        XLSX,
        JSON,
        HTML,
        PDF;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Form> ofWireName(String name) {
            return java.util.Arrays.stream(values())
                    .filter(form -> form.wireName().equals(name))
                    .findFirst();
        }
    }

    private final TreeMap<String, TableReport> reports = new TreeMap<>();
    private final Clock clock;

    public TableReports(List<TableReport> reports, Clock clock) {
        for (var report : reports)
            if (this.reports.put(report.name(), report) != null)
                throw new IllegalArgumentException("two reports are called " + report.name());
        this.clock = clock;
    }

    /** By name. */
    public List<TableReport> all() {
        return List.copyOf(reports.values());
    }

    public Optional<TableReport> named(String name) {
        return Optional.ofNullable(reports.get(name));
    }

    /**
     * Counts.
     *
     * @param zone the controller's, in which days begin
     * @param regions whose records are counted, each served here
     */
    public Figures make(TableReport report, ReportingPeriod period, ZoneId zone, List<RegionId> regions) {
        var now = clock.instant();
        var wanted = new Wanted(Span.of(period, zone, now), regions);
        var quarters = Quarters.of(period, zone, now);
        var about = period.start() + " to " + period.end() + ", in "
                + regions.stream().map(RegionId::value).sorted().collect(Collectors.joining(", "));
        var notes = new ArrayList<>(report.notes());
        if (!report.tablesOfPeople().isEmpty())
            notes.add(
                    quarters.isEmpty()
                            ? "Hidden: " + String.join(", ", new TreeSet<>(report.tablesOfPeople()))
                                    + ". Where people are few they are told of whole calendar quarters only, six years at most:"
                                    + " of two spans that differ by a day, the difference would be somebody."
                            : "Where people are few, a row is shown if it would be in the report of each region and quarter alone:"
                                    + " else two reports beside each other would tell what each of them hides.");
        return new Figures(
                report.name(),
                report.title(),
                report.source(),
                about,
                now,
                notes,
                Differences.protect(report, wanted, quarters));
    }

    /** @param reader whose language numbers are written in, in what people read */
    public List<ReportFile> files(Figures figures, Form form, Locale reader) throws IOException {
        String name = figures.name();
        return switch (form) {
            case CSV -> {
                var files = new ArrayList<ReportFile>();
                for (var table : figures.tables())
                    files.add(new ReportFile(
                            name + "." + table.id() + ".csv", ReportFile.CSV, utf8(FigureText.csv(table))));
                yield files;
            }
            case XLSX -> {
                var bytes = new ByteArrayOutputStream();
                FigureWorkbook.write(figures, bytes);
                yield List.of(new ReportFile(name + ".xlsx", ReportFile.XLSX, bytes.toByteArray()));
            }
            case JSON -> List.of(new ReportFile(name + ".json", ReportFile.JSON, utf8(FigureText.json(figures))));
            case HTML -> List.of(new ReportFile(name + ".html", ReportFile.HTML, utf8(FigurePage.of(figures, reader))));
            case PDF -> {
                var bytes = new ByteArrayOutputStream();
                FigurePdf.write(figures, reader, bytes);
                yield List.of(new ReportFile(name + ".pdf", ReportFile.PDF, bytes.toByteArray()));
            }
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
