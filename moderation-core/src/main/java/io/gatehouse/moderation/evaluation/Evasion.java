package io.gatehouse.moderation.evaluation;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ways of hiding words from a filter, applied to every word of at least four letters of a text; always the same. */
public enum Evasion {
    LEET,
    LOOK_ALIKES,
    SPACED_OUT,
    DOTTED,
    INVISIBLE,
    STRETCHED,
    STARRED,
    DOUBLED,
    SWAPPED,
    DROPPED,
    UNMARKED,
    MARKED,
    FULL_WIDTH,
    MIXED_CASE;

    private static final Pattern WORD = Pattern.compile("\\p{L}{4,}");

    /** The name used in tables and JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    public String applied(String text) {
        return WORD.matcher(text).replaceAll(match -> Matcher.quoteReplacement(hidden(match.group())));
    }

    private String hidden(String word) {
        return switch (this) {
            case LEET -> swap(word, "aeiostAEIOST", "431057431057");
            case LOOK_ALIKES -> swap(word, "aceopxyACEOPX", "асеорхуАСЕОРХ");
            case SPACED_OUT -> String.join(" ", word.split(""));
            case DOTTED -> String.join(".", word.split(""));
            case INVISIBLE -> word.charAt(0) + "\u200B" + word.substring(1);
            case STRETCHED -> stretched(word);
            case STARRED -> word.charAt(0) + "*" + word.substring(2);
            case DOUBLED -> word.substring(0, 2) + word.charAt(1) + word.substring(2);
            case SWAPPED -> "" + word.charAt(0) + word.charAt(2) + word.charAt(1) + word.substring(3);
            case DROPPED -> word.substring(0, word.length() / 2) + word.substring(word.length() / 2 + 1);
            case UNMARKED -> Normalizer.normalize(word, Normalizer.Form.NFD).replaceAll("\\p{Mn}", "");
            case MARKED -> word.charAt(0) + "\u0301" + word.substring(1);
            case FULL_WIDTH -> fullWidth(word);
            case MIXED_CASE -> mixedCase(word);
        };
    }

    private static String swap(String word, String from, String to) {
        var swapped = new StringBuilder(word);
        for (int i = 0; i < word.length(); i++) {
            int at = from.indexOf(word.charAt(i));
            if (at >= 0) swapped.setCharAt(i, to.charAt(at));
        }
        return swapped.toString();
    }

    private static String stretched(String word) {
        int middle = word.length() / 2;
        return word.substring(0, middle) + String.valueOf(word.charAt(middle)).repeat(4) + word.substring(middle + 1);
    }

    private static String fullWidth(String word) {
        var wide = new StringBuilder();
        for (char c : word.toCharArray()) wide.append(c > 0x20 && c < 0x7F ? (char) (c + 0xFEE0) : c);
        return wide.toString();
    }

    private static String mixedCase(String word) {
        var mixed = new StringBuilder();
        for (int i = 0; i < word.length(); i++)
            mixed.append(i % 2 == 0 ? Character.toLowerCase(word.charAt(i)) : Character.toUpperCase(word.charAt(i)));
        return mixed.toString();
    }
}
