package io.gatehouse.moderation.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a text shows that is written in escapes: HTML entities and tags, percent and backslash escapes, rows of code points
 * (U+0061 U+0062), and a direction override. Offsets lead back to the escapes.
 */
final class Escapes {
    /** The longest name of {@link #ENTITIES}, or number. */
    private static final int MAX_ENTITY = 16;

    private static final int MAX_TAG = 64;
    /** U+0061 to U+10FFFF. */
    private static final int MIN_NAME = 6;

    private static final int MAX_NAME = 8;
    private static final int LEAST_NAMES = 3;
    /** What ends the effect of a direction override. */
    private static final String DIRECTION_ENDS = "\u202C\u202D\u202A\u202B\n";

    private static final Map<String, Integer> ENTITIES = Map.ofEntries(
            Map.entry("amp", (int) '&'),
            Map.entry("lt", (int) '<'),
            Map.entry("gt", (int) '>'),
            Map.entry("quot", (int) '"'),
            Map.entry("apos", (int) '\''),
            Map.entry("nbsp", 0xA0),
            Map.entry("shy", 0xAD),
            Map.entry("zwnj", 0x200C),
            Map.entry("zwj", 0x200D),
            Map.entry("ZeroWidthSpace", 0x200B),
            Map.entry("NoBreak", 0x2060),
            Map.entry("InvisibleTimes", 0x2062),
            Map.entry("InvisibleComma", 0x2063),
            Map.entry("lrm", 0x200E),
            Map.entry("rlm", 0x200F),
            Map.entry("hyphen", 0x2010),
            Map.entry("ensp", 0x2002),
            Map.entry("emsp", 0x2003),
            Map.entry("thinsp", 0x2009),
            Map.entry("sol", (int) '/'),
            Map.entry("verbar", (int) '|'),
            Map.entry("hellip", 0x2026),
            Map.entry("ndash", 0x2013),
            Map.entry("mdash", 0x2014),
            Map.entry("middot", 0xB7),
            Map.entry("bull", 0x2022),
            Map.entry("ast", (int) '*'),
            Map.entry("num", (int) '#'),
            Map.entry("commat", (int) '@'),
            Map.entry("dollar", (int) '$'),
            Map.entry("excl", (int) '!'),
            Map.entry("period", (int) '.'),
            Map.entry("comma", (int) ','),
            Map.entry("lowbar", (int) '_'),
            Map.entry("szlig", 0xDF),
            Map.entry("aelig", 0xE6),
            Map.entry("oslash", 0xF8));
    /** Entities of a letter with an accent: folding drops the accent, so the letter says it all. */
    private static final String[] ACCENTS = {
        "acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "caron", "slash", "breve", "macr", "ogon"
    };

    private final int[] in;
    private final int[] out;
    private final int[] starts;
    private final int[] ends;
    private int count;
    private boolean isChanged;

    private Escapes(int[] codePoints) {
        in = codePoints;
        out = new int[in.length];
        starts = new int[in.length];
        ends = new int[in.length];
    }

    /** Whether any may be there; cheap, as most signs that could begin one stand for themselves. */
    static boolean mayBeIn(int[] codePoints) {
        for (int i = 0; i < codePoints.length; i++) {
            int c = codePoints[i];
            int next = i + 1 < codePoints.length ? codePoints[i + 1] : ' ';
            if (c == CodePoints.RIGHT_TO_LEFT_OVERRIDE) return true;
            if (c == '+' && i > 0 && (codePoints[i - 1] | 32) == 'u' && next < 128) return true;
            if ((c == '&' || c == '%' || c == '\\' || c == '<') && next > ' ' && next < 128) return true;
        }
        return false;
    }

    /** Null when there is nothing to rewrite. */
    static @Nullable Rewritten rewrite(int[] codePoints) {
        var escapes = new Escapes(codePoints);
        for (int i = 0; i < codePoints.length; ) i = escapes.one(i);
        escapes.turn();
        if (!escapes.isChanged) return null;
        var text = new String(escapes.out, 0, escapes.count);
        return new Rewritten(
                text, Arrays.copyOf(escapes.starts, escapes.count), Arrays.copyOf(escapes.ends, escapes.count));
    }

    private int one(int i) {
        int end = switch (in[i]) {
            case '&' -> entity(i);
            case '%' -> percent(i);
            case '\\' -> backslash(i);
            case '<' -> tag(i);
            case 'U', 'u' -> codePointRow(i);
            default -> i;
        };
        if (end > i) {
            isChanged = true;
            return end;
        }
        put(in[i], i, i + 1);
        return i + 1;
    }

    private void put(int c, int start, int end) {
        out[count] = c >= 0 && c <= Character.MAX_CODE_POINT && (c < 0xD800 || c > 0xDFFF) ? c : 0xFFFD;
        starts[count] = start;
        ends[count++] = end;
    }

    private int entity(int i) {
        int end = i + 1;
        while (end < in.length && end - i <= MAX_ENTITY + 1 && in[end] != ';' && isNameChar(in[end])) end++;
        if (end - i < 3) return i;
        boolean isClosed = end < in.length && in[end] == ';';
        String name = new String(in, i + 1, end - i - 1);
        int c = name.charAt(0) == '#' ? numbered(name) : isClosed ? named(name) : -1;
        if (c < 0) return i;
        end += isClosed ? 1 : 0;
        put(c, i, end);
        return end;
    }

