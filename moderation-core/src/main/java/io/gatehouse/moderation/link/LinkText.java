package io.gatehouse.moderation.link;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text as a link reader sees it: small, in compatibility forms, nothing invisible, escapes undone, and every way of
 * writing a dot as a dot. Each character knows its code points in the submitted text.
 */
final class LinkText {
    /** A dot with a space beside it, or spelled out: only believed where a listed domain comes of it. */
    static final char WEAK_DOT = '\u0001';

    /** Spaces on one side of a dot that may still be one. */
    private static final int MAX_SPACES = 2;

    private static final String DOTS = ".\u3002\uFF0E\uFF61\u2024\u06D4";
    /** Other mixtures of case are not how a dot is said. */
    private static final String[] WORDS = {"dot", "DOT", "Dot"};

    private static final String OPEN = "[({<";
    private static final String CLOSE = "])}>";

    /** RFC 1035. */
    private static final int MAX_LABEL = 63;

    private static final int KEPT_FOLDS = 256;

    private final int[] codePoints;
    private final @Nullable String[] folds = new String[KEPT_FOLDS];
    private final int[] foldedFrom = new int[KEPT_FOLDS];
    char[] chars;
    int[] starts;
    int[] ends;
    /** Whether the character is written so that a program would not see it. */
    boolean[] disguised;

    int length;

    private LinkText(int[] codePoints) {
        this.codePoints = codePoints;
        int size = codePoints.length + 8;
        chars = new char[size];
        starts = new int[size];
        ends = new int[size];
        disguised = new boolean[size];
    }

