package io.gatehouse.residency.home;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which evidence is kept of an account. The same observation, and another of the same day that says nothing new, is kept
 * once, as it was first received; beyond the limit the middle of stretches goes before their ends, and the oldest first.
 *
 * @param evidence in the order of {@link Observations#ORDER}
 * @param thinnedUntil from when on nothing is missing, if something was dropped for the limit
 */
record KeptEvidence(List<ResidenceEvidence> evidence, Optional<Instant> thinnedUntil) {
    /** Both ends of several stretches of seven kinds; some eight kilobytes. */
    static final int MAX_KEPT = 64;

    static KeptEvidence of(List<ResidenceEvidence> more) {
        return of(List.of(), more);
    }

    /** @param before as kept */
    static KeptEvidence of(List<ResidenceEvidence> before, List<ResidenceEvidence> more) {
        var kept = new ArrayList<>(before);
        // In order of time, so that what is the second observation of a day does not depend on how the list was sorted.
        for (var each : more.stream().sorted(Observations.ORDER).toList())
            if (!saysNothingNew(each, kept)) kept.add(each);
        kept.sort(Observations.ORDER);
        Instant thinned = null;
        while (kept.size() > MAX_KEPT) {
            var complete = drop(kept);
            if (thinned == null || complete.isAfter(thinned)) thinned = complete;
        }
        return new KeptEvidence(List.copyOf(kept), Optional.ofNullable(thinned));
    }

    /** Drops one and tells from when on what is kept is as good: once the next of the stretch is known, or only now. */
    private static Instant drop(List<ResidenceEvidence> sorted) {
        int inside = oldestInside(sorted);
        if (inside >= 0) {
            sorted.remove(inside);
            return sorted.get(inside).knownAt();
        }
        var now = sorted.stream()
                .map(ResidenceEvidence::knownAt)
                .max(Instant::compareTo)
                .orElseThrow();
        sorted.remove(sorted.stream()
                .min(Comparator.comparing(ResidenceEvidence::observedAt))
                .orElseThrow());
        return now;
    }

    private static boolean saysNothingNew(ResidenceEvidence each, List<ResidenceEvidence> kept) {
        return kept.stream()
                .anyMatch(known -> isSameObservation(each, known) && !anythingElseBetween(each, known, kept));
    }

    private static boolean isSameObservation(ResidenceEvidence a, ResidenceEvidence b) {
        return a.kind() == b.kind()
                && a.country().equals(b.country())
                && Observations.day(a.observedAt()) == Observations.day(b.observedAt());
    }

    /** Whether another country was named in the meantime, by any kind: then the second observation is news. */
    private static boolean anythingElseBetween(ResidenceEvidence a, ResidenceEvidence b, List<ResidenceEvidence> kept) {
        var first = a.observedAt().isBefore(b.observedAt()) ? a.observedAt() : b.observedAt();
        var last = a.observedAt().isBefore(b.observedAt()) ? b.observedAt() : a.observedAt();
        if (first.equals(last)) return false;
        return kept.stream()
                .anyMatch(other -> !other.country().equals(a.country())
                        && !other.observedAt().isBefore(first)
                        && !other.observedAt().isAfter(last));
    }

    /** The oldest that is neither the first nor the last of its stretch, nor known before its neighbour; -1 for none. */
    private static int oldestInside(List<ResidenceEvidence> sorted) {
        int oldest = -1;
        for (int i = 1; i < sorted.size() - 1; i++) {
            var each = sorted.get(i);
            boolean isInside = isSameStretch(sorted.get(i - 1), each)
                    && isSameStretch(each, sorted.get(i + 1))
                    && !each.knownAt().isBefore(sorted.get(i - 1).knownAt());
            if (isInside
                    && (oldest < 0
                            || each.observedAt().isBefore(sorted.get(oldest).observedAt()))) oldest = i;
        }
        return oldest;
    }

    private static boolean isSameStretch(ResidenceEvidence a, ResidenceEvidence b) {
        return a.kind() == b.kind() && a.country().equals(b.country());
    }
}
