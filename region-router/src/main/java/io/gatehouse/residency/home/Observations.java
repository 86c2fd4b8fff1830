package io.gatehouse.residency.home;

import io.gatehouse.residency.region.CountryCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The evidence about one account that was known at the moment asked about, in order, its days counted once for all. */
final class Observations {
    /** By kind, then by time; total, so that the order in which evidence was given does not matter. */
    static final Comparator<ResidenceEvidence> ORDER = Observations::compare;

    private static final long DAY_SECONDS = 86_400;
    private static final EvidenceKind[] KINDS = EvidenceKind.values();

    private final List<ResidenceEvidence> given;
    private final Observed[] known;
    private final int[] begins = new int[KINDS.length + 1];

    /** One piece of evidence and its days (UTC) since 1970. */
    record Observed(ResidenceEvidence evidence, long observedDay, long knownDay) {
        CountryCode country() {
            return evidence.country();
        }

        boolean isOfSameMoment(Observed other) {
            return evidence.observedAt().equals(other.evidence.observedAt());
        }
    }

    /** @param asOf what was not known by then is left out */
    Observations(List<ResidenceEvidence> evidence, Holder holder, Instant asOf) {
        given = inOrder(evidence);
        known = new Observed[given.size()];
        int count = 0;
        int next = 0;
        for (var kind : KINDS) {
            begins[kind.ordinal()] = count;
            for (; next < given.size() && given.get(next).kind() == kind; next++) {
                var each = given.get(next);
                if (kind.isAbout(holder) && !each.knownAt().isAfter(asOf))
                    known[count++] = new Observed(each, day(each.observedAt()), day(each.knownAt()));
            }
        }
        begins[KINDS.length] = count;
    }

    private static int compare(ResidenceEvidence a, ResidenceEvidence b) {
        int order = a.kind().compareTo(b.kind());
        if (order == 0) order = a.observedAt().compareTo(b.observedAt());
        if (order == 0) order = a.country().compareTo(b.country());
        return order == 0 ? a.receivedAt().compareTo(b.receivedAt()) : order;
    }

    private static List<ResidenceEvidence> inOrder(List<ResidenceEvidence> evidence) {
        var sorted = evidence.toArray(ResidenceEvidence[]::new);
        Arrays.sort(sorted, ORDER);
        var distinct = new ArrayList<ResidenceEvidence>(sorted.length);
        for (var each : sorted) if (distinct.isEmpty() || compare(distinct.getLast(), each) != 0) distinct.add(each);
        return distinct;
    }

    /** All that was given, also what does not count, without repetitions. */
    List<ResidenceEvidence> given() {
        return given;
    }

    int beginOf(EvidenceKind kind) {
        return begins[kind.ordinal()];
    }

    int endOf(EvidenceKind kind) {
        return begins[kind.ordinal() + 1];
    }

    int size() {
        return begins[KINDS.length];
    }

    Observed at(int index) {
        return known[index];
    }

    /** Days of UTC since 1970. */
    static long day(Instant instant) {
        return Math.floorDiv(instant.getEpochSecond(), DAY_SECONDS);
    }
}
