package io.gatehouse.moderation.match;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What text rules saw in one text.
 *
 * @param matches ordered by signal type, then name; at most one per bank, rule or kind of personal data
 * @param cut what was not looked at to its end because the budget of work ran out: what was found stands, and nothing is
 *     known about the rest
 * @param work units that looking took; see {@link Work}
 */
public record TextFindings(List<TextMatch> matches, Set<Part> cut, long work) {
    /** What is looked at, each with its share of the work. */
    public enum Part {
        /** Words and phrases, expressions and queries. */
        WORDS,
        /** What suspect words may be meant to say; the text as it is written was looked at. */
        DISGUISES,
        PERSONAL_DATA,
        LINKS;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TextFindings {
        matches = List.copyOf(matches);
        cut = Set.copyOf(new TreeSet<>(cut));
    }

    /** Whether all was looked at. */
    public boolean isComplete() {
        return cut.isEmpty();
    }
}
