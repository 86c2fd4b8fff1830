package io.gatehouse.moderation.report.lint;

/**
 * Something that is not as the template has it.
 *
 * @param sheet its name in the template, or the file's where it is none of them; empty for the report as a whole
 * @param row as a spreadsheet counts, the header being row 1; 0 for the sheet as a whole
 * @param toRow the last of neighbouring rows with the same finding, or of all that this one stands for
 * @param column its header, or its letter where it has none; empty for the row as a whole
 * @param wrong what is there, in words
 * @param right what would be right
 * @param source the article
 * @param times for how many places it stands: neighbouring rows, or others like it
 */
public record Finding(
        Rule rule,
        String sheet,
        int row,
        int toRow,
        String column,
        String wrong,
        String right,
        String source,
        int times) {
    Finding(Rule rule, String sheet, int row, int toRow, String column, String wrong, String right, String source) {
        this(rule, sheet, row, toRow, column, wrong, right, source, toRow - row + 1);
    }

    /** {@code 12-19}, {@code 12}, or nothing. */
    public String rows() {
        if (row == 0) return "";
        return row == toRow ? Integer.toString(row) : row + "-" + toRow;
    }

    boolean continues(Finding other) {
        return rule == other.rule
                && row == other.toRow + 1
                && row > 1
                && sheet.equals(other.sheet)
                && column.equals(other.column)
                && wrong.equals(other.wrong)
                && right.equals(other.right);
    }

    Finding upTo(int last) {
        return new Finding(rule, sheet, row, last, column, wrong, right, source, times + 1);
    }

    Finding inSheet(String name, String article) {
        return new Finding(rule, name, row, toRow, column, wrong, right, article, times);
    }
}
