package io.gatehouse.service.fact;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.residency.directory.AccountRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InProcessFactCountersTest {
    private static final FactKey MINUTE = new FactKey("author.screenings", Duration.ofMinutes(1));
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private final AccountRef author = new AccountRef(new byte[32]);
    private final InProcessFactCounters counters = new InProcessFactCounters();

    @Test
    void countsEachContentOnceThisOneIncluded() {
        assertThat(count(1, NOW)).isEqualTo(1);
        assertThat(count(2, NOW)).isEqualTo(2);
        assertThat(count(2, NOW.plusSeconds(1))).isEqualTo(2);
    }

    @Test
    void forgetsWhatIsOlderThanTheWindow() {
        count(1, NOW);
        assertThat(count(2, NOW.plusSeconds(61))).isEqualTo(1);
    }

    @Test
    void keepsAuthorsApart() {
        count(1, NOW);
        byte[] digest = new byte[32];
        digest[0] = 1;
        var told = counters.countAndRead(new AccountRef(digest), 2, Set.of(MINUTE), NOW);
        assertThat(told.counts()).containsEntry(MINUTE, 1L);
    }

    @Test
    void leavesOutWhatItCannotAnswer() {
        var unknown = new FactKey("author.friends", Duration.ofMinutes(1));
        var tooLong = new FactKey("author.screenings", Duration.ofDays(400));
        assertThat(counters.countAndRead(author, 1, Set.of(unknown, tooLong), NOW)
                        .counts())
                .isEmpty();
    }

    private long count(long content, Instant now) {
        return counters.countAndRead(author, content, Set.of(MINUTE), now)
                .counts()
                .get(MINUTE);
    }
}
