package io.gatehouse.moderation.comparison;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How often one rule matched before and after, and where the two differ. Not thread-safe. */
public final class RuleChange {
    /** A reader opens a few; more would only make a report long. */
    static final int EXAMPLES = 3;
    /** 1,024 bytes a rule that changed, for a standard error of 3 %. */
    static final int AUTHOR_BITS = 10;

    long before;
    long after;
    long gained;
    long lost;
    final Examples gainedExamples = new Examples(EXAMPLES);
    final Examples lostExamples = new Examples(EXAMPLES);

    @Nullable
    DistinctCount authors;

    RuleChange() {}

    void gained(String id, long author) {
        gained++;
        gainedExamples.add(id);
        affects(author);
    }

    void lost(String id, long author) {
        lost++;
        lostExamples.add(id);
        affects(author);
    }

    private void affects(long author) {
        if (author != 0) authorsToAdd().add(author);
    }

    private DistinctCount authorsToAdd() {
        DistinctCount counted = authors;
        if (counted == null) authors = counted = DistinctCount.ofBits(AUTHOR_BITS);
        return counted;
    }

    void add(RuleChange other) {
        before += other.before;
        after += other.after;
        gained += other.gained;
        lost += other.lost;
        gainedExamples.add(other.gainedExamples);
        lostExamples.add(other.lostExamples);
        if (other.authors != null) authorsToAdd().add(other.authors);
    }

    /** Messages that matched under the old policy. */
    public long before() {
        return before;
    }

    /** Messages that match under the new one. */
    public long after() {
        return after;
    }

    /** Matched only by the new policy. */
    public long gained() {
        return gained;
    }

    /** Matched only by the old policy. */
    public long lost() {
        return lost;
    }

    public boolean isChanged() {
        return gained + lost > 0;
    }

    /** About how many authors gained or lost a match; see {@link DistinctCount}. */
    public long authors() {
        return authors == null ? 0 : authors.estimate();
    }

    public List<String> gainedExamples() {
        return gainedExamples.ids();
    }

    public List<String> lostExamples() {
        return lostExamples.ids();
    }
}
