package io.gatehouse.moderation.fact;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was told about author, conversation and content, read once per content. Stored with the decision and fed back by replay.
 * A key that was wanted and is absent here could not be read: what needs it is failed or unknown, never "not met".
 *
 * @param standing null when nobody asked, or it could not be read
 * @param media what hash banks know of the media; a match asks for a person, since banks are no rules of a policy
 * @param content what earlier decisions noted on the same content and has not expired; none where there is no earlier one
 * @param scores what classifiers that run elsewhere said
 * @param asOf when it was told, which is when the content is judged; null takes the content's own time for it
 */
public record Facts(
        SortedMap<FactKey, Long> counts,
        @Nullable Standing standing,
        ContentLabels content,
        @Nullable Instant asOf,
        MediaFindings media,
        ToldScores scores) {
    public static final Facts NONE =
            new Facts(new TreeMap<>(), null, ContentLabels.NONE, null, MediaFindings.NONE, ToldScores.NONE);

    public Facts {
        counts = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    public static Facts of(Map<FactKey, Long> counts) {
        return new Facts(new TreeMap<>(counts), null, ContentLabels.NONE, null, MediaFindings.NONE, ToldScores.NONE);
    }

    /** Every wanted count stands at the same number: for texts that have no author, and come from nowhere. */
    public static Facts still(java.util.Set<FactKey> wanted, long count) {
        var counts = new TreeMap<FactKey, Long>();
        wanted.forEach(key -> counts.put(key, count));
        return new Facts(counts, null, ContentLabels.NONE, null, MediaFindings.NONE, ToldScores.NONE);
    }

    public Facts with(Standing told) {
        return new Facts(counts, told, content, asOf, media, scores);
    }

    public Facts with(ContentLabels told) {
        return new Facts(counts, standing, told, asOf, media, scores);
    }

    public Facts at(Instant time) {
        return new Facts(counts, standing, content, time, media, scores);
    }

    public Facts with(MediaFindings seen) {
        return new Facts(counts, standing, content, asOf, seen, scores);
    }

    public Facts with(ToldScores told) {
        return new Facts(counts, standing, content, asOf, media, told);
    }
}
