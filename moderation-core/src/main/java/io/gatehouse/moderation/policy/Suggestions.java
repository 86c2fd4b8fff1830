package io.gatehouse.moderation.policy;

import java.util.Collection;
import java.util.TreeSet;

/** Hints for names that do not exist. */
final class Suggestions {
    /** Farther apart than this, two names are different words and not a slip of the finger. */
    private static final int MAX_DISTANCE = 2;
    /** A longer list hides what it is meant to show. */
    private static final int MAX_LISTED = 24;

    private Suggestions() {}

    /** The name that was probably meant, or else those that exist. */
    static String forName(String wrong, Collection<String> known) {
        if (known.isEmpty()) return "none is known";
        var sorted = new TreeSet<>(known);
        String best = "";
        int bestDistance = MAX_DISTANCE + 1;
        for (String name : sorted) {
            int distance = distance(wrong, name);
            if (distance < bestDistance && distance < name.length()) {
                best = name;
                bestDistance = distance;
            }
        }
        if (!best.isEmpty()) return "did you mean '" + best + "'?";
        String listed = String.join(", ", sorted.stream().limit(MAX_LISTED).toList());
        return "known: " + listed
                + (sorted.size() > MAX_LISTED ? ", and " + (sorted.size() - MAX_LISTED) + " more" : "");
    }

    /** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours. */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > MAX_DISTANCE) return MAX_DISTANCE + 1;
        var rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) rows[i][0] = i;
        for (int j = 0; j <= b.length(); j++) rows[0][j] = j;
        for (int i = 1; i <= a.length(); i++)
            for (int j = 1; j <= b.length(); j++) {
                int replace = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                rows[i][j] = Math.min(replace, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
                boolean isSwap =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (isSwap) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
            }
        return rows[a.length()][b.length()];
    }
}
