package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.SheetTemplate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the header of a sheet and where its columns stand. */
final class HeaderCheck {
    /** Titles that people put above a table are this many rows at most. */
    private static final int LOOKED_AT = 10;

    /** Of the template's headers, as many must be known before a row is taken for the header. */
    private static final double ENOUGH = 0.3;

    /** Of the columns, as many have words in a header of other words. */
    private static final double MOST = 0.8;

    /** A number, a day or a share, and not a word with a digit. */
    private static final Pattern IS_VALUE = Pattern.compile("^\\s*[-+]?[0-9][0-9.,:/ %-]*\\s*$");

    private final SheetTemplate sheet;
    private final Findings findings;
    private final ReportTemplate template;
    private final List<String> wanted;

    HeaderCheck(ReportTemplate template, SheetTemplate sheet, Findings findings) {
        this.template = template;
        this.sheet = sheet;
        this.findings = findings;
        this.wanted = sheet.header();
    }

    /** The share of the template's headers that the best of the first rows has. */
    static double likeness(SheetTemplate sheet, RawSheet raw) {
        return raw.rows().stream()
                .limit(LOOKED_AT)
                .mapToDouble(row -> likeness(sheet.header(), row))
                .max()
                .orElse(0);
    }

    private static double likeness(List<String> header, RawSheet.Row row) {
        Set<String> there = new HashSet<>();
        for (var cell : row.cells()) there.add(Names.plain(cell.text()));
        return header.stream().filter(name -> there.contains(Names.plain(name))).count() / (double) header.size();
    }

    Grid read(RawSheet raw) {
        int headerAt = -1;
        double best = ENOUGH;
        for (int i = 0; i < Math.min(LOOKED_AT, raw.rows().size()); i++) {
            double likeness = likeness(wanted, raw.rows().get(i));
            if (likeness > best) {
                headerAt = i;
                best = likeness;
            }
        }
        int[] columns = new int[wanted.size()];
        boolean isKnown = headerAt >= 0;
        if (!isKnown) {
            if (isHeaderInOtherWords(raw)) headerAt = 0;
            findings.add(
                    Rule.HEADER_NONE,
                    sheet.name(),
                    1,
                    "",
                    headerAt < 0
                            ? "no row is the header"
                            : "no row is the header; the first was taken for one in other words",
                    "the header of the template");
            for (int i = 0; i < columns.length; i++) columns[i] = i;
        } else {
            if (headerAt > 0 || raw.rows().get(headerAt).number() != 1)
                findings.add(
                        Rule.HEADER_LATE,
                        sheet.name(),
                        raw.rows().get(headerAt).number(),
                        "",
                        "the header is row " + raw.rows().get(headerAt).number(),
                        "nothing above the header");
            columns = columns(raw.rows().get(headerAt));
        }
        int width = isKnown ? raw.rows().get(headerAt).cells().size() : wanted.size();
        return new Grid(
                sheet,
                columns,
                body(raw, raw.rows().subList(headerAt + 1, raw.rows().size()), width),
                raw.workbook());
    }

    /** In another language, say: words in most columns, none of them anything that stands in a row. */
    private boolean isHeaderInOtherWords(RawSheet raw) {
        var cells = raw.rows().getFirst().cells();
        long words = cells.stream()
                .filter(cell ->
                        !cell.isBlank() && !IS_VALUE.matcher(cell.text()).find())
                .count();
        return words >= MOST * wanted.size()
                && template.applicability().values().stream()
                        .noneMatch(name -> Names.same(name, cells.getFirst().text()))
                && cells.stream().noneMatch(cell -> cell.text().startsWith("STATEMENT_"));
    }

    private int[] columns(RawSheet.Row header) {
        int[] columns = new int[wanted.size()];
        Arrays.fill(columns, -1);
        boolean[] taken = new boolean[header.cells().size()];
        for (int i = 0; i < columns.length; i++) columns[i] = exact(header, wanted.get(i), taken);
        for (int i = 0; i < columns.length; i++) if (columns[i] < 0) columns[i] = changed(header, i, taken);
        order(header, columns);
        for (int i = 0; i < taken.length; i++) if (!taken[i]) extra(header, i);
        return columns;
    }

