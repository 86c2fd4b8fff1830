package io.gatehouse.service.fact;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.fact.FactSeries;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.fact.FactStore.Addition;
import io.gatehouse.service.fact.FactStore.Question;
import io.gatehouse.service.fact.FactStore.SetName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What every {@link FactStore} must do. Each implementation's test extends this. */
abstract class FactStoreContract {
    static final RegionId HERE = new RegionId("eu-west-1");
    static final RegionId ELSEWHERE = new RegionId("us-east-1");
    // A server forgets by its own clock, so the tests' time is the server's.
    static final Instant NOW = Instant.now();
    private static final AtomicLong NAMES = new AtomicLong(System.nanoTime());

    abstract FactStore store();

    static SetName set(Duration keptFor) {
        return new SetName(NAMES.incrementAndGet(), 1, keptFor);
    }

    static SetName set() {
        return set(Duration.ofHours(1));
    }

    long add(SetName set, long member, Instant at) {
        return store().addAndCount(
                        HERE,
                        List.of(new Addition(set, member)),
                        List.of(new Question(set, Duration.ofMinutes(10))),
                        at)
                .getFirst();
    }

    long count(RegionId cell, SetName set, Duration window, Instant at) {
        return store().addAndCount(cell, List.of(), List.of(new Question(set, window)), at)
                .getFirst();
    }

    @Test
    void countsEachMemberOnceThisOneIncluded() {
        var set = set();
        assertThat(add(set, 7, NOW)).isEqualTo(1);
        assertThat(add(set, -8, NOW)).isEqualTo(2);
        assertThat(add(set, 7, NOW.plusSeconds(1))).isEqualTo(2);
        assertThat(add(set, Long.MIN_VALUE, NOW.plusSeconds(2))).isEqualTo(3);
    }

    @Test
    void countsWhatWasAddedWithinTheWindowAndNothingOlder() {
        var set = set();
        add(set, 1, NOW);
        add(set, 2, NOW.plusSeconds(30));
        var at = NOW.plusSeconds(60);
        assertThat(count(HERE, set, Duration.ofSeconds(60), at)).isEqualTo(1);
        assertThat(count(HERE, set, Duration.ofSeconds(61), at)).isEqualTo(2);
        assertThat(count(HERE, set, Duration.ofSeconds(29), at)).isZero();
    }

    @Test
    void aMemberSeenAgainCountsFromThen() {
        var set = set();
        add(set, 1, NOW);
        add(set, 1, NOW.plusSeconds(90));
        assertThat(count(HERE, set, Duration.ofSeconds(60), NOW.plusSeconds(100)))
                .isEqualTo(1);
        // A node whose clock is behind does not make it older.
        add(set, 1, NOW.plusSeconds(10));
        assertThat(count(HERE, set, Duration.ofSeconds(60), NOW.plusSeconds(100)))
                .isEqualTo(1);
    }

    @Test
    void keepsSetsAndCellsApart() {
        var one = set();
        var other = set();
        add(one, 1, NOW);
        assertThat(count(HERE, other, Duration.ofMinutes(1), NOW)).isZero();
        assertThat(count(ELSEWHERE, one, Duration.ofMinutes(1), NOW)).isZero();
        assertThat(count(HERE, new SetName(one.high(), one.low(), Duration.ofMinutes(10)), Duration.ofMinutes(1), NOW))
                .isZero();
    }

    @Test
    void forgetsSetsAndOneMemberWhereverItIsCounted() {
        var own = set();
        var others = set();
        var elsewhere = set();
        add(own, 1, NOW);
        add(others, 42, NOW);
        add(others, 2, NOW);
        store().addAndCount(ELSEWHERE, List.of(new Addition(elsewhere, 42)), List.of(), NOW);
        assertThat(store().remembers(HERE, List.of(own), 7)).isTrue();
        assertThat(store().remembers(HERE, List.of(), 42)).isTrue();
        store().forget(HERE, List.of(own), 42);
        assertThat(store().remembers(HERE, List.of(own), 42)).isFalse();
        assertThat(count(HERE, own, Duration.ofMinutes(1), NOW)).isZero();
        assertThat(count(HERE, others, Duration.ofMinutes(1), NOW)).isEqualTo(1);
        assertThat(store().remembers(ELSEWHERE, List.of(elsewhere), 42)).isTrue();
        store().forget(ELSEWHERE, List.of(elsewhere), 42);
    }

