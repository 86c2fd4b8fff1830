package io.gatehouse.moderation.match;

import java.util.Set;

/** What words of the languages we know look like at their edges and where letters double. */
final class WordShape {
    /** Never doubled in spelling, or so seldom that a doubled one is drawn out. */
    private static final String SINGLE = "hjquvwxyi";

    /** Words do not begin so. */
    private static final Set<String> UNLIKELY_STARTS = Set.of(
            "bb", "bm", "bt", "cn", "ct", "dl", "dn", "gd", "gs", "ht", "kc", "lc", "ld", "lf", "lk", "ll", "lp", "ls",
            "lt", "mb", "mp", "mr", "nt", "nk", "ng", "nd", "nr", "rb", "rc", "rd", "rk", "rm", "rn", "rp", "rt", "tn",
            "td", "xe", "yd", "ys", "yt", "yl", "zt");

    /** Words do not end so. */
    private static final Set<String> UNLIKELY_ENDS = Set.of(
            "bi", "uc", "hs", "hw", "uf", "lp", "lb", "lc", "lg", "lf", "ns", "pw", "dn", "tn", "kc", "ps", "tw", "iz",
            "ip", "aj", "oj");

    private WordShape() {}

    /** Whether hardly any word begins or ends as this one does. */
    static boolean isUnlikely(String word) {
        return UNLIKELY_STARTS.contains(word.substring(0, 2))
                || UNLIKELY_ENDS.contains(word.substring(word.length() - 2));
    }

    /** Whether two of the letter in a row, at the beginning of a word or inside it, are hardly ever spelling. */
    static boolean isNeverDoubled(char letter, boolean isFirst) {
        if (letter < 'a' || letter > 'z') return false;
        return isFirst ? letter != 'l' && letter != 'a' && letter != 'o' && letter != 'e' : SINGLE.indexOf(letter) >= 0;
    }
}
