package io.gatehouse.moderation.regex;

import io.gatehouse.moderation.regex.SafeRegex.Fault;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.FoldedText;
import java.util.List;
import java.util.function.IntConsumer;

/** Writes a pattern's letters as the text's fold writes them. */
final class Folding {
    /** A longer range is of a script, and its letters are their own fold. */
    private static final int MAX_FOLDED_RANGE = 1_024;

    private final FoldLevel level;

    Folding(FoldLevel level) {
        this.level = level;
    }

    boolean dropsCapitals() {
        return level != FoldLevel.EXACT;
    }

    /** The characters, after a fault where no folded text can have them. */
    String checked(String chars, List<Fault> faults) {
        if (level != FoldLevel.EXACT && folded(chars).isEmpty())
            faults.add(new Fault("the fold drops '" + chars + "', so it is never found", "fold: exact"));
        else if (level == FoldLevel.FULL && !chars.isBlank() && folded(chars).isBlank())
            faults.add(new Fault(
                    "full folding reads '" + chars + "' as a space between words",
                    "write a space, \\W, or fold: case"));
        return chars;
    }

    /** As a view of the level has them; full folding writes a stretch of equal letters as one. */
    String folded(String chars) {
        if (level == FoldLevel.EXACT) return chars;
        var folded = new StringBuilder();
        chars.codePoints().forEach(c -> {
            if (Character.isWhitespace(c)) folded.append(' ');
            else add(one(c), folded);
        });
        return folded.toString();
    }

    private void add(String text, StringBuilder folded) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean repeats = !folded.isEmpty() && folded.charAt(folded.length() - 1) == c && Character.isLetter(c);
            if (level != FoldLevel.FULL || !repeats) folded.append(c);
        }
    }

    private String one(int c) {
        var text = FoldedText.of(Character.toString(c));
        if (level == FoldLevel.CASE) return text.caseFolded().toString();
        String plain = text.plain().toString();
        return plain.isEmpty() && !Character.isLetterOrDigit(c) && Character.getType(c) != Character.NON_SPACING_MARK
                ? " "
                : plain;
    }

    /** What the fold makes of the characters [low, high], each where it is another single character. */
    void addFolded(int low, int high, IntConsumer add) {
        if (level == FoldLevel.EXACT || high - low > MAX_FOLDED_RANGE) return;
        for (int c = low; c <= high; c++) {
            String folded = one(c);
            boolean isOther = folded.codePointCount(0, folded.length()) == 1 && folded.codePointAt(0) != c;
            if (isOther && !folded.isBlank()) add.accept(folded.codePointAt(0));
        }
    }

    /** A character as it stands in the engine's patterns, inside sets and outside. */
    static String quoted(int c) {
        if (c < 128 && !Character.isLetterOrDigit(c) && c > ' ') return "\\" + (char) c;
        return c < ' ' ? String.format("\\x%02x", c) : Character.toString(c);
    }
}