    private int exact(RawSheet.Row header, String name, boolean[] taken) {
        for (int i = 0; i < taken.length; i++) {
            String there = header.cells().get(i).text();
            if (taken[i] || !Names.same(there, name)) continue;
            taken[i] = true;
            if (!there.equals(there.strip()) || there.contains("  "))
                findings.add(Rule.HEADER_SPACES, sheet.name(), header.number(), name, "stray spaces", "'" + name + "'");
            return i;
        }
        return -1;
    }

    /** A column whose header was changed: one that is alike, or else an unknown one that stands where this should. */
    private int changed(RawSheet.Row header, int index, boolean[] taken) {
        int found = -1;
        for (int i = 0; i < taken.length && found < 0; i++)
            if (!taken[i] && Names.alike(header.cells().get(i).text(), wanted.get(index))) found = i;
        if (found < 0
                && index < taken.length
                && !taken[index]
                && !header.cells().get(index).isBlank()) found = index;
        if (found < 0) {
            findings.add(
                    Rule.HEADER_MISSING,
                    sheet.name(),
                    header.number(),
                    wanted.get(index),
                    "the column is not there",
                    "column " + Names.letter(index) + " is '" + wanted.get(index) + "'");
            return -1;
        }
        taken[found] = true;
        findings.add(
                Rule.HEADER_WORDS,
                sheet.name(),
                header.number(),
                wanted.get(index),
                "the column is called "
                        + Findings.shown(header.cells().get(found).text()),
                "'" + wanted.get(index) + "'");
        return found;
    }

    private void order(RawSheet.Row header, int[] columns) {
        int before = -1;
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] < 0) continue;
            if (columns[i] < before) {
                findings.add(
                        Rule.HEADER_ORDER,
                        sheet.name(),
                        header.number(),
                        wanted.get(i),
                        "the column stands too early, at " + Names.letter(columns[i]),
                        "column " + Names.letter(i));
                return;
            }
            before = columns[i];
        }
    }

    private void extra(RawSheet.Row header, int column) {
        String there = header.cells().get(column).text();
        if (there.isBlank()) return;
        boolean twice = wanted.stream().anyMatch(name -> Names.same(name, there));
        findings.add(
                twice ? Rule.HEADER_TWICE : Rule.HEADER_EXTRA,
                sheet.name(),
                header.number(),
                Names.letter(column),
                "the column " + Findings.shown(there) + (twice ? " is there again" : " is not in the template"),
                twice ? "each column once" : "only the template's columns");
    }

    private List<RawSheet.Row> body(RawSheet raw, List<RawSheet.Row> below, int width) {
        var rows = new ArrayList<RawSheet.Row>();
        int before = below.isEmpty() ? 0 : below.getFirst().number() - 1;
        for (var row : below) {
            for (int missing = before + 1; missing < row.number() && missing < before + 3; missing++) blank(missing);
            before = row.number();
            if (row.isBlank()) blank(row.number());
            else if (isNote(row)) {
                findings.add(
                        Rule.ROW_NOTE,
                        sheet.name(),
                        row.number(),
                        "",
                        "a note stands in the table: "
                                + Findings.shown(row.cells().stream()
                                        .filter(cell -> !cell.isBlank())
                                        .findFirst()
                                        .orElse(RawCell.NONE)
                                        .text()),
                        "notes in the columns of context");
            } else {
                if (!raw.workbook() && row.cells().size() != width)
                    findings.add(
                            Rule.ROW_CELLS,
                            sheet.name(),
                            row.number(),
                            "",
                            "the row has " + row.cells().size() + " cells, the header " + width,
                            width + " cells");
                rows.add(row);
            }
        }
        return rows;
    }

    private void blank(int row) {
        findings.add(Rule.ROW_BLANK, sheet.name(), row, "", "the row is blank", "no blank rows");
    }

    /** One or two cells of words from the first on, in a sheet of many columns, and none of them what a row begins with. */
    private boolean isNote(RawSheet.Row row) {
        var filled = row.cells().stream().filter(cell -> !cell.isBlank()).toList();
        // Where the first cells are blank the row goes on with those of the one above.
        if (filled.size() > 2 || filled.size() == 2 && row.cell(0).isBlank()) return false;
        String first = Names.plain(filled.getFirst().text());
        boolean known = template.applicability().values().stream().anyMatch(name -> Names.same(name, first))
                || first.startsWith("category ");
        return !known;
    }
}
