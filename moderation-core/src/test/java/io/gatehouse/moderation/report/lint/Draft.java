package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.ReportCsv;
import io.gatehouse.moderation.report.TransparencyReport;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A right report that somebody then spoils: rows of text by sheet, the header first. */
final class Draft {
    private final Map<Integer, List<List<String>>> sheets = new TreeMap<>();
    private final Map<Integer, String> names = new TreeMap<>();
    private final Map<Integer, UnaryOperator<String>> texts = new TreeMap<>();
    private final Map<Integer, Charset> charsets = new TreeMap<>();
    private final Map<String, byte[]> more = new LinkedHashMap<>();

    Draft(TransparencyReport report) {
        for (var table : report.tables()) {
            var rows = new ArrayList<List<String>>();
            rows.add(new ArrayList<>(table.sheet().header()));
            for (var row : table.written()) rows.add(new ArrayList<>(row));
            sheets.put(table.sheet().number(), rows);
            names.put(table.sheet().number(), table.sheet().name());
        }
    }

    Map<String, byte[]> files() {
        return files(sheets.keySet());
    }

    /** Only of these sheets, which takes a tenth of the time. */
    Map<String, byte[]> files(Collection<Integer> only) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        sheets.forEach((number, rows) -> {
            if (!only.contains(number)) return;
            var text = new StringBuilder();
            for (var row : rows) ReportCsv.line(row, text);
            String whole = texts.getOrDefault(number, UnaryOperator.identity()).apply(text.toString());
            files.put(
                    names.get(number) + ".csv", whole.getBytes(charsets.getOrDefault(number, StandardCharsets.UTF_8)));
        });
        files.putAll(more);
        return files;
    }

    List<List<String>> rows(int sheet) {
        return sheets.get(sheet);
    }

    int column(int sheet, String header) {
        int column = rows(sheet).getFirst().indexOf(header);
        if (column < 0) throw new AssertionError("no column " + header + " in sheet " + sheet);
        return column;
    }

    /** The first row with all of these cells; what comes first in a sheet is what is meant. */
    int row(int sheet, String... cells) {
        for (int i = 1; i < rows(sheet).size(); i++) if (rows(sheet).get(i).containsAll(Arrays.asList(cells))) return i;
        throw new AssertionError("no row of " + Arrays.toString(cells) + " in sheet " + sheet);
    }

    String get(int sheet, int row, String header) {
        return rows(sheet).get(row).get(column(sheet, header));
    }

    void set(int sheet, int row, String header, String value) {
        rows(sheet).get(row).set(column(sheet, header), value);
    }

    /** Adds to a number. */
    void add(int sheet, int row, String header, long more) {
        String there = get(sheet, row, header);
        set(sheet, row, header, Long.toString((there.isEmpty() ? 0 : Long.parseLong(there)) + more));
    }

    void setAll(int sheet, String header, String value) {
        for (int i = 1; i < rows(sheet).size(); i++) set(sheet, i, header, value);
    }

    void replaceAll(String from, String to) {
        for (var rows : sheets.values()) for (var row : rows) row.replaceAll(cell -> cell.equals(from) ? to : cell);
    }

    void remove(int sheet, int row) {
        rows(sheet).remove(row);
    }

    void copy(int sheet, int row) {
        rows(sheet).add(row + 1, new ArrayList<>(rows(sheet).get(row)));
    }

    void drop(int sheet) {
        sheets.remove(sheet);
    }

    void rename(int sheet, String name) {
        names.put(sheet, name);
    }

    void text(int sheet, UnaryOperator<String> change) {
        texts.put(sheet, change);
    }

    void charset(int sheet, Charset charset) {
        charsets.put(sheet, charset);
    }

    void file(String name, String text) {
        more.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    String text(int sheet) {
        var text = new StringBuilder();
        for (var row : rows(sheet)) ReportCsv.line(row, text);
        return text.toString();
    }
}
