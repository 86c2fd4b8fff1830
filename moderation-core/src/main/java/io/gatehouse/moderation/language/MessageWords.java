package io.gatehouse.moderation.language;

import java.util.Set;

/**
 * The words of a message in which its language shows: lower case, without links, mail addresses, names of users, tags, numbers, emoji and
 * laughter. One pass; any characters.
 */
final class MessageWords {
    /** What stands for nothing in any language, or the same in all of them. */
    private static final Set<String> OF_ALL_LANGUAGES = Set.of(
            "ok", "okay", "lol", "lmao", "rofl", "omg", "wtf", "xd", "xdd", "btw", "rt", "pls", "plz", "thx", "idk",
            "imo");

    private static final int LONGEST_OF_ALL_LANGUAGES =
            OF_ALL_LANGUAGES.stream().mapToInt(String::length).max().orElse(0);

    /** By which a chunk with a dot is a host, and not two sentences without a blank between them. */
    private static final Set<String> HOST_ENDINGS =
            Set.of("com", "org", "net", "info", "io", "eu", "tv", "me", "app", "gg", "ly", "de", "fr", "co", "uk");

    private final char[] chars;
    private int length;
    private final int[] ends;
    private final boolean[] names;
    private int words;

    private MessageWords(int most) {
        chars = new char[most];
        ends = new int[most / 2 + 1];
        names = new boolean[ends.length];
    }

    /** @param limit how many UTF-16 units of the text to consider */
    static MessageWords of(String text, int limit) {
        int end = Math.min(text.length(), limit);
        var words = new MessageWords(end);
        boolean begins = true;
        for (int at = 0; at < end; ) {
            if (isBlank(text.charAt(at))) {
                at++;
                continue;
            }
            int next = at;
            while (next < end && !isBlank(text.charAt(next))) next++;
            if (!isOfNoLanguage(text, at, next)) begins = words.addChunk(text, at, next, begins);
            at = next;
        }
        return words;
    }

    int count() {
        return words;
    }

    char[] chars() {
        return chars;
    }

    int start(int word) {
        return word == 0 ? 0 : ends[word - 1];
    }

    int end(int word) {
        return ends[word];
    }

    /** Whether it begins with a capital in the middle of a sentence: then it may be the name of somebody or something. */
    boolean maybeName(int word) {
        return names[word];
    }

    /** Letters of all words. */
    int letters() {
        return length;
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || c >= 0x80 && (Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    private static boolean isOfNoLanguage(String text, int from, int to) {
        char first = text.charAt(from);
        if (first == '@' || first == '#') return to > from + 1;
        int dot = -1;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '@' && i > from) return true;
            if (c == ':' && text.startsWith("://", i)) return true;
            if (c == '.' && i > from && i + 1 < to) dot = i;
            if (c == '/' && dot > 0) return true;
        }
        return dot > 0 && (text.startsWith("www.", from) || HOST_ENDINGS.contains(text.substring(dot + 1, to)));
    }

    /** @return whether a sentence begins behind it */
    private boolean addChunk(String text, int from, int to, boolean begins) {
        boolean first = begins;
        for (int at = from; at < to; ) {
            if (!isOfWord(text.charAt(at))) {
                at++;
                continue;
            }
            int next = at;
            boolean hasDigit = false;
            while (next < to && (isOfWord(text.charAt(next)) || isDigit(text.charAt(next)))) {
                hasDigit |= isDigit(text.charAt(next));
                next++;
            }
            // A word with a digit in it is written so that it is not read, or is a name.
            if (!hasDigit && !(at > from && isDigit(text.charAt(at - 1)))) {
                addWord(text, at, next, !first && isCapitalised(text, at, next));
                first = false;
            }
            at = next;
        }
        char last = text.charAt(to - 1);
        return last == '.' || last == '!' || last == '?' || last == ':' || last == '…' || first;
    }

    private static boolean isOfWord(char c) {
        // Nearly every character is asked here, and nearly every one is of these.
        if (c < 0x80) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        return Character.isLetter(c)
                || Character.getType(c) == Character.NON_SPACING_MARK
                || Character.getType(c) == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** All capitals are shouting, and no name. */
    private static boolean isCapitalised(String text, int from, int to) {
        return to - from > 1
                && Character.isUpperCase(text.charAt(from))
                && Character.isLowerCase(text.charAt(from + 1));
    }

    private void addWord(String text, int from, int to, boolean name) {
        int start = length;
        for (int i = from; i < to; i++) {
            char c = lower(text.charAt(i));
            // "sooooo" is "soo": no language repeats a letter three times.
            if (length - start >= 2 && chars[length - 1] == c && chars[length - 2] == c) continue;
            chars[length++] = c;
        }
        if (isLaughter(start, length) || isOfAllLanguages(start, length)) {
            length = start;
            return;
        }
        names[words] = name;
        ends[words++] = length;
    }

    private static char lower(char c) {
        if (c < 0x80) return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
        return Character.toLowerCase(c);
    }

    private boolean isOfAllLanguages(int from, int to) {
        return to - from <= LONGEST_OF_ALL_LANGUAGES && OF_ALL_LANGUAGES.contains(new String(chars, from, to - from));
    }

    /** "haha", "jejeje", "kkkk", "xixi": two letters in turn, or one alone. */
    private boolean isLaughter(int from, int to) {
        if (to - from < 4) return false;
        for (int i = from + 2; i < to; i++) if (chars[i] != chars[i - 2]) return false;
        return isLaughConsonant(chars[from]) || isLaughConsonant(chars[from + 1]);
    }

    private static boolean isLaughConsonant(char c) {
        return c == 'h' || c == 'j' || c == 'k' || c == 'x' || c == 'х' || c == 'χ';
    }
}
