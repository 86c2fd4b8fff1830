package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.TableReport.Wanted;
import io.gatehouse.jobs.report.table.FigurePage;
import io.gatehouse.jobs.report.table.FigurePdf;
import io.gatehouse.jobs.report.table.Figures;
import io.gatehouse.jobs.report.table.FigureText;
import io.gatehouse.jobs.report.table.FigureWorkbook;
import io.gatehouse.residency.region.RegionId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
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

    /** @param days the span in words, as who asked named it */
    public Figures make(TableReport report, Wanted wanted, String days) {
        var about = days + ", in "
                + wanted.regions().stream().map(RegionId::value).sorted().collect(Collectors.joining(", "));
        return new Figures(
                report.name(),
                report.title(),
                report.source(),
                about,
                clock.instant(),
                report.notes(),
                report.tables(wanted));
    }

    /** @param reader whose language numbers are written in, in what people read */
    public List<ReportFile> files(Figures figures, Form form, Locale reader) throws IOException {
        String name = figures.name();
        return switch (form) {
            case CSV -> {
                var files = new ArrayList<ReportFile>();
                for (var table : figures.tables())
                    files.add(new ReportFile(name + "." + table.id() + ".csv", ReportFile.CSV, utf8(FigureText.csv(table))));
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