    /**
     * Whether the text may have a link at all. One pass, nothing allocated: most messages have none. A dot that ends a
     * sentence does not count.
     */
    static boolean isWorthALook(String text) {
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) if (isCue(text, dot)) return true;
        if (text.indexOf("://") >= 0
                || text.indexOf("&#") >= 0
                || text.indexOf("&period;") >= 0
                || text.indexOf("%2") >= 0) return true;
        for (var word : WORDS) if (hasWord(text, word)) return true;
        return hasWideDot(text);
    }

    private static boolean isCue(String text, int dot) {
        char next = dot + 1 < text.length() ? text.charAt(dot + 1) : ' ';
        char afterNext = dot + 2 < text.length() ? text.charAt(dot + 2) : ' ';
        char before = dot > 0 ? text.charAt(dot - 1) : ' ';
        boolean isInside = next > ' ' && next != '.' && next != '"' && next != '\'';
        boolean isApart = next == ' ' && before != '.' && afterNext >= 'a' && afterNext <= 'z';
        return isInside || isApart || (before == ' ' && next != '.');
    }

    private static boolean hasWord(String text, String word) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean begins = at > 0 && !Character.isLetterOrDigit(text.charAt(at - 1));
            if (begins && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) return true;
        }
        return false;
    }

    private static boolean hasWideDot(String text) {
        for (int i = 1; i < DOTS.length(); i++) if (text.indexOf(DOTS.charAt(i)) >= 0) return true;
        return false;
    }

    static LinkText of(String text) {
        var link = new LinkText(codePointsOf(text));
        link.read();
        return link;
    }

    private static int[] codePointsOf(String text) {
        var codePoints = new int[text.length()];
        int count = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.charAt(i);
            if (Character.isSurrogate((char) c)) c = text.codePointAt(i);
            codePoints[count++] = c;
            i += c > Character.MAX_VALUE ? 2 : 1;
        }
        return Arrays.copyOf(codePoints, count);
    }

    private void read() {
        int i = 0;
        while (i < codePoints.length) {
            int c = codePoints[i];
            if (isPlain(c)) {
                add((char) (c >= 'A' && c <= 'Z' ? c + 32 : c), i, i + 1, false);
                i++;
                continue;
            }
            int next = dotAt(i);
            if (next < 0) next = escapeAt(i);
            i = next > i ? next : character(i);
        }
    }

    /** A letter or digit, as most characters are: nothing that could be a dot or an escape. */
    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    }

    private int at(int i) {
        return i < codePoints.length ? codePoints[i] : 0;
    }

    private static boolean isDot(int c) {
        return c != 0 && DOTS.indexOf(c) >= 0;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == 0xA0;
    }

    private boolean followsLabel() {
        return length > 0 && isLabel(chars[length - 1]);
    }

    /** The end of a dot in any form that begins here, or -1. Only after a label, where a dot can mean something. */
    private int dotAt(int i) {
        if (!followsLabel()) return -1;
        int c = codePoints[i];
        boolean mayBegin = isDot(c) || isSpace(c) || OPEN.indexOf(c) >= 0;
        if (!mayBegin) return -1;
        int from = skipSpaces(i);
        if (from < 0) return -1;
        boolean hasSpaces = from > i;
        int bracket = OPEN.indexOf(at(from));
        boolean isBracketed = at(from) != 0 && bracket >= 0;
        int inner = isBracketed ? skipSpaces(from + 1) : from;
        if (inner < 0) return -1;
        boolean isWord = isWordDot(inner);
        if (!isWord && !isDot(at(inner))) return -1;
        if (isWord && !isBracketed && !hasSpaces) return -1;
        int end = inner + (isWord ? 3 : 1);
        if (isBracketed) {
            end = skipSpaces(end);
            if (end < 0 || at(end) != CLOSE.charAt(bracket)) return -1;
            end++;
        }
        int after = skipSpaces(end);
        if (after < 0 || !isLabelStart(at(after))) return -1;
        if (after > end && from == i && !isBracketed && !isWord && isSentenceEnd(after)) return -1;
        hasSpaces |= after > end;
        if (isWord && !isBracketed && after == end) return -1;
        boolean isPlain = !isBracketed && !isWord;
        boolean isWeak = !isBracketed && (isWord || hasSpaces);
        add(isWeak ? WEAK_DOT : '.', i, after, !isPlain || hasSpaces || at(inner) != '.');
        return after;
    }

    /**
     * Whether a dot and a space before a capital end a sentence for sure: where a letter beyond ASCII is in the word before
     * or after. To compare such a pair with listed domains takes long, and prose is full of them.
     */
    private boolean isSentenceEnd(int after) {
        if (!Character.isUpperCase(at(after))) return false;
        for (int i = length - 1; i >= 0 && length - i < MAX_LABEL && isLabel(chars[i]); i--)
            if (chars[i] > 127) return true;
        for (int i = after; i - after < MAX_LABEL && Character.isLetterOrDigit(at(i)); i++)
            if (at(i) > 127) return true;
        return false;
    }

    private int skipSpaces(int i) {
        int end = i;
        while (isSpace(at(end))) if (++end - i > MAX_SPACES) return -1;
        return end;
    }

    private boolean isWordDot(int i) {
        return (at(i) | 0x20) == 'd'
                && (at(i + 1) | 0x20) == 'o'
                && (at(i + 2) | 0x20) == 't'
                && !Character.isLetterOrDigit(at(i + 3));
    }

    private static boolean isLabelStart(int c) {
        return Character.isLetterOrDigit(c) || c == '%' || c == '&' || (c > 127 && !Character.isWhitespace(c));
    }

    /** The end of a percent escape or character reference that begins here, or -1. */
    private int escapeAt(int i) {
        int c = codePoints[i];
        if (c == '%' && hex(at(i + 1)) >= 0 && hex(at(i + 2)) >= 0) {
            int value = hex(at(i + 1)) * 16 + hex(at(i + 2));
            // Beyond ASCII an escape is a part of UTF-8, and hosts are not written so.
            if (value <= ' ' || value >= 127) return -1;
            add((char) Character.toLowerCase(value), i, i + 3, true);
            return i + 3;
        }
        if (c != '&') return -1;
        if (isAt(i, "&period;")) return reference('.', i, i + 8);
        if (at(i + 1) != '#') return -1;
        boolean isHex = (at(i + 2) | 0x20) == 'x';
        int value = 0;
        int k = i + (isHex ? 3 : 2);
        for (int digits = 0; digits < 6 && hex(at(k)) >= 0 && (isHex || at(k) <= '9'); digits++)
            value = value * (isHex ? 16 : 10) + hex(at(k++));
        return at(k) == ';' && value > ' ' && value < 127 ? reference((char) value, i, k + 1) : -1;
    }

    private int reference(char c, int start, int end) {
        add(Character.toLowerCase(c), start, end, true);
        return end;
    }

    private boolean isAt(int i, String text) {
        for (int k = 0; k < text.length(); k++) if (at(i + k) != text.charAt(k)) return false;
        return true;
    }

    private static int hex(int c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    /** In most texts few letters come often. */
    private String folded(int c) {
        int place = (c ^ c >> 8) & (KEPT_FOLDS - 1);
        String kept = folds[place];
        if (kept != null && foldedFrom[place] == c) return kept;
        String folded = Normalizer2.getNFKCCasefoldInstance().normalize(Character.toString(c));
        folds[place] = folded;
        foldedFrom[place] = c;
        return folded;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) >= 128) return false;
        return !text.isEmpty();
    }

    private int character(int i) {
        int c = codePoints[i];
        if (c < 128) {
            add((char) (c >= 'A' && c <= 'Z' ? c + 32 : c), i, i + 1, false);
        } else if (isInvisible(c)) {
            if (length > 0 && isLabel(chars[length - 1])) disguised[length - 1] = true;
        } else {
            String folded = folded(c);
            boolean isAscii = isAscii(folded);
            for (int k = 0; k < folded.length(); k++) add(folded.charAt(k), i, i + 1, isAscii);
        }
        return i + 1;
    }

    private static boolean isInvisible(int c) {
        return UCharacter.hasBinaryProperty(c, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                || UCharacter.getType(c) == UCharacter.FORMAT;
    }

    /** Whether the character may stand in a label: not a dot. */
    static boolean isLabel(char c) {
        if (c < 128) return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        return Character.isLetterOrDigit(c)
                || Character.isSurrogate(c)
                || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    private void add(char c, int start, int end, boolean isDisguised) {
        if (length == chars.length) {
            int size = length * 2;
            chars = Arrays.copyOf(chars, size);
            starts = Arrays.copyOf(starts, size);
            ends = Arrays.copyOf(ends, size);
            disguised = Arrays.copyOf(disguised, size);
        }
        chars[length] = c;
        starts[length] = start;
        ends[length] = end;
        disguised[length++] = isDisguised;
    }
}
