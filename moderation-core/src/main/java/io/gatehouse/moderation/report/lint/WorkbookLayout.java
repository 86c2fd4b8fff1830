package io.gatehouse.moderation.report.lint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** What a workbook shows otherwise than it is: cells that were merged, rows, columns and tabs that are hidden. */
final class WorkbookLayout {
    /** Of merged cells in a tab; whoever merges more has merged the cells of every row. */
    private static final int MOST_MERGED = 20_000;

    private static final String WORKBOOK = "xl/workbook.xml";
    private static final String RELATIONS = "xl/_rels/workbook.xml.rels";
    private static final String RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final Pattern AREA = Pattern.compile("([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})");

    /** The column counted from 0, rows as they are named. */
    private record Area(int left, int top, int bottom, String name) {}

    private static final class Tab {
        private final List<Area> merged = new ArrayList<>();
        private boolean isHidden;
        private int hiddenRows;
        private int hiddenColumns;
    }

    private final Map<String, Tab> tabs = new HashMap<>();

    private WorkbookLayout() {}

    static WorkbookLayout of(ZipFile zip) throws IOException {
        var layout = new WorkbookLayout();
        Map<String, String> targets = new HashMap<>();
        each(zip, RELATIONS, "Relationship", xml -> targets.put(plain(xml, "Id"), plain(xml, "Target")));
        Map<String, String> files = new HashMap<>();
        each(zip, WORKBOOK, "sheet", xml -> {
            var tab = new Tab();
            tab.isHidden = plain(xml, "state").contains("idden");
            layout.tabs.put(plain(xml, "name"), tab);
            var id = xml.getAttributeValue(RELATION, "id");
            files.put(plain(xml, "name"), targets.getOrDefault(id == null ? "" : id, ""));
        });
        for (var file : files.entrySet()) layout.read(zip, file.getKey(), file.getValue());
        return layout;
    }

    private void read(ZipFile zip, String name, String target) throws IOException {
        var tab = tabs.get(name);
        String path = target.startsWith("/") ? target.substring(1) : "xl/" + target;
        if (tab == null) return;
        each(zip, path, "", xml -> {
            switch (xml.getLocalName()) {
                case "row" -> tab.hiddenRows += isTrue(plain(xml, "hidden")) ? 1 : 0;
                case "col" -> tab.hiddenColumns += isTrue(plain(xml, "hidden")) ? 1 : 0;
                case "mergeCell" -> {
                    var area = AREA.matcher(plain(xml, "ref"));
                    if (area.matches() && tab.merged.size() < MOST_MERGED)
                        tab.merged.add(new Area(
                                column(area.group(1)),
                                Integer.parseInt(area.group(2)),
                                Integer.parseInt(area.group(4)),
                                area.group()));
                }
                default -> {} // of an element, what else it may be is none of our business
            }
        });
    }

    private interface Element {
        void at(XMLStreamReader xml);
    }

    /** @param element its name; empty for all */
    private static void each(ZipFile zip, String path, String element, Element act) throws IOException {
        var entry = zip.getEntry(path);
        if (entry == null) return;
        var factory = XMLInputFactory.newFactory();
        // Nothing outside of the file is ever read.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (var in = zip.getInputStream(entry)) {
            var xml = factory.createXMLStreamReader(in);
            while (xml.hasNext())
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && (element.isEmpty() || xml.getLocalName().equals(element))) act.at(xml);
        } catch (XMLStreamException broken) {
            throw new IOException(path + " cannot be read: " + broken.getMessage(), broken);
        }
    }

    private static String plain(XMLStreamReader xml, String attribute) {
        var value = xml.getAttributeValue(null, attribute);
        return value == null ? "" : value;
    }

    private static boolean isTrue(String text) {
        return text.equals("1") || text.equals("true");
    }

    private static int column(String letters) {
        int column = 0;
        for (char letter : letters.toCharArray()) column = 26 * column + letter - 'A' + 1;
        return column - 1;
    }

    /** The tab with what its merged cells show in each of them, so that its rows can be understood; says what there is. */
    RawSheet applied(RawSheet sheet, Findings findings) {
        var tab = tabs.get(sheet.name());
        if (tab == null) return sheet;
        if (tab.isHidden) found(findings, sheet, Rule.HIDDEN, "the tab is hidden");
        if (tab.hiddenRows > 0) found(findings, sheet, Rule.HIDDEN, tab.hiddenRows + " rows are hidden");
        if (tab.hiddenColumns > 0) found(findings, sheet, Rule.HIDDEN, "columns are hidden");
        if (tab.merged.isEmpty()) return sheet;
        String many = tab.merged.size() == 1 ? "" : ", and " + (tab.merged.size() - 1) + " more";
        findings.sheet(
                Rule.CELLS_MERGED,
                sheet.name(),
                "cells are merged: " + tab.merged.getFirst().name() + many,
                "a value in each cell");
        return new RawSheet(sheet.name(), true, rows(sheet, tab.merged));
    }

    private static void found(Findings findings, RawSheet sheet, Rule rule, String wrong) {
        findings.sheet(rule, sheet.name(), wrong, "all of it shown");
    }

    /** Downwards only: what is merged to the right is a title or a note, and says nothing of its columns. */
    private static List<RawSheet.Row> rows(RawSheet sheet, List<Area> merged) {
        Map<Integer, RawSheet.Row> byNumber = new HashMap<>();
        for (var row : sheet.rows()) byNumber.put(row.number(), row);
        for (var area : merged) {
            var first = byNumber.get(area.top());
            if (first == null || area.left() >= ReportFiles.MAX_COLUMNS) continue;
            var shown = first.cell(area.left());
            if (shown.isBlank()) continue;
            for (int number = area.top() + 1; number <= Math.min(area.bottom(), ReportFiles.MAX_ROWS); number++) {
                var row = byNumber.get(number);
                // A row without anything of its own is a title, or blank.
                if (row != null && !row.isBlank()) byNumber.put(number, filled(row, area.left(), shown));
            }
        }
        return sheet.rows().stream()
                .map(row -> byNumber.getOrDefault(row.number(), row))
                .toList();
    }

    private static RawSheet.Row filled(RawSheet.Row row, int column, RawCell shown) {
        var cells = new ArrayList<>(row.cells());
        while (cells.size() <= column) cells.add(RawCell.NONE);
        if (cells.get(column).isBlank()) cells.set(column, shown);
        return new RawSheet.Row(row.number(), cells);
    }
}
