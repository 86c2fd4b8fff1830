package io.gatehouse.moderation.match;

import java.util.List;

/**
 * What text rules saw in one text.
 *
 * @param matches ordered by signal type, then name; at most one per bank, rule or kind of personal data
 * @param isComplete whether all was looked at. If not, the budget of work ran out: what was found stands, and nothing is
 *     known about the rest
 */
public record TextFindings(List<TextMatch> matches, boolean isComplete) {
    public TextFindings {
        matches = List.copyOf(matches);
    }
}