    private static boolean isNameChar(int c) {
        return c == '#' || (c < 128 && Character.isLetterOrDigit(c));
    }

    private static int numbered(String name) {
        boolean isHex = name.length() > 1 && (name.charAt(1) | 32) == 'x';
        return number(name.substring(isHex ? 2 : 1), isHex ? 16 : 10);
    }

    private static int named(String name) {
        var c = ENTITIES.get(name);
        if (c != null) return c;
        for (String accent : ACCENTS)
            if (name.length() == accent.length() + 1 && name.endsWith(accent)) return name.charAt(0);
        return -1;
    }

    private static int number(String digits, int radix) {
        if (digits.isEmpty() || digits.length() > 7) return -1;
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) < 128 ? Character.digit(digits.charAt(i), radix) : -1;
            if (digit < 0) return -1;
            value = value * radix + digit;
        }
        return value <= Character.MAX_CODE_POINT ? value : -1;
    }

    /** A whole UTF-8 sequence, or nothing: a percent sign before two digits is often just that. */
    private int percent(int i) {
        int first = hex(i + 1, 2);
        if (first < 0x20 || in[i] != '%') return i;
        int length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
        if (length == 0 || i + 3 * length > in.length) return i;
        var bytes = new byte[length];
        for (int k = 0; k < length; k++) {
            int value = in[i + 3 * k] == '%' ? hex(i + 3 * k + 1, 2) : -1;
            if (value < 0) return i;
            bytes[k] = (byte) value;
        }
        int end = i + 3 * length;
        put(new String(bytes, StandardCharsets.UTF_8).codePointAt(0), i, end);
        return end;
    }

    private int hex(int from, int digits) {
        if (from + digits > in.length) return -1;
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = in[i] < 128 ? Character.digit(in[i], 16) : -1;
            if (digit < 0) return -1;
            value = value * 16 + digit;
        }
        return value;
    }

    private int backslash(int i) {
        int kind = i + 1 < in.length ? in[i + 1] : 0;
        int digits = kind == 'u' ? 4 : kind == 'x' ? 2 : kind == 'U' ? 8 : 0;
        if (digits == 0) return i;
        int from = i + 2;
        boolean isBraced = kind == 'u' && from < in.length && in[from] == '{';
        if (isBraced) {
            from++;
            digits = 0;
            while (digits < 6 && from + digits < in.length && in[from + digits] != '}') digits++;
            if (digits == 0 || from + digits >= in.length || in[from + digits] != '}') return i;
        }
        int c = hex(from, digits);
        if (c < 0) return i;
        int end = from + digits + (isBraced ? 1 : 0);
        put(c, i, end);
        return end;
    }

    /** Names of code points in a row: one or two are talk about characters. */
    private int codePointRow(int i) {
        int end = i;
        int names = 0;
        for (int at = i; at < in.length; names++) {
            int after = afterName(at);
            if (after < 0) break;
            end = after;
            at = after;
            while (at < in.length && (in[at] == ' ' || in[at] == ',') && at < after + 2) at++;
        }
        if (names < LEAST_NAMES) return i;
        for (int at = i; at < end; ) {
            int after = afterName(at);
            if (after < 0) {
                at++;
                continue;
            }
            put(number(new String(in, at + 2, after - at - 2), 16), at, after);
            at = after;
        }
        return end;
    }

    /** The end of a name of a code point, such as U+0061, that begins here; -1 for none. */
    private int afterName(int at) {
        if (at + 2 >= in.length || (in[at] | 32) != 'u' || in[at + 1] != '+') return -1;
        int end = at + 2;
        while (end < in.length && end - at < MAX_NAME && in[end] < 128 && Character.digit(in[end], 16) >= 0) end++;
        return end - at < MIN_NAME ? -1 : end;
    }

    /** Tags vanish, but for those that begin a line. */
    private int tag(int i) {
        int at = i + 1;
        if (at < in.length && (in[at] == '/' || in[at] == '!')) at++;
        if (at >= in.length || !(in[at] < 128 && (Character.isLetter(in[at]) || in[at] == '-'))) return i;
        int end = at;
        while (end < in.length && end - i < MAX_TAG && in[end] != '>' && in[end] != '<') end++;
        if (end >= in.length || in[end] != '>') return i;
        String name = new String(in, at, end - at);
        boolean isLine =
                name.startsWith("br") || name.startsWith("p") || name.startsWith("div") || name.startsWith("li");
        if (isLine) put('\n', i, end + 1);
        return end + 1;
    }

    /** Turns round what follows a right-to-left override, up to what ends it. */
    private void turn() {
        for (int i = 0; i < count; i++) {
            if (out[i] != CodePoints.RIGHT_TO_LEFT_OVERRIDE) continue;
            int end = i + 1;
            while (end < count && DIRECTION_ENDS.indexOf(out[end]) < 0) end++;
            for (int a = i + 1, b = end - 1; a < b; a++, b--) {
                int c = out[a];
                out[a] = out[b];
                out[b] = c;
            }
            // Each covers all that is turned: what is found must not end before it begins.
            if (end > i + 1) {
                Arrays.fill(ends, i + 1, end, ends[end - 1]);
                Arrays.fill(starts, i + 1, end, starts[i + 1]);
            }
            // It has had its effect, and must not have it again.
            out[i] = 0xAD;
            isChanged = true;
            i = end - 1;
        }
    }
}
