package io.gatehouse.moderation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A report about one service and period: the sheets of the template, computed from what is {@link Reported}. Every total is
 * counted from the same things as its parts, every median from the times themselves, and every computed cell can say from
 * which (see {@link #explain}). Rows that are not for the provider's class are left out.
 */
public final class TransparencyReport {
    /** {@code 3!G12}, or with the sheet's name. */
    private static final Pattern CELL = Pattern.compile("([0-9]{1,2}|[0-9]{1,2}_[A-Za-z_]+)!([A-Z]{1,2})([0-9]{1,6})");

    private final ReportSubject subject;
    private final List<ReportTable> tables;

    private TransparencyReport(ReportSubject subject, List<ReportTable> tables) {
        this.subject = subject;
        this.tables = List.copyOf(tables);
    }

    /**
     * @param reported what happened in the period; each once
     * @throws IllegalArgumentException when something has no place in the template, or in a practice that cannot occur
     */
    public static TransparencyReport of(
            ReportTemplate template, ReportSubject subject, Iterable<? extends Reported> reported) {
        var tally = new Tally(template);
        var accuracies = new ArrayList<Reported.Accuracy>();
        for (var one : reported) {
            tally.add(one);
            if (one instanceof Reported.Accuracy accuracy) accuracies.add(accuracy);
        }
        var rows = new CategoryRows(template, subject, tally);
        var others = new IndicatorRows(template, subject, tally, accuracies);
        var tables = new ArrayList<ReportTable>();
        for (var sheet : template.sheets())
            tables.add(new ReportTable(
                    sheet,
                    switch (sheet.kind()) {
                        case IDENTIFICATION -> others.identification(sheet);
                        case NAMES -> others.names(sheet);
                        case ORDERS, CATEGORIES -> rows.of(sheet);
                        case INDICATORS -> others.indicators(sheet);
                        case TEXTS -> others.texts(sheet);
                    }));
        return new TransparencyReport(subject, tables);
    }

    public ReportSubject subject() {
        return subject;
    }

    /** All sheets in order; one that is not for the provider's class has a header only. */
    public List<ReportTable> tables() {
        return tables;
    }

    /** What came of asking where a cell's value is from. */
    public sealed interface Explained {
        record From(String value, Derivation derivation) implements Explained {}

        /** A name, a date or a text: nothing was computed. */
        record AsGiven(String value) implements Explained {}

        record NoSuchCell(String why) implements Explained {}
    }

    /** @param cell as a spreadsheet names it, the header being row 1: {@code 4_notices!F12}, or {@code 4!F12} */
    public Explained explain(String cell) {
        Matcher parts = CELL.matcher(cell);
        if (!parts.matches()) return new Explained.NoSuchCell("a cell is written like 4!F12: " + cell);
        Optional<ReportTable> table = tables.stream()
                .filter(one -> one.sheet().name().equals(parts.group(1))
                        || Integer.toString(one.sheet().number()).equals(parts.group(1)))
                .findFirst();
        if (table.isEmpty()) return new Explained.NoSuchCell("no sheet is called " + parts.group(1));
        int row = Integer.parseInt(parts.group(3)) - 2;
        int column = column(parts.group(2));
        var rows = table.get().rows();
        if (row < 0 || row >= rows.size() || column >= rows.get(row).size())
            return new Explained.NoSuchCell(table.get().sheet().name() + " has rows 2 to " + (rows.size() + 1) + " and "
                    + table.get().sheet().header().size() + " columns");
        var found = rows.get(row).get(column);
        String value = found.value().written();
        return found.derived()
                .<Explained>map(derivation -> new Explained.From(value, derivation))
                .orElseGet(() -> new Explained.AsGiven(value));
    }

    private static int column(String letters) {
        int column = 0;
        for (char letter : letters.toUpperCase(Locale.ROOT).toCharArray()) column = 26 * column + letter - 'A' + 1;
        return column - 1;
    }
}
