package io.gatehouse.service.json;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Guesses which known name a stranger meant. */
final class Spelling {
    /** Two slips are a typing error; three are another word. */
    private static final int MAX_SLIPS = 2;

    private static final int LONGEST_COMPARED = 64;

    private Spelling() {}

    static @Nullable String closest(String name, Collection<String> known) {
        if (name.length() > LONGEST_COMPARED) return null;
        String best = null;
        int fewest = MAX_SLIPS + 1;
        for (String candidate : known) {
            int slips = slips(name, candidate);
            // "xy" is two slips from any two letters: a guess must share something with what was written.
            if (slips < fewest && slips < candidate.length() - 1) {
                best = candidate;
                fewest = slips;
            }
        }
        return best;
    }

    /** Levenshtein's distance, in one row. */
    private static int slips(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int swap = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(swap, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
