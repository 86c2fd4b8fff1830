package io.gatehouse.moderation.text;

/** Tells numbers, with what people write behind them, and the numbers of parts from words with digits for letters. */
final class Numeral {
    /** What stands between the digits and letters of a number and its ending. */
    private static final String NEUTRAL = " %.,:/-+#\u00A0\u00AA\u00B0\u00BA\u2013\u202F";
    /** What joins a number and its ending. */
    private static final String BEFORE_ENDING = " %-\u00AA\u00B0\u00BA";

    private static final String BETWEEN_PARTS = "-/_.:";
    /** Longer than the number of any part. */
    private static final int FAR = 24;
    /** Groups with digits beside one that is a piece of a key. */
    private static final int MIN_GROUPS = 2;

    private Numeral() {}

    /**
     * Whether the code points [start, end) are a number, or one and its ending, as in {@code 20-tek} or {@code 2 mrd}, or only
     * a piece of a part's number, as in {@code W712-A55F}.
     */
    static boolean is(int[] all, int start, int end) {
        int digits = 0;
        int letters = 0;
        for (int i = start; i < end; i++) {
            // So are letters written in addresses.
            if (all[i] == '%' && i + 1 < end && isDigit(all[i + 1])) return false;
            if (isDigit(all[i])) digits++;
            else if (Character.isLetter(all[i]) && NEUTRAL.indexOf(all[i]) < 0) letters++;
            else if (NEUTRAL.indexOf(all[i]) < 0) return false;
        }
        if (digits == 0) return false;
        boolean isShort = letters == 0 || letters + digits == 2;
        return isShort || hasEnding(all, start, end) || isOfPart(all, start, end) || isOfKey(all, start, end);
    }

    private static boolean hasEnding(int[] all, int start, int end) {
        int behind = start;
        while (behind < end && isDigit(all[behind])) behind++;
        if (behind == start || behind == end || BEFORE_ENDING.indexOf(all[behind]) < 0) return false;
        if (behind - start > 1) return true;
        // One digit may be a letter of a word that is spelled out.
        for (int i = behind + 1; i < end; i++) if (!Character.isLetter(all[i])) return false;
        return true;
    }

    /** Whether it is one of several groups of digits and letters that hyphens join, most of which have digits. */
    private static boolean isOfKey(int[] all, int start, int end) {
        int from = start;
        while (from > 0 && start - from < 2 * FAR && isOfKey(all[from - 1])) from--;
        int to = end;
        while (to < all.length && to - end < 2 * FAR && isOfKey(all[to])) to++;
        int groups = 0;
        boolean hasDigit = false;
        for (int i = from; i <= to; i++) {
            if (i < to && (i < start || i >= end) && isDigit(all[i])) hasDigit = true;
            if (i < to && all[i] != '-') continue;
            if (hasDigit) groups++;
            hasDigit = false;
        }
        return groups >= MIN_GROUPS;
    }

    private static boolean isOfKey(int c) {
        return isDigit(c) || c == '-' || (c < 128 && Character.isLetter(c));
    }

    /** Whether what stands between two spaces is of digits, capitals and signs, and more than these code points. */
    private static boolean isOfPart(int[] all, int start, int end) {
        int from = start;
        while (from > 0 && start - from < FAR && isOfNumber(all[from - 1])) from--;
        int to = end;
        while (to < all.length && to - end < FAR && isOfNumber(all[to])) to++;
        if (from > 0 && Character.isLetter(all[from - 1])) return false;
        if (to < all.length && Character.isLetter(all[to])) return false;
        boolean hasSign = false;
        boolean isMore = false;
        for (int i = from; i < to; i++) {
            if (!isOfNumber(all[i])) return false;
            hasSign |= BETWEEN_PARTS.indexOf(all[i]) >= 0;
            isMore |= (i < start || i >= end) && BETWEEN_PARTS.indexOf(all[i]) < 0;
        }
        return hasSign && isMore;
    }

    private static boolean isOfNumber(int c) {
        return isDigit(c) || Character.isUpperCase(c) || BETWEEN_PARTS.indexOf(c) >= 0;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