    @Test
    void forgetsWhatWentIntoTheSamplesToo() {
        var full = set();
        var members = java.util.stream.LongStream.range(0, 3L * io.gatehouse.moderation.fact.FactSeries.EXACT)
                .boxed()
                .toList();
        for (int from = 0; from < members.size(); from += 1_000) {
            var some = members.subList(from, from + 1_000).stream()
                    .map(member -> new Addition(full, member))
                    .toList();
            store().addAndCount(HERE, some, List.of(), NOW.plusMillis(from));
        }
        long sampled = members.stream()
                .filter(member -> io.gatehouse.moderation.fact.FactSeries.samplesOf(member) > 3)
                .findFirst()
                .orElseThrow();
        assertThat(store().remembers(HERE, List.of(), sampled)).isTrue();
        store().forget(HERE, List.of(), sampled);
        assertThat(store().remembers(HERE, List.of(), sampled)).isFalse();
        store().forget(HERE, List.of(full), sampled);
        assertThat(store().remembers(HERE, List.of(full), sampled)).isFalse();
    }

    @Test
    void answersManyQuestionsInTheirOrder() {
        var one = set();
        var two = set();
        add(one, 1, NOW);
        var answers = store().addAndCount(
                        HERE,
                        List.of(new Addition(two, 1), new Addition(one, 2), new Addition(two, 2), new Addition(two, 3)),
                        List.of(
                                new Question(one, Duration.ofMinutes(1)),
                                new Question(two, Duration.ofMinutes(1)),
                                new Question(one, Duration.ofSeconds(5)),
                                new Question(set(), Duration.ofMinutes(1))),
                        NOW.plusSeconds(10));
        assertThat(answers).containsExactly(2L, 3L, 1L, 0L);
    }

    @Test
    void asksAndAddsNothingWithoutAnError() {
        assertThat(store().addAndCount(HERE, List.of(), List.of(), NOW)).isEmpty();
    }

    @Test
    void isExactUpToTenThousand() {
        var set = set();
        addMany(set, 0, FactSeries.EXACT - 1, NOW);
        assertThat(count(HERE, set, Duration.ofMinutes(1), NOW)).isEqualTo(FactSeries.EXACT - 1);
        addMany(set, 0, FactSeries.EXACT, NOW);
        assertThat(count(HERE, set, Duration.ofMinutes(1), NOW)).isEqualTo(FactSeries.EXACT);
    }

    @Test
    void goesOnCountingBeyondWithinTheStatedError() {
        var set = set();
        var later = NOW.plusSeconds(30);
        addMany(set, 0, 60_000, NOW);
        addMany(set, 60_000, 150_000, later);
        assertIsNear(count(HERE, set, Duration.ofMinutes(1), later), 150_000);
        assertIsNear(count(HERE, set, Duration.ofSeconds(20), later), 90_000);
        // Seen again, they are the same: in the exact part, in the samples, and forgotten long ago.
        addMany(set, 0, 2_000, later.plusSeconds(1));
        assertIsNear(count(HERE, set, Duration.ofMinutes(1), later.plusSeconds(1)), 150_000);
        assertThat(count(HERE, set, Duration.ofSeconds(1), later.plusSeconds(1)))
                .as("what is few is exact however many there were before")
                .isEqualTo(2_000);
    }

    private static void assertIsNear(long told, long truth) {
        assertThat(Math.abs(told - truth) / (double) truth)
                .as("%d told, %d are true", told, truth)
                .isLessThan(4 * FactSeries.STANDARD_ERROR);
    }

    private void addMany(SetName set, int from, int to, Instant at) {
        for (int first = from; first < to; first += 500) {
            var additions = new ArrayList<Addition>();
            for (int i = first; i < Math.min(to, first + 500); i++) additions.add(new Addition(set, i * 7919L));
            store().addAndCount(HERE, additions, List.of(), at);
        }
    }

    @Test
    void losesNothingToCallersTogether() throws Exception {
        var set = set();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                int member = i;
                callers.submit(() -> add(set, member, NOW));
            }
        }
        assertThat(count(HERE, set, Duration.ofMinutes(1), NOW)).isEqualTo(200);
    }

    /** Against a plain map of when each member was last seen. */
    @Test
    void countsAsAListOfAllThatWasAddedWould() {
        for (long seed = 1; seed <= 20; seed++) {
            var random = new Random(seed);
            var set = set();
            Map<Long, Instant> lastSeen = new HashMap<>();
            Instant at = NOW;
            for (int i = 0; i < 60; i++) {
                at = at.plusMillis(random.nextInt(20_000));
                long member = random.nextInt(12);
                var window = Duration.ofSeconds(1 + random.nextInt(600));
                lastSeen.put(member, at);
                Instant since = at.minus(window);
                long expected = lastSeen.values().stream()
                        .filter(seen -> seen.toEpochMilli() > since.toEpochMilli())
                        .count();
                var told = store().addAndCount(
                                HERE, List.of(new Addition(set, member)), List.of(new Question(set, window)), at);
                assertThat(told).as("seed %d step %d", seed, i).containsExactly(expected);
            }
        }
    }
}
