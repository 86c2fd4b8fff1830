package io.gatehouse.moderation.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A sheet as it is published: header and rows, each as long as the header. */
public record ReportTable(SheetTemplate sheet, List<List<Cell>> rows) {
    /** @param derivation null where nothing was computed: names, dates, texts */
    public record Cell(CellValue value, @Nullable Supplier<Derivation> derivation) {
        static Cell of(String text) {
            return new Cell(CellValue.text(text), null);
        }

        public Optional<Derivation> derived() {
            return Optional.ofNullable(derivation).map(Supplier::get);
        }
    }

    public ReportTable {
        rows = rows.stream().map(List::copyOf).toList();
        int columns = sheet.header().size();
        for (var row : rows)
            if (row.size() != columns)
                throw new IllegalArgumentException(
                        "a row of " + row.size() + " cells in " + sheet.name() + ", which has " + columns);
    }

    /** What the files hold, without the header. */
    public List<List<String>> written() {
        return rows.stream()
                .map(row -> row.stream().map(cell -> cell.value().written()).toList())
                .toList();
    }
}
