package io.gatehouse.moderation.report.lint;

/** Compares names as people do: without case, stray spaces and kinds of quotes. Pure. */
final class Names {
    /** Of a name's letters, as many may differ that somebody meant it: the template's own names differ by more. */
    private static final double ALIKE = 0.25;

    private Names() {}

    static String plain(String name) {
        var plain = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = plain(name.charAt(i));
            boolean afterSpace = plain.isEmpty() || plain.charAt(plain.length() - 1) == ' ';
            if (c != ' ' || !afterSpace) plain.append(Character.toLowerCase(c));
        }
        int end = plain.length();
        return end > 0 && plain.charAt(end - 1) == ' ' ? plain.substring(0, end - 1) : plain.toString();
    }

    private static char plain(char c) {
        return switch (c) {
            case '\u2018', '\u2019', '\u00b4', '`' -> '\'';
            case '\u201c', '\u201d', '\u201e' -> '"';
            case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014' -> '-';
            default -> Character.isWhitespace(c) || Character.isSpaceChar(c) ? ' ' : c;
        };
    }

    static boolean same(String one, String other) {
        return one.equals(other) || plain(one).equals(plain(other));
    }

    /** Whether one could be a slip of the other. */
    static boolean alike(String one, String other) {
        String a = plain(one);
        String b = plain(other);
        int longest = Math.max(a.length(), b.length());
        return longest > 0 && Math.abs(a.length() - b.length()) <= ALIKE * longest && distance(a, b) <= ALIKE * longest;
    }

    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) above[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], above[j]) + 1, above[j - 1] + change);
            }
            above = row;
        }
        return above[b.length()];
    }

    /** How a spreadsheet names the column, the first being 0. */
    static String letter(int column) {
        return column < 26
                ? String.valueOf((char) ('A' + column))
                : letter(column / 26 - 1) + (char) ('A' + column % 26);
    }
}
