package io.gatehouse.moderation.fact;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an author's record says at the moment of judging.
 *
 * @param labels that have not expired
 * @param strikes the sum of the strikes' weights, each as far as it has decayed
 */
public record Standing(SortedSet<String> labels, double strikes) {
    /** Nothing was ever noted about the author. */
    public static final Standing CLEAN = new Standing(new TreeSet<>(), 0);

    public Standing {
        labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
        if (!(strikes >= 0)) throw new IllegalArgumentException("strikes must not be below 0: " + strikes);
    }
}
