package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.SheetTemplate;
import io.gatehouse.moderation.report.SheetTemplate.Value;
import java.util.List;

/** A sheet of the report whose columns were found: cells are asked for by the template's column. */
final class Grid {
    private final SheetTemplate template;
    private final List<String> header;
    private final int[] columns;
    private final List<RawSheet.Row> rows;
    private final boolean workbook;

    /** @param columns where each of the template's columns stands, -1 for nowhere */
    Grid(SheetTemplate template, int[] columns, List<RawSheet.Row> rows, boolean workbook) {
        this.template = template;
        this.header = template.header();
        this.columns = columns.clone();
        this.rows = List.copyOf(rows);
        this.workbook = workbook;
    }

    Grid with(List<RawSheet.Row> others) {
        return new Grid(template, columns, others, workbook);
    }

    SheetTemplate template() {
        return template;
    }

    String name() {
        return template.name();
    }

    /** Below the header, without blank ones and notes. */
    List<RawSheet.Row> rows() {
        return rows;
    }

    boolean isWorkbook() {
        return workbook;
    }

    boolean has(String column) {
        int at = header.indexOf(column);
        return at >= 0 && columns[at] >= 0;
    }

    boolean has(Value value) {
        return columns[template.columnOf(value.id())] >= 0;
    }

    RawCell cell(RawSheet.Row row, String column) {
        int at = header.indexOf(column);
        return at < 0 ? RawCell.NONE : row.cell(columns[at]);
    }

    String key(RawSheet.Row row, String column) {
        return cell(row, column).stripped();
    }

    RawCell cell(RawSheet.Row row, Value value) {
        return row.cell(columns[template.columnOf(value.id())]);
    }

    /** What was said about a value; empty in sheets that say nothing. */
    RawCell context(RawSheet.Row row, Value value) {
        return template.contextPrefix() == null ? RawCell.NONE : cell(row, template.contextPrefix() + value.name());
    }
}
