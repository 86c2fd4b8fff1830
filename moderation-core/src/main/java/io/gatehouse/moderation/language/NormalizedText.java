package io.gatehouse.moderation.language;

/**
 * A text as OpenNLP's language detector sees it: OpenNLP's normalisers (emoji, links and mail addresses, Twitter, numbers,
 * shrinking; in that order, each over the result of the one before) done by linear passes over one buffer instead of eight
 * regular expressions. Every replacement is at most as long as what it replaces, so the passes work in place.
 *
 * <p>One difference: characters outside the basic plane above U+10FC00 (private use) are blanked as well.
 */
final class NormalizedText {
    /** OpenNLP's emoji expression compiles to "everything from here on, or a hyphen": Hangul ends just below. */
    private static final char FIRST_BLANKED = '\uD83C';

    private final char[] chars;
    private int length;

    private NormalizedText(char[] chars, int length) {
        this.chars = chars;
        this.length = length;
    }

    /** @param limit how many UTF-16 units of the text to consider */
    static NormalizedText of(String text, int limit) {
        int length = Math.min(text.length(), limit);
        var buffer = new char[length];
        text.getChars(0, length, buffer, 0);
        var normalized = new NormalizedText(buffer, length);
        normalized.blankEmoji();
        normalized.blankLinks();
        normalized.blankMailAddresses();
        normalized.blankNames();
        normalized.blankRetweets();
        normalized.blankFaces();
        normalized.shortenLaughs();
        normalized.blankNumbers();
        normalized.shrink();
        return normalized;
    }

    int length() {
        return length;
    }

    char charAt(int index) {
        return chars[index];
    }

    @Override
    public String toString() {
        return new String(chars, 0, length);
    }

    private void blankEmoji() {
        int to = 0;
        boolean inRun = false;
        for (int from = 0; from < length; from++) {
            char c = chars[from];
            boolean blanked = c >= FIRST_BLANKED || c == '-' || startsBlankedPair(from);
            if (!blanked) chars[to++] = c;
            else if (!inRun) chars[to++] = ' ';
            inRun = blanked;
        }
        length = to;
    }

    /** High surrogates below U+D83C (CJK extensions and the like) are blanked with their partner. */
    private boolean startsBlankedPair(int index) {
        return Character.isHighSurrogate(chars[index])
                && index + 1 < length
                && Character.isLowSurrogate(chars[index + 1]);
    }

    private void blankLinks() {
        int to = 0;
        for (int from = 0; from < length; ) {
            int end = linkEnd(from);
            chars[to++] = end > from ? ' ' : chars[from];
            from = Math.max(end, from + 1);
        }
        length = to;
    }

    private int linkEnd(int start) {
        if (!startsWith(start, "http")) return start;
        int at = start + 4;
        if (at < length && chars[at] == 's') at++;
        if (!startsWith(at, "://")) return start;
        int first = at + 3;
        int end = first;
        while (end < length && isLinkCharacter(chars[end])) end++;
        return end > first ? end : start;
    }

    private boolean startsWith(int at, String expected) {
        if (at + expected.length() > length) return false;
        for (int i = 0; i < expected.length(); i++) if (chars[at + i] != expected.charAt(i)) return false;
        return true;
    }

    private void blankMailAddresses() {
        int to = 0;
        for (int from = 0; from < length; ) {
            int localEnd = from;
            while (localEnd < length && isMailLocal(chars[localEnd])) localEnd++;
            int end = localEnd > from ? mailEnd(localEnd) : from;
            if (end > from) {
                chars[to++] = ' ';
                from = end;
                // What touches an address just found cannot begin another one.
                while (from < length && isMailLocal(chars[from])) chars[to++] = chars[from++];
            } else if (localEnd > from) {
                while (from < localEnd) chars[to++] = chars[from++];
            } else {
                chars[to++] = chars[from++];
            }
        }
        length = to;
    }

    /** @return where the address ends whose local part ends at {@code at}; 0 when there is none */
    private int mailEnd(int at) {
        if (at + 2 >= length || chars[at] != '@' || !isAsciiAlphanumeric(chars[at + 1])) return 0;
        int end = at + 2;
        while (end < length && (isAsciiAlphanumeric(chars[end]) || chars[end] == '.')) end++;
        return end > at + 2 ? end : 0;
    }

    private void blankNames() {
        int to = 0;
        for (int from = 0; from < length; ) {
            char c = chars[from];
            int end = from + 1;
            if (c == '#' || c == '@') while (end < length && !isSpace(chars[end])) end++;
            chars[to++] = end > from + 1 ? ' ' : c;
            from = end;
        }
        length = to;
    }

    private void blankRetweets() {
        int to = 0;
        for (int from = 0; from < length; ) {
            int end = from;
            while (isRetweetMark(end)) end += 3;
            if (end > from && !wordBefore(from)) {
                chars[to++] = ' ';
                from = end;
            } else {
                chars[to++] = chars[from++];
            }
        }
        length = to;
    }

    private boolean isRetweetMark(int at) {
        return at + 2 < length
                && (chars[at] | 0x20) == 'r'
                && (chars[at + 1] | 0x20) == 't'
                && (chars[at + 2] == ' ' || chars[at + 2] == ':');
    }

