package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.signal.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured of a model on texts it has not seen, and what may therefore follow from its scores, by category and language.
 * Immutable. {@code train} writes it, the policy holds every rule to it.
 */
public final class Evidence {
    /** Of a model that brings none: a person may be asked, anywhere. */
    static final Evidence NONE = new Evidence(false, List.of());

    private static final String MODEL = "# model ";
    private static final String HEADER =
            "category\tlanguage\tuse\tthreshold\tpresent\tabsent\tprecision\trecall\tfalse_alarms\taverage_precision\tauroc_low\tfrom";

    private final boolean wasMeasured;
    private final List<Row> rows;
    private final Map<Category, Map<String, Row>> byCategory = new HashMap<>();

    /**
     * @param language ISO 639-1, or {@code und} for texts in no known language
     * @param threshold the lowest score at which the use is supported; 1 where none is
     * @param present distinct texts with the category that were measured on
     * @param precision at the threshold, as are recall and false alarms
     * @param areaLow lower end of the 95 % interval of the area under the ROC curve
     * @param from {@code labelled} texts of people, or {@code templates} written for training
     */
    record Row(
            Category category,
            String language,
            Use use,
            double threshold,
            long present,
            long absent,
            double precision,
            double recall,
            double falseAlarms,
            double averagePrecision,
            double areaLow,
            String from) {}

    private Evidence(boolean wasMeasured, List<Row> rows) {
        this.wasMeasured = wasMeasured;
        this.rows = List.copyOf(rows);
        for (var row : rows)
            byCategory.computeIfAbsent(row.category, _ -> new HashMap<>()).put(row.language, row);
    }

    static Evidence of(List<Row> rows) {
        return new Evidence(true, rows);
    }

    List<Row> rows() {
        return rows;
    }

    /** Where something was measured, what was not is not to be used. */
    Use use(Category category, String language, double score) {
        if (!wasMeasured) return Use.REVIEW_ONLY;
        var row = row(category, language);
        if (row.isEmpty()) return Use.NONE;
        boolean isBelow = row.get().use == Use.AUTOMATIC && score < row.get().threshold;
        return isBelow ? Use.REVIEW_ONLY : row.get().use;
    }

    Optional<Row> row(Category category, String language) {
        return Optional.ofNullable(byCategory.getOrDefault(category, Map.of()).get(language));
    }

    /** @param digest of the model that was measured */
    void write(Path file, String digest) throws IOException {
        var lines = new ArrayList<String>();
        lines.add(MODEL + digest);
        lines.add(HEADER);
        for (var row : rows)
            lines.add(String.join(
                    "\t",
                    row.category.wireName(),
                    row.language,
                    row.use.wireName(),
                    number(row.threshold),
                    Long.toString(row.present),
                    Long.toString(row.absent),
                    number(row.precision),
                    number(row.recall),
                    number(row.falseAlarms),
                    number(row.averagePrecision),
                    number(row.areaLow),
                    row.from));
        Files.write(file, lines);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /**
     * @param digest of the model beside it: evidence about another model is none
     * @throws ModelRefusedException naming the line
     */
    static Evidence read(Path file, String digest) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new ModelRefusedException(file, "cannot be read: " + e, e);
        }
        if (lines.size() < 2 || !lines.get(0).equals(MODEL + digest))
            throw new ModelRefusedException(
                    file, "line 1: must be \"" + MODEL + digest + "\", the model that it is about");
        if (!lines.get(1).equals(HEADER)) throw new ModelRefusedException(file, "line 2: the header must be " + HEADER);
        var rows = new ArrayList<Row>();
        for (int i = 2; i < lines.size(); i++) {
            var row = row(file, i + 1, lines.get(i));
            if (rows.stream().anyMatch(r -> r.category == row.category && r.language.equals(row.language)))
                throw new ModelRefusedException(
                        file,
                        "line " + (i + 1) + ": " + row.category.wireName() + " in " + row.language + " stands twice");
            rows.add(row);
        }
        return of(rows);
    }

    private static Row row(Path file, int line, String text) {
        var cells = text.split("\t", -1);
        if (cells.length != HEADER.split("\t", -1).length)
            throw new ModelRefusedException(file, "line " + line + ": " + cells.length + " cells");
        try {
            return new Row(
                    Category.ofWireName(cells[0])
                            .orElseThrow(() -> new IllegalArgumentException("unknown category " + cells[0])),
                    cells[1],
                    Use.ofWireName(cells[2]).orElseThrow(() -> new IllegalArgumentException("unknown use " + cells[2])),
                    Double.parseDouble(cells[3]),
                    Long.parseLong(cells[4]),
                    Long.parseLong(cells[5]),
                    Double.parseDouble(cells[6]),
                    Double.parseDouble(cells[7]),
                    Double.parseDouble(cells[8]),
                    Double.parseDouble(cells[9]),
                    Double.parseDouble(cells[10]),
                    cells[11]);
        } catch (IllegalArgumentException e) {
            throw new ModelRefusedException(file, "line " + line + ": " + e.getMessage(), e);
        }
    }
}
