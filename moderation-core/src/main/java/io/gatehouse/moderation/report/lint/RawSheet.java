package io.gatehouse.moderation.report.lint;

import java.util.List;

/**
 * A sheet as a file has it.
 *
 * @param name of the file or the tab
 * @param workbook whether it is a tab of a workbook, where short rows are right
 */
record RawSheet(String name, boolean workbook, List<Row> rows) {
    /** @param number as a spreadsheet counts, from 1 */
    record Row(int number, List<RawCell> cells) {
        RawCell cell(int column) {
            return column >= 0 && column < cells.size() ? cells.get(column) : RawCell.NONE;
        }

        boolean isBlank() {
            return cells.stream().allMatch(RawCell::isBlank);
        }
    }

    RawSheet {
        rows = List.copyOf(rows);
    }

    /** The name without directories and extension. */
    String stem() {
        String file = name.substring(name.replace('\\', '/').lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return workbook || dot <= 0 ? file : file.substring(0, dot);
    }
}
