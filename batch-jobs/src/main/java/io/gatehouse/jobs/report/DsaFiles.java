package io.gatehouse.jobs.report;

import io.gatehouse.moderation.report.ReportCsv;
import io.gatehouse.moderation.report.ReportPage;
import io.gatehouse.moderation.report.ReportTable;
import io.gatehouse.moderation.report.ReportWorkbook;
import io.gatehouse.moderation.report.TransparencyReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** The files of a transparency report: one CSV a sheet, the workbook, the page, and what it was made of. Pure. */
final class DsaFiles {
    /** More cells than this have changed: the rest stands in the files of both versions. */
    private static final int MOST_CHANGES = 2_000;

    private static final Pattern PLACE = Pattern.compile("([A-Z]{1,2})([0-9]{1,6})");

    private DsaFiles() {}

    static String csv(ReportTable table) {
        return table.sheet().name() + ".csv";
    }

    /** @param replaced what a new version takes the place of */
    static List<ReportFile> of(
            TransparencyReport report,
            Map<String, Object> about,
            int version,
            Optional<KeptReport> replaced,
            List<Change> changes) {
        var files = new ArrayList<ReportFile>();
        for (var table : report.tables())
            files.add(new ReportFile(csv(table), ReportFile.CSV, utf8(ReportCsv.of(table))));
        files.add(new ReportFile("report.xlsx", ReportFile.XLSX, workbook(report)));
        files.add(new ReportFile(
                "report.html",
                ReportFile.HTML,
                utf8(ReportPage.of(report, Locale.ENGLISH, notes(about, version, replaced, changes)))));
        files.add(new ReportFile("report.json", ReportFile.JSON, json(report, about, version, changes)));
        return files;
    }

    private static byte[] workbook(TransparencyReport report) {
        var bytes = new ByteArrayOutputStream();
        try {
            ReportWorkbook.write(report, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A version that corrects another says so, why, and what is another number now. */
    private static List<String> notes(
            Map<String, Object> about, int version, Optional<KeptReport> replaced, List<Change> changes) {
        if (version == 0) return List.of("This is a draft. It is not published, and texts may be missing.");
        if (replaced.isEmpty()) return List.of();
        var notes = new ArrayList<String>();
        notes.add("Version " + version + ". It takes the place of version "
                + replaced.get().version() + ", published " + replaced.get().published() + ". Why: "
                + about.getOrDefault("reason", ""));
        changes.stream().limit(MOST_CHANGES).forEach(change -> notes.add("Changed: " + change));
        return List.copyOf(notes);
    }

    private static byte[] json(
            TransparencyReport report, Map<String, Object> about, int version, List<Change> changes) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("name", DsaDesk.NAME);
        tree.put("period", report.subject().period().toString());
        tree.put("published", report.subject().published().toString());
        tree.put("version", version);
        tree.put("about", about);
        tree.put(
                "changes",
                changes.stream().limit(MOST_CHANGES).map(Change::tree).toList());
        tree.put("more_changes", changes.size() > MOST_CHANGES);
        return utf8(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** @param place for example {@code F12}, the header being row 1; empty for a place that is not there */
    static String cell(String csv, String place) {
        var parts = PLACE.matcher(place);
        if (!parts.matches()) return "";
        int column = 0;
        for (char letter : parts.group(1).toCharArray()) column = 26 * column + letter - 'A' + 1;
        int row = Integer.parseInt(parts.group(2)) - 1;
        var rows = CsvRows.of(csv);
        if (row < 0 || row >= rows.size() || column > rows.get(row).size()) return "";
        return rows.get(row).get(column - 1);
    }
}
