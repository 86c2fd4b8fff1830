package io.gatehouse.moderation.comparison;

import static io.gatehouse.moderation.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.comparison.Compared.Outcome;
import io.gatehouse.moderation.verdict.EnforcementAction;
import io.gatehouse.moderation.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Verdict ALLOW = new Verdict.Allow();
    private static final Verdict REVIEW = new Verdict.Review(false);
    private static final Verdict HOLD = new Verdict.Review(true);

    private static Verdict restrict(String kind) {
        return new Verdict.Restrict(List.of(new EnforcementAction(kind, List.of("EU"), null)));
    }

    private static Outcome outcome(Verdict verdict, String... rules) {
        return new Outcome(verdict, Set.of(rules), List.of());
    }

    private static Compared compared(String id, long author, Outcome before, Outcome after) {
        return new Compared(id, Compared.author("u-" + author), "comment", "en", "sha256:old", before, after);
    }

    @Test
    void countsNewAndLostMatchesAndChangedVerdicts() {
        var comparison = new Comparison();
        comparison.add(compared("a", 1, outcome(ALLOW), outcome(REVIEW, "x")));
        comparison.add(compared("b", 2, outcome(REVIEW, "x", "y"), outcome(REVIEW, "x")));
        comparison.add(compared("c", 3, outcome(ALLOW), outcome(ALLOW)));
        comparison.add(compared("d", 4, outcome(REVIEW, "z"), outcome(HOLD, "z")));
        assertThat(comparison.messages()).isEqualTo(4);
        assertThat(comparison.changed()).isEqualTo(2);
        assertThat(comparison.transitions())
                .containsOnlyKeys("allow=allow", "allow>review", "review=review", "review>hold");
        assertThat(comparison.transitions().get("allow>review").examples()).containsExactly("a");
        var x = comparison.rules().get("x");
        assertThat(List.of(x.before(), x.after(), x.gained(), x.lost())).containsExactly(1L, 2L, 1L, 0L);
        assertThat(comparison.rules().get("y").lostExamples()).containsExactly("b");
        assertThat(comparison.rules().get("z").isChanged()).isFalse();
        assertThat(comparison.surfaces().get("comment").gained()).isEqualTo(1);
        assertThat(comparison.languages().get("en").lost()).isEqualTo(1);
        assertThat(comparison.authors()).as("of a, b and d").isEqualTo(3);
    }

    @Test
    void otherActionsAreAnotherVerdictThoughBothRestrict() {
        var comparison = new Comparison();
        comparison.add(compared(
                "a", 1, outcome(restrict("visibility.removed"), "x"), outcome(restrict("visibility.demoted"), "x")));
        comparison.add(compared(
                "b", 1, outcome(restrict("visibility.removed"), "x"), outcome(restrict("visibility.removed"), "x")));
        assertThat(comparison.changed()).isEqualTo(1);
        assertThat(comparison.transitions()).containsOnlyKeys("restrict>restrict", "restrict=restrict");
    }

    /** Unknown is neither a match nor none. */
    @Test
    void whatCouldNotBeAskedIsCountedAndNotCompared() {
        var comparison = new Comparison();
        var unknownNow = new Outcome(REVIEW, Set.of("new"), List.of("author.screenings/PT1M"));
        comparison.add(compared("a", 1, outcome(REVIEW, "old"), unknownNow));
        assertThat(comparison.compared()).isZero();
        assertThat(comparison.rules().get("old").lost())
                .as("it may still match")
                .isZero();
        assertThat(comparison.rules().get("new").gained())
                .as("a match is a match")
                .isEqualTo(1);
        var unknownThen = new Outcome(REVIEW, Set.of(), List.of("toxicity"));
        comparison.add(compared("b", 1, unknownThen, outcome(ALLOW, "late")));
        assertThat(comparison.rules().get("late").gained())
                .as("it may have matched then")
                .isZero();
        assertThat(comparison.unknown())
                .containsOnly(
                        java.util.Map.entry("after: author.screenings/PT1M", 1L),
                        java.util.Map.entry("before: toxicity", 1L));
    }

    /** One new rule that wants a fact must not hide what the others would do. */
    @Test
    void rulesLeftOutGainAndLoseNothingWhileTheOthersAreCompared() {
        var comparison = new Comparison();
        var now = outcome(ALLOW, "other").leavingOut(List.of("flood"), List.of("text.authors/PT10M"));
        comparison.add(compared("a", 1, outcome(REVIEW, "flood", "gone"), now));
        assertThat(comparison.compared()).isEqualTo(1);
        assertThat(comparison.rules().get("flood").lost()).isZero();
        assertThat(comparison.rules().get("gone").lost()).isEqualTo(1);
        assertThat(comparison.rules().get("other").gained()).isEqualTo(1);
        assertThat(comparison.unknown()).containsOnlyKeys("after, untold: text.authors/PT10M");
    }

    @Test
    void addsUpTheSameHoweverTheWorkIsSharedOut() {
        forAll(200, random -> {
            var messages = new ArrayList<Compared>();
            int count = random.nextInt(60);
            for (int i = 0; i < count; i++) messages.add(any(random, i));
            var parts = List.of(new Comparison(), new Comparison(), new Comparison());
            var whole = new Comparison();
            for (var each : messages) {
                whole.add(each);
                parts.get(random.nextInt(3)).add(each);
            }
            parts.get(random.nextInt(3)).skip("erased");
            whole.skip("erased");
            // (a + b) + c, and a + (b + c) with every part gone through JSON.
            var left = new Comparison().add(parts.get(0)).add(parts.get(1)).add(parts.get(2));
            var inner = Comparison.ofJson(parts.get(2).toJson())
                    .add(Comparison.ofJson(parts.get(1).toJson()));
            var right = Comparison.ofJson(inner.toJson())
                    .add(Comparison.ofJson(parts.get(0).toJson()));
            assertThat(left.toJson()).isEqualTo(whole.toJson());
            assertThat(right.toJson()).isEqualTo(whole.toJson());
        });
    }

    private static Compared any(RandomGenerator random, int i) {
        return new Compared(
                "m-" + i,
                Digests.mix(random.nextInt(10) + 1),
                random.nextBoolean() ? "comment" : "profile",
                random.nextBoolean() ? "en" : "de",
                "sha256:" + random.nextInt(2),
                anyOutcome(random),
                anyOutcome(random));
    }

    private static Outcome anyOutcome(RandomGenerator random) {
        var rules = new TreeSet<String>();
        for (int i = random.nextInt(3); i > 0; i--) rules.add("rule-" + random.nextInt(4));
        Verdict verdict =
                List.of(ALLOW, REVIEW, HOLD, restrict("visibility.removed")).get(random.nextInt(4));
        return new Outcome(verdict, rules, random.nextInt(5) == 0 ? List.of("toxicity") : List.of());
    }

    @Test
    void countsAuthorsToWithinThePromisedError() {
        for (int people : new int[] {0, 1, 10, 300, 5_000, 200_000}) {
            var count = DistinctCount.ofBits(Comparison.AUTHOR_BITS);
            for (int i = 1; i <= people; i++) for (int twice = 0; twice < 2; twice++) count.add(Digests.mix(i * 7919L));
            assertThat((double) count.estimate())
                    .as(people + " people")
                    .isBetween(Math.floor(people * 0.95), Math.ceil(people * 1.05));
            assertThat(DistinctCount.decode(count.encode(), Comparison.AUTHOR_BITS))
                    .isEqualTo(count);
        }
    }
}
