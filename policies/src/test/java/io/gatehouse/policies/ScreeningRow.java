package io.gatehouse.policies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One message of the evasion or the innocent list; see the README beside them.
 *
 * @param group the technique, or the kind of innocence
 * @param word what an evasion hides; empty of an innocent row
 */
record ScreeningRow(String id, Half half, String group, String language, String word, String text) {
    private static final Path LISTS = ShippedPolicies.HOME.resolve("moderation-core/src/test/resources/evasions");

    /** Folding and words are tuned on one half; the rates of the other are the measure. */
    enum Half {
        TUNE,
        HELD_OUT
    }

    static List<ScreeningRow> evasions() {
        return read("evasions.tsv", 5);
    }

    static List<ScreeningRow> innocents() {
        return read("innocents.tsv", 4);
    }

    /** The list that was written after the other was tuned on, of disguises that it hardly has. */
    static List<ScreeningRow> secondEvasions() {
        return read("second-evasions.tsv", 5);
    }

    static List<ScreeningRow> secondInnocents() {
        return read("second-innocents.tsv", 4);
    }

    /** The list of somebody who had seen nothing of the code, the words or the other lists. */
    static List<ScreeningRow> thirdEvasions() {
        return read("third-evasions.tsv", 5);
    }

    static List<ScreeningRow> thirdInnocents() {
        return read("third-innocents.tsv", 4);
    }

    /** The list that nothing is tuned on: every row of it is held out. */
    static List<ScreeningRow> fourthEvasions() {
        return read("fourth-evasions.tsv", 5);
    }

    static List<ScreeningRow> fourthInnocents() {
        return read("fourth-innocents.tsv", 4);
    }

    private static List<ScreeningRow> read(String file, int textColumn) {
        // In the third list backslashes are themselves, but for line breaks.
        UnaryOperator<String> unescape =
                file.startsWith("third") ? cell -> cell.replace("\\n", "\n") : ScreeningRow::unescape;
        try (var lines = Files.lines(LISTS.resolve(file))) {
            return lines.skip(1).map(line -> parse(line, textColumn, unescape)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static ScreeningRow parse(String line, int textColumn, UnaryOperator<String> unescape) {
        String[] cells = line.split("\t", -1);
        var half = cells[1].equals("tune") ? Half.TUNE : Half.HELD_OUT;
        String word = textColumn > 4 ? cells[4] : "";
        return new ScreeningRow(cells[0], half, cells[2], cells[3], word, unescape.apply(cells[textColumn]));
    }

    private static String unescape(String cell) {
        var text = new StringBuilder();
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            i++;
            switch (cell.charAt(i)) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                default -> text.append(cell.charAt(i));
            }
        }
        return text.toString();
    }
}
