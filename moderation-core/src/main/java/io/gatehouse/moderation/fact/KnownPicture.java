package io.gatehouse.moderation.fact;

import io.gatehouse.moderation.signal.Category;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * A picture, a frame of a video or a file that a hash bank knows.
 *
 * @param severity 0 to 10, as the bank's owner sees it
 * @param distance in bits of 256, of the nearest
 * @param stands whether the bank's word stands: an entry matched that nobody disputed and that is not in quarantine. Rules act on
 *     no other
 * @param matchIds of what matched, the nearest first, for confirming and disputing; empty where nothing was kept
 * @param sightings in videos and animations, in order; empty where it is a still picture
 */
public record KnownPicture(
        String bank,
        Category category,
        int severity,
        int distance,
        boolean stands,
        List<String> matchIds,
        List<Sighting> sightings) {
    /** Of a PDQ hash. */
    private static final int BITS = 256;

    /** An answer is read by people: who disputes one match meets the next at the next question. */
    public static final int MAX_MATCH_IDS = 20;

    public KnownPicture {
        if (distance < 0 || distance > BITS)
            throw new IllegalArgumentException("a distance is 0 to " + BITS + " bits: " + distance);
        if (matchIds.size() > MAX_MATCH_IDS)
            throw new IllegalArgumentException("at most " + MAX_MATCH_IDS + " matches are named: " + matchIds.size());
        matchIds = List.copyOf(matchIds);
        sightings = List.copyOf(sightings);
    }

    /** A still picture of a bank without severity, of which nothing was kept. */
    public KnownPicture(String bank, Category category, int distance) {
        this(bank, category, 0, distance, true, List.of(), List.of());
    }

    /** The share of bits that are the same. */
    public double score() {
        return 1 - distance / (double) BITS;
    }

    /** The same under the id of a match that was kept. */
    public KnownPicture named(String matchId) {
        return new KnownPicture(bank, category, severity, distance, stands, List.of(matchId), sightings);
    }

    /**
     * With what else the same bank knows: as near as the nearer, and seen wherever one of them was.
     *
     * @throws IllegalArgumentException when it is of another bank
     */
    public KnownPicture and(KnownPicture other) {
        if (!bank.equals(other.bank)) throw new IllegalArgumentException(bank + " is not " + other.bank);
        boolean isNearer = distance <= other.distance;
        var nearer = isNearer ? this : other;
        var farther = isNearer ? other : this;
        var ids = new LinkedHashSet<>(nearer.matchIds);
        ids.addAll(farther.matchIds);
        return new KnownPicture(
                bank,
                nearer.category,
                nearer.severity,
                nearer.distance,
                stands || other.stands,
                ids.stream().limit(MAX_MATCH_IDS).toList(),
                Stream.concat(sightings.stream(), other.sightings.stream())
                        .distinct()
                        .toList());
    }
}
