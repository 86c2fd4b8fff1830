package io.gatehouse.moderation.pii;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/** The words around a number. */
final class Context {
    /** A label stands right before its number, with a few words between. */
    private static final int BEFORE = 48;

    private static final int AFTER = 24;

    private Context() {}

    /**
     * Whether any of the words stands near [start, end).
     *
     * @param words small, without accents; one that has a space is looked for as it is
     */
    static boolean hasAny(char[] text, int start, int end, Set<String> words) {
        return hasAny(around(text, start, end), words);
    }

    /** The words near [start, end): small, without accents, a space around each. */
    static String around(char[] text, int start, int end) {
        int from = Math.max(0, start - BEFORE);
        // A word that is cut in two is none.
        while (from > 0 && from < start && Character.isLetterOrDigit(text[from - 1])) from++;
        int to = Math.min(text.length, end + AFTER);
        String raw = new String(text, from, start - from) + " " + new String(text, end, to - end);
        String bare = Normalizer.normalize(raw.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        var spaced = new StringBuilder(" ");
        for (int i = 0; i < bare.length(); i++) {
            char c = bare.charAt(i);
            if (Character.isLetterOrDigit(c)) spaced.append(c == 'ł' ? 'l' : c == 'đ' ? 'd' : c);
            else if (Character.getType(c) != Character.NON_SPACING_MARK
                    && c != '.'
                    && spaced.charAt(spaced.length() - 1) != ' ') spaced.append(' ');
        }
        return spaced.append(' ').toString();
    }

    static boolean hasAny(String around, Set<String> words) {
        for (var word : words) if (around.contains(" " + word + " ")) return true;
        return false;
    }
}
