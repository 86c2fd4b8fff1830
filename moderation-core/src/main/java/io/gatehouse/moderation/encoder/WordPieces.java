package io.gatehouse.moderation.encoder;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Splits text as BERT's uncased models want it: words and signs, and words into the longest pieces of a vocabulary (Devlin et al.,
 * 2019). Immutable.
 */
final class WordPieces {
    private static final String START = "[CLS]";
    private static final String END = "[SEP]";
    private static final String UNKNOWN = "[UNK]";
    private static final String CONTINUED = "##";

    /** As the original: longer words are unknown. */
    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> vocabulary;
    private final int start;
    private final int end;
    private final int unknown;

    /** @throws IllegalArgumentException when a special piece is missing */
    WordPieces(Map<String, Integer> vocabulary) {
        this.vocabulary = new HashMap<>(vocabulary);
        this.start = special(START);
        this.end = special(END);
        this.unknown = special(UNKNOWN);
    }

    private int special(String piece) {
        Integer id = vocabulary.get(piece);
        if (id == null) throw new IllegalArgumentException("the vocabulary lacks " + piece);
        return id;
    }

    /** @param most of them, the two that frame a text included; what stands behind is cut */
    long[] ids(String text, int most) {
        var ids = new Ids(most);
        ids.add(start);
        String plain = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        var word = new StringBuilder();
        for (int at = 0; at < plain.length() && !ids.isFull(); ) {
            int c = plain.codePointAt(at);
            at += Character.charCount(c);
            int type = Character.getType(c);
            if (type == Character.NON_SPACING_MARK || isControl(c, type)) continue;
            boolean isSpace = Character.isWhitespace(c) || Character.isSpaceChar(c);
            if (isSpace || standsAlone(c, type)) {
                pieces(word, ids);
                if (!isSpace) pieces(word.appendCodePoint(c), ids);
            } else word.appendCodePoint(c);
        }
        pieces(word, ids);
        return ids.closed(end);
    }

    private static boolean isControl(int c, int type) {
        if (c == '\t' || c == '\n' || c == '\r') return false;
        return c == 0 || c == 0xFFFD || type == Character.CONTROL || type == Character.FORMAT;
    }

    /** Punctuation, the signs of ASCII that Unicode calls symbols, and ideographs. */
    private static boolean standsAlone(int c, int type) {
        if (c >= 0x21 && c <= 0x7E && !Character.isLetterOrDigit(c)) return true;
        if (Character.isIdeographic(c)) return true;
        return switch (type) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    /** Longest piece first; a word with a part that no piece covers is unknown as a whole. Empties the word. */
    private void pieces(StringBuilder word, Ids ids) {
        if (word.isEmpty()) return;
        String whole = word.toString();
        word.setLength(0);
        if (whole.length() > LONGEST_WORD) {
            ids.add(unknown);
            return;
        }
        var found = new int[whole.length()];
        int count = 0;
        for (int from = 0; from < whole.length(); ) {
            int to = whole.length();
            Integer id = null;
            while (to > from && id == null) {
                String piece = whole.substring(from, to);
                id = vocabulary.get(from == 0 ? piece : CONTINUED + piece);
                if (id == null) to--;
            }
            if (id == null) {
                ids.add(unknown);
                return;
            }
            found[count++] = id;
            from = to;
        }
        for (int i = 0; i < count; i++) ids.add(found[i]);
    }

    /** Takes ids until it is full, keeping room for the last. */
    private static final class Ids {
        private final long[] ids;
        private int count;

        Ids(int most) {
            ids = new long[most];
        }

        boolean isFull() {
            return count >= ids.length - 1;
        }

        void add(int id) {
            if (!isFull()) ids[count++] = id;
        }

        long[] closed(int end) {
            ids[count] = end;
            return Arrays.copyOf(ids, count + 1);
        }
    }
}
