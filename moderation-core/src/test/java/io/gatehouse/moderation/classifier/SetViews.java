package io.gatehouse.moderation.classifier;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What learners of one set alone may look at in a text, more than a shipped model could afford; each as rows of a table of its own. */
enum SetViews {
    /** One, two and three words, signs and emoji among them; hashtags also by their pieces. */
    WORDS,
    /** Two to six characters within words, in lower case: endings, compounds, misspellings. */
    INSIDE,
    /** Three to six characters across words. */
    ACROSS,
    /** One to five characters as they stand, capitals and digits too. */
    AS_WRITTEN,
    /** How the text is made: lengths, numbers, capitals, money. */
    SHAPE;

    static final int LOG_ROWS = 21;

    private static final Pattern TOKEN =
            Pattern.compile("https?://\\S+|#?[\\p{L}\\p{M}\\p{N}_']+|@\\S*|[^\\s\\p{L}\\p{N}]");
    private static final Pattern STRETCHED = Pattern.compile("(.)\\1{2,}");
    private static final Pattern PIECES = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{L})(?=\\p{N})|[_#]");
    private static final Pattern NUMBER = Pattern.compile("\\p{N}+");

    /** Rows with how often each stands there. */
    Map<Integer, Float> of(String text) {
        var rows = new HashMap<Integer, Float>();
        String lower = STRETCHED.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("$1$1");
        switch (this) {
            case WORDS -> words(text, rows);
            case INSIDE ->
                TOKEN.matcher(lower).results().forEach(token -> grams(" " + token.group() + " ", 2, 6, rows));
            case ACROSS -> grams(" " + lower.replaceAll("\\s+", " ") + " ", 3, 6, rows);
            case AS_WRITTEN -> grams(text, 1, 5, rows);
            case SHAPE -> shape(text, rows);
        }
        return rows;
    }

    private static void words(String text, Map<Integer, Float> rows) {
        var tokens = TOKEN.matcher(text)
                .results()
                .flatMap(token -> token.group().startsWith("#")
                        ? Arrays.stream(PIECES.split(token.group())).filter(piece -> !piece.isEmpty())
                        : java.util.stream.Stream.of(token.group()))
                .map(token -> STRETCHED.matcher(token.toLowerCase(Locale.ROOT)).replaceAll("$1$1"))
                .toList();
        for (int length = 1; length <= 3; length++)
            for (int i = 0; i + length <= tokens.size(); i++)
                add(rows, List.copyOf(tokens.subList(i, i + length)).hashCode() * 31 + length);
    }

    private static void grams(String text, int shortest, int longest, Map<Integer, Float> rows) {
        for (int at = 0; at < text.length(); at++) {
            int hash = 7;
            for (int length = 1; length <= longest && at + length <= text.length(); length++) {
                hash = hash * 0x01000193 ^ text.charAt(at + length - 1);
                if (length >= shortest) add(rows, hash * 31 + length);
            }
        }
    }

    private static void shape(String text, Map<Integer, Float> rows) {
        long capitals = text.chars().filter(Character::isUpperCase).count();
        long letters = text.chars().filter(Character::isLetter).count();
        long digits = text.chars().filter(Character::isDigit).count();
        tell(rows, "length", Math.min(10, text.length() / 20));
        tell(rows, "capitals", letters == 0 ? 0 : 10 * capitals / letters);
        tell(rows, "digits", Math.min(10, digits / 2));
        tell(
                rows,
                "money",
                text.chars().filter(c -> "£$€%".indexOf(c) >= 0).limit(3).count());
        tell(rows, "shouts", text.chars().filter(c -> c == '!').limit(4).count());
        NUMBER.matcher(text)
                .results()
                .forEach(number ->
                        tell(rows, "number", Math.min(12, number.group().length())));
        for (String hint : List.of("http", "www", ".com", "txt", "call", "reply", "stop", "/wk", "p/m", "ppm"))
            if (text.toLowerCase(Locale.ROOT).contains(hint)) tell(rows, hint, 1);
    }

    private static void tell(Map<Integer, Float> rows, String what, long value) {
        add(rows, what.hashCode() * 31 + (int) value);
    }

    private static void add(Map<Integer, Float> rows, int hash) {
        int mixed = hash * 0x9E3779B1;
        rows.merge((mixed ^ mixed >>> 15) * 0x85EBCA6B >>> (Integer.SIZE - LOG_ROWS), 1f, Float::sum);
    }
}
