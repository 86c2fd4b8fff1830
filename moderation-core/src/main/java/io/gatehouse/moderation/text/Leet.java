package io.gatehouse.moderation.text;

import java.util.stream.IntStream;

/** Digits, symbols and groups of symbols as the letters that they are written for. */
final class Leet {
    private static final String DIGIT_LETTERS = "oizeasgtbg";
    private static final String DIGIT_LETTERS_SECOND = "olzeasblbq";
    private static final String SYMBOLS = "♑⛎♓♏⚡☪⚽✖➕⛔⚪⚫₱₵₴₳฿₦₣₭₮₲₥₩₫₽₺₹₿@$!|+(<¡¢£¥§€₤[{^©®°†×√∆∂∑¤⭕❌❗∪∩∈⊥∀∃¦¬✝✞✟☨♀";
    private static final String SYMBOL_LETTERS =
            "nuhmscoxtooopcsabnfktgmwdptrbasiitcciclyselccacrotxvadeooxiunetaeilttttos";
    private static final String SYMBOL_LETTERS_SECOND =
            "nuhmscoxtooopcsabnfktgmwdptrbaslltcclceyselccacrotxvadeooxlunetaellttttos";

    /** Symbols that stand for the first letter of a word, too; others do only inside it. */
    private static final String AT_BEGINNING = "♑⛎♓♏⚡☪⚽✖➕⛔⚪⚫₱₵₴₳฿₦₣₭₮₲₥₩₫₽₺₹₿@$!|+(<¡¢£¥§€₤[{©®†×√∆∂⭕❌❗∪∩∈⊥∀∃/\\}]>)";
    /** Symbols that stand for the last letter of a word, too. */
    private static final String AT_END = "♑⛎♓♏⚡☪⚽✖➕⛔⚪⚫₱₵₴₳฿₦₣₭₮₲₥₩₫₽₺₹₿$+<£§€©®¢@†✝✞✟☨";

    private static final String MASKS = "*#%•●■█×✱";
    private static final String APOSTROPHES = "'’‘´ʼ";

    /** Letters built of several characters, the longest first; of equal ones the likelier first. */
    private static final String[] GROUPS = {
        "\\/\\/", "|\\/|", "/\\/\\", "']['", "|\\|", "/\\/", "|-|", "|_|", "(_)", "\\_/", "]-[", ")-(", "/-\\", "|v|",
        "}{", "|<", "|{", "|(", "|)", "|>", "|=", "|3", "|2", "|o", "/\\", "\\/", "()", "[]", "<>", "_|", "><", "[)",
        "|_", "|]", "|*", "|7", "^/"
    };

    private static final String GROUP_STARTS = "\\|/'(])}[<_>^";

    /** By place in {@link #GROUP_STARTS}: the groups that begin so. */
    private static final int[][] GROUPS_BY_START = GROUP_STARTS
            .chars()
            .mapToObj(start -> IntStream.range(0, GROUPS.length)
                    .filter(g -> GROUPS[g].charAt(0) == start)
                    .toArray())
            .toArray(int[][]::new);

    private static final String[] GROUP_LETTERS = {
        "w", "m", "m", "t", "n", "n", "h", "u", "u", "u", "h", "h", "a", "m", "h", "k", "k", "k", "d", "pd", "f", "b",
        "r", "p", "a", "v", "o", "o", "o", "j", "x", "d", "l", "d", "p", "p", "n"
    };

    /** Beyond the first blocks, the pictures that are written for the letter that they look like, and their letters. */
    private static final int[] PICTURES =
            "💲🌴👢🎋📧🎏📍🔴🐍🐝🍩🍪🌕🌝🌞🔘🌙🌜🎣🪝".codePoints().toArray();

    private static final String PICTURE_LETTERS = "stlkefiosbooooooccjj";

    private static final int APOSTROPHE = 1;
    private static final int LETTER = 2;
    private static final int MASK = 4;
    private static final int BEGINS = 8;
    private static final int ENDS = 16;
    private static final int GROUP = 32;
    /** What an ASCII character is. */
    private static final byte[] ASCII = new byte[128];

    static {
        for (int c = 0; c < ASCII.length; c++) ASCII[c] = (byte) looked(c, 63);
    }

    private Leet() {}

    private static int looked(int c, int asked) {
        int found = 0;
        for (int what = APOSTROPHE; what <= asked; what <<= 1)
            if ((what & asked) != 0 && charactersOf(what).indexOf(c) >= 0) found |= what;
        return found;
    }

    private static String charactersOf(int what) {
        return switch (what) {
            case APOSTROPHE -> APOSTROPHES;
            case LETTER -> SYMBOLS;
            case MASK -> MASKS;
            case BEGINS -> AT_BEGINNING;
            case ENDS -> AT_END;
            default -> GROUP_STARTS;
        };
    }

    private static boolean is(int what, int c) {
        if (c < ASCII.length) return (ASCII[c] & what) != 0;
        // The scripts of most of the world's letters are here; none of them is any of this.
        if (c > 0x2E7F) return c >= 0x1F170 && (what & (LETTER | BEGINS | ENDS)) != 0 && picture(c) >= 0;
        return looked(c, what) != 0;
    }

    private static int picture(int c) {
        for (int i = 0; i < PICTURES.length; i++) if (PICTURES[i] == c) return i;
        return -1;
    }

    static boolean isApostrophe(int c) {
        return is(APOSTROPHE, c);
    }

    static boolean isSymbolLetter(int c) {
        return is(LETTER, c);
    }

    static boolean isMask(int c) {
        return is(MASK, c);
    }

    static boolean mayBegin(int c) {
        return is(BEGINS, c);
    }

    static boolean mayEnd(int c) {
        return is(ENDS, c);
    }

    static boolean mayBeginOrEndWord(int c) {
        return mayBegin(c) || mayEnd(c) || c == '*';
    }

    /** The letter that the symbol, as {@link #isSymbolLetter} knows it, is written for. */
    static char letterOfSymbol(int c, boolean second) {
        if (c > 0xFFFF) return PICTURE_LETTERS.charAt(picture(c));
        return (second ? SYMBOL_LETTERS_SECOND : SYMBOL_LETTERS).charAt(SYMBOLS.indexOf(c));
    }

    /** The letter that an ASCII digit is written for; anything else is itself. */
    static char letterOfDigit(char digit, boolean second) {
        if (digit < '0' || digit > '9') return digit;
        return (second ? DIGIT_LETTERS_SECOND : DIGIT_LETTERS).charAt(digit - '0');
    }

    /** The group that begins here, by number, or -1. */
    static int group(int[] codePoints, int at, int to) {
        if (!is(GROUP, codePoints[at])) return -1;
        for (int g : GROUPS_BY_START[GROUP_STARTS.indexOf(codePoints[at])])
            if (isAt(GROUPS[g], codePoints, at, to)) return g;
        return -1;
    }

    private static boolean isAt(String group, int[] codePoints, int at, int to) {
        if (to - at < group.length()) return false;
        for (int k = 0; k < group.length(); k++) if (codePoints[at + k] != group.charAt(k)) return false;
        return true;
    }

    static int lengthOf(int group) {
        return GROUPS[group].length();
    }

    static char letterOf(int group, boolean second) {
        String letters = GROUP_LETTERS[group];
        return letters.charAt(second ? letters.length() - 1 : 0);
    }
}
