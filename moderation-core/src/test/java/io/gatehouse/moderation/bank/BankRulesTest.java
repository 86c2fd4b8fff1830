package io.gatehouse.moderation.bank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.moderation.bank.BankMatch.Effect;
import io.gatehouse.moderation.bank.BankRules.Near;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BankRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final KnownHash KNOWN = new KnownHash(1, "bank", false, 1, Optional.empty(), 20, 50, false);

    private static List<Effect> effects(int quality, Near... near) {
        return BankRules.judge(List.of(near), quality, "content", NOW).stream()
                .map(BankMatch::effect)
                .toList();
    }

    @Test
    void eachBankHasItsOwnDistanceAndQuality() {
        assertEquals(List.of(new Effect.Match()), effects(50, new Near(KNOWN, 20)));
        assertEquals(List.of(), effects(50, new Near(KNOWN, 21)));
        assertEquals(List.of(), effects(49, new Near(KNOWN, 0)));
    }

    @Test
    void whatIsDisabledMatchesFromThenOn() {
        assertEquals(List.of(), effects(50, new Near(until(NOW.plusMillis(1)), 0)));
        assertEquals(List.of(new Effect.Match()), effects(50, new Near(until(NOW), 0)));
    }

    private static KnownHash until(Instant at) {
        return new KnownHash(1, "bank", false, 1, Optional.of(at), 20, 50, false);
    }

    @Test
    void anInnocentOneSuppressesWhatIsNoNearer() {
        var innocent = new KnownHash(2, "innocent", true, 1, Optional.empty(), 10, 0, false);
        var suppressed = List.of(new Effect.Suppressed("innocent"), new Effect.Innocent());
        assertEquals(suppressed, effects(50, new Near(KNOWN, 10), new Near(innocent, 10)));
        assertEquals(suppressed, effects(50, new Near(KNOWN, 20), new Near(innocent, 0)));
        assertEquals(List.of(new Effect.Match()), effects(50, new Near(KNOWN, 3), new Near(innocent, 11)));
    }

    @Test
    void whatIsNearerThanAnInnocentOneGoesToPeople() {
        var far = new KnownHash(2, "innocent", true, 1, Optional.empty(), 31, 0, false);
        var near = new KnownHash(3, "other innocent", true, 1, Optional.empty(), 31, 0, false);
        assertEquals(
                List.of(new Effect.Review(), new Effect.Innocent()),
                effects(50, new Near(KNOWN, 3), new Near(far, 10)));
        assertEquals(
                List.of(new Effect.Suppressed("other innocent"), new Effect.Innocent(), new Effect.Innocent()),
                effects(50, new Near(KNOWN, 3), new Near(far, 10), new Near(near, 2)));
    }

    @Test
    void whatIsDisputedGoesToPeople() {
        var disputed = new KnownHash(1, "bank", false, 1, Optional.empty(), 20, 50, true);
        assertEquals(List.of(new Effect.Review()), effects(50, new Near(disputed, 3)));
    }

    @Test
    void aShareOfContentsIsTheSameShareAgainAndGrows() {
        var matched = IntStream.range(0, 2_000)
                .filter(i -> matches(0.3, "content " + i))
                .toArray();
        assertTrue(matched.length > 500 && matched.length < 700, "matched: " + matched.length);
        for (int i : matched) {
            assertTrue(matches(0.3, "content " + i));
            assertTrue(matches(0.31, "content " + i));
        }
        assertTrue(IntStream.range(0, 2_000).noneMatch(i -> matches(0, "content " + i)));
        assertTrue(IntStream.range(0, 2_000).allMatch(i -> matches(1, "content " + i)));
    }

    private static boolean matches(double ratio, String content) {
        var known = new KnownHash(1, "bank", false, ratio, Optional.empty(), 31, 0, false);
        return !BankRules.judge(List.of(new Near(known, 0)), 100, content, NOW).isEmpty();
    }

    @Test
    void refusesARatioThatIsNone() {
        assertThrows(IllegalArgumentException.class, () -> matches(1.1, "content"));
        assertThrows(IllegalArgumentException.class, () -> matches(Double.NaN, "content"));
    }
}
