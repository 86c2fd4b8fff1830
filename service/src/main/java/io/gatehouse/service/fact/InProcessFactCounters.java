package io.gatehouse.service.fact;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.residency.directory.AccountRef;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Counters in the memory of one process: exact for one machine, empty after a restart. A shared store of each cell
 * takes this place when there are more machines.
 */
@Component
final class InProcessFactCounters implements FactCounters {
    private static final String SCREENINGS = "author.screenings";

    /** The longest window that can be answered; asking for a longer one fails the signal instead of guessing. */
    static final Duration LONGEST_WINDOW = Duration.ofHours(24);

    /** Beyond this many in a day the count stays at it: every threshold of a policy lies far below. */
    static final int MAX_PER_AUTHOR = 10_000;

    /** Authors remembered at once; the least active are forgotten first. */
    private static final int MAX_AUTHORS = 500_000;

    private final Cache<AccountRef, Screenings> byAuthor = Caffeine.newBuilder()
            .maximumSize(MAX_AUTHORS)
            .expireAfterWrite(LONGEST_WINDOW)
            .build();

    @Override
    public Facts countAndRead(AccountRef author, long content, Set<FactKey> wanted, Instant now) {
        var screenings = byAuthor.get(author, _ -> new Screenings());
        var counts = new HashMap<FactKey, Long>();
        long nowMs = now.toEpochMilli();
        synchronized (screenings) {
            screenings.count(content, nowMs);
            for (FactKey key : wanted) {
                if (!key.counter().equals(SCREENINGS) || key.window().compareTo(LONGEST_WINDOW) > 0) continue;
                counts.put(key, screenings.since(nowMs - key.window().toMillis()));
            }
        }
        return Facts.of(counts);
    }

    /** One author's contents and when each was first seen. Guarded by itself. */
    private static final class Screenings {
        private final SequencedMap<Long, Long> firstSeenMs = new LinkedHashMap<>();

        void count(long content, long nowMs) {
            firstSeenMs.putIfAbsent(content, nowMs);
            long oldest = nowMs - LONGEST_WINDOW.toMillis();
            var eldest = firstSeenMs.entrySet().iterator();
            // In the order of arrival: the first that is young enough ends it.
            while (eldest.hasNext()) {
                boolean expired = eldest.next().getValue() < oldest;
                if (!expired && firstSeenMs.size() <= MAX_PER_AUTHOR) break;
                eldest.remove();
            }
        }

        /** Latest first, so that only what is counted is looked at. */
        long since(long ms) {
            long count = 0;
            for (long seen : firstSeenMs.sequencedValues().reversed()) {
                if (seen <= ms) break;
                count++;
            }
            return count;
        }
    }
}