    /** As {@code \b} of java.util.regex sees it: ASCII word characters, and marks that sit on a letter or digit. */
    private boolean wordBefore(int at) {
        int before = at - 1;
        if (before < 0) return false;
        char c = chars[before];
        if (isAsciiAlphanumeric(c) || c == '_') return true;
        if (Character.getType(c) != Character.NON_SPACING_MARK) return false;
        while (before >= 0 && Character.getType(chars[before]) == Character.NON_SPACING_MARK) before--;
        return before >= 0 && Character.isLetterOrDigit(chars[before]);
    }

    private void blankFaces() {
        int to = 0;
        for (int from = 0; from < length; from++) {
            boolean face = from + 1 < length && isEyes(chars[from]) && isMouth(chars[from + 1]);
            chars[to++] = face ? ' ' : chars[from];
            if (face) from++;
        }
        length = to;
    }

    private static boolean isEyes(char c) {
        return c == ':' || c == ';' || c == 'x' || c == 'X';
    }

    private static boolean isMouth(char c) {
        return switch (c) {
            case '(', ')', 'd', 'D', 'o', 'O', 'p', 'P' -> true;
            default -> false;
        };
    }

    /** "hahahaha" becomes "haha"; which h and which a is kept follows {@code ([hj])+([aieou])+(\1+\2+)+}. */
    private void shortenLaughs() {
        int to = 0;
        for (int from = 0; from < length; ) {
            int consonants = from;
            while (consonants < length && isLaughConsonant(chars[consonants])) consonants++;
            int vowels = consonants;
            while (vowels < length && consonants > from && isLaughVowel(chars[vowels])) vowels++;
            int end = vowels > consonants ? repeatsEnd(vowels) : vowels;
            if (vowels > consonants && end > vowels) {
                char consonant = chars[consonants - 1];
                char vowel = chars[vowels - 1];
                chars[to++] = consonant;
                chars[to++] = vowel;
                chars[to++] = consonant;
                chars[to++] = vowel;
                from = end;
            } else {
                int copied = Math.max(consonants, from + 1);
                while (from < copied) chars[to++] = chars[from++];
            }
        }
        length = to;
    }

    private int repeatsEnd(int start) {
        int consonant = chars[lastConsonant(start)] | 0x20;
        int vowel = chars[start - 1] | 0x20;
        int end = start;
        while (true) {
            int at = end;
            while (at < length && isAsciiLetter(chars[at], consonant)) at++;
            int middle = at;
            while (at < length && isAsciiLetter(chars[at], vowel)) at++;
            if (middle == end || at == middle) return end;
            end = at;
        }
    }

    private int lastConsonant(int afterVowels) {
        int at = afterVowels - 1;
        while (isLaughVowel(chars[at])) at--;
        return at;
    }

    private static boolean isAsciiLetter(char c, int lowerCase) {
        return c < 0x80 && (c | 0x20) == lowerCase;
    }

    private static boolean isLaughConsonant(char c) {
        return c == 'h' || c == 'j' || c == 'H' || c == 'J';
    }

    private static boolean isLaughVowel(char c) {
        return switch (c) {
            case 'a', 'i', 'e', 'o', 'u', 'A', 'I', 'E', 'O', 'U' -> true;
            default -> false;
        };
    }

    private void blankNumbers() {
        int to = 0;
        boolean inRun = false;
        for (int from = 0; from < length; from++) {
            char c = chars[from];
            boolean digit = c >= '0' && c <= '9';
            if (!digit) chars[to++] = c;
            else if (!inRun) chars[to++] = ' ';
            inRun = digit;
        }
        length = to;
    }

    private void shrink() {
        joinSpaces();
        shortenRepeats();
        int start = 0;
        while (start < length && chars[start] <= ' ') start++;
        while (length > start && chars[length - 1] <= ' ') length--;
        System.arraycopy(chars, start, chars, 0, length - start);
        length -= start;
    }

    private void joinSpaces() {
        int to = 0;
        for (int from = 0; from < length; ) {
            int end = from;
            while (end < length && isSpace(chars[end])) end++;
            chars[to++] = end - from >= 2 ? ' ' : chars[from];
            from = Math.max(end, from + 1);
        }
        length = to;
    }

    private void shortenRepeats() {
        int to = 0;
        for (int from = 0; from < length; ) {
            char c = chars[from];
            int end = from + 1;
            if (!isLineEnd(c)) while (end < length && sameIgnoringAsciiCase(chars[end], c)) end++;
            if (end - from >= 3) {
                chars[to++] = c;
                chars[to++] = c;
                from = end;
            } else {
                chars[to++] = chars[from++];
            }
        }
        length = to;
    }

    private static boolean sameIgnoringAsciiCase(char a, char b) {
        if (a == b) return true;
        return a < 0x80 && b < 0x80 && (a ^ b) == 0x20 && (a | 0x20) >= 'a' && (a | 0x20) <= 'z';
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static boolean isAsciiAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static boolean isMailLocal(char c) {
        return isAsciiAlphanumeric(c) || c == '+' || c == '_' || c == '.';
    }

    private static boolean isLinkCharacter(char c) {
        return isAsciiAlphanumeric(c) || "_.?&~;+=/#".indexOf(c) >= 0;
    }
}
