package io.gatehouse.moderation.decode;

/** Whether two readings are of one line: readers err in a letter here and there. */
final class Likeness {
    /** One letter in so many may differ. */
    private static final int LETTERS = 6;

    private Likeness() {}

    static boolean areLike(String one, String other) {
        if (one.equals(other)) return true;
        int most = Math.max(one.length(), other.length()) / LETTERS;
        return Math.abs(one.length() - other.length()) <= most && distance(one, other, most) <= most;
    }

    /** Letters to change, add or leave out; more than {@code most} is told as some number above. */
    private static int distance(String one, String other, int most) {
        var before = new int[other.length() + 1];
        var now = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) before[j] = j;
        for (int i = 1; i <= one.length(); i++) {
            now[0] = i;
            int least = i;
            for (int j = 1; j <= other.length(); j++) {
                int same = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(same, 1 + Math.min(before[j], now[j - 1]));
                least = Math.min(least, now[j]);
            }
            if (least > most) return least;
            var kept = before;
            before = now;
            now = kept;
        }
        return before[other.length()];
    }
}
