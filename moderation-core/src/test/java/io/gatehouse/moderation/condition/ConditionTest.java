package io.gatehouse.moderation.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.condition.Condition.Compiled;
import io.gatehouse.moderation.condition.Condition.Outcome;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.Standing;
import io.gatehouse.moderation.signal.Category;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final FactKey HOUR = new FactKey("author.screenings", Duration.ofHours(1));

    /** Knows exactly what it is given. */
    private record Given(
            Map<Variable, Object> variables,
            Map<FactKey, Long> counts,
            @Nullable Standing standing,
            Map<String, Double> signals)
            implements Inputs {
        @Override
        public @Nullable Object variable(Variable variable) {
            return variables.get(variable);
        }

        @Override
        public @Nullable Long count(FactKey key) {
            return counts.get(key);
        }

        @Override
        public SortedSet<String> contentLabels() {
            return new TreeSet<>(Set.of("seen"));
        }

        @Override
        public @Nullable Double signal(String name) {
            return signals.get(name);
        }

        @Override
        public @Nullable Double score(String classifier, Category category) {
            return signals.get(classifier + "/" + category.wireName());
        }
    }

    @Test
    void labelsOfTheContentAreKnownWhateverIsKnownOfTheAuthor() {
        assertThat(evaluate("has_label('content', 'seen') && 'seen' in labels('content')", NOTHING))
                .isEqualTo(new Outcome.Holds("has_label('content', 'seen') = true, labels('content') = [seen]"));
        assertThat(evaluate("has_label('content', 'other')", NOTHING)).isInstanceOf(Outcome.DoesNotHold.class);
        assertThat(condition("has_label('content', 'seen')").asksStanding()).isFalse();
        assertThat(Condition.compile("strikes('content') > 1.0", Set.of())).isInstanceOf(Compiled.Faulty.class);
    }

    private static final Given NOTHING = new Given(Map.of(), Map.of(), null, Map.of());

    private static Condition condition(String source) {
        return switch (Condition.compile(source, Set.of("toxicity"))) {
            case Compiled.Ready(Condition ready) -> ready;
            case Compiled.Faulty(var faults) -> throw new AssertionError(faults.toString());
        };
    }

    private static Outcome evaluate(String source, Given given) {
        return condition(source).evaluate(given);
    }

    private static List<String> faults(String source) {
        return switch (Condition.compile(source, Set.of("toxicity"))) {
            case Compiled.Ready(var _) -> List.of();
            case Compiled.Faulty(var faults) ->
                faults.stream().map(ConditionFault::message).toList();
        };
    }

    @Test
    void knowsWhatItWillAskForFromItsTextAlone() {
        var condition = condition(
                "count('author.screenings', duration('1h')) > 20 || rate('text.screenings', '10m') > 1.0"
                        + " || signal('slurs.en') > 0.0 && has_label('author', 'new') || score('toxicity', 'hate') > 0.5");
        assertThat(condition.counts())
                .containsExactlyInAnyOrder(HOUR, new FactKey("text.screenings", Duration.ofMinutes(10)));
        assertThat(condition.signals()).containsExactly("slurs.en");
        assertThat(condition.classifiers()).containsExactly("toxicity");
        assertThat(condition.asksStanding()).isTrue();
        assertThat(condition("surface == 'comment'").asksStanding()).isFalse();
    }

    @Test
    void saysWhichValuesDecided() {
        var given = new Given(Map.of(Variable.AUTHOR_AGE_DAYS, 2L), Map.of(HOUR, 25L), null, Map.of());
        assertThat(evaluate("author.age_days < 3 && count('author.screenings', duration('1h')) > 20", given))
                .isEqualTo(new Outcome.Holds("author.age_days = 2, count('author.screenings', PT1H) = 25"));
        assertThat(evaluate("author.age_days > 3", given)).isEqualTo(new Outcome.DoesNotHold());
    }

    @Test
    void whatIsNotKnownIsNeverFalse() {
        for (var source : List.of(
                "author.age_days < 3",
                "!(author.age_days < 3)",
                "author.age_days >= 3",
                "author.age_days == 3 || 1 == 2",
                "count('author.screenings', duration('1h')) > 0",
                "rate('author.screenings', duration('1h')) == 0.0",
                "has_label('author', 'x')",
                "!has_label('author', 'x')",
                "'x' in labels('author')",
                "strikes('author') < 1.0",
                "signal('words') == 0.0",
                "score('toxicity', 'hate') > 0.5",
                "home_region == 'eu-west-1'",
                "now > timestamp('2026-01-01T00:00:00Z')",
                "conversation.is_first_contact"))
            assertThat(evaluate(source, NOTHING)).as(source).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void theUnknownDoesNotMatterOnceTheRestDecides() {
        var given = new Given(Map.of(Variable.SURFACE, "live"), Map.of(), null, Map.of());
        assertThat(evaluate("author.age_days < 3 || surface == 'live'", given)).isInstanceOf(Outcome.Holds.class);
        assertThat(evaluate("author.age_days < 3 && surface == 'ad'", given)).isEqualTo(new Outcome.DoesNotHold());
        assertThat(evaluate("author.age_days < 3 && surface == 'live'", given))
                .isEqualTo(new Outcome.Unknown("author.age_days"));
    }

    @Test
    void anErrorIsUnknownNotFalse() {
        assertThat(evaluate(
                        "author.age_days / 0 > 1",
                        new Given(Map.of(Variable.AUTHOR_AGE_DAYS, 1L), Map.of(), null, Map.of())))
                .isInstanceOf(Outcome.Unknown.class);
        assertThat(evaluate("!(1 / 0 == 1)", NOTHING)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void comparesLabelsStrikesScoresAndDates() {
        var given = new Given(
                Map.of(Variable.NOW, Instant.parse("2026-11-23T10:00:00Z"), Variable.DATE, "2026-11-23"),
                Map.of(HOUR, 7200L),
                new Standing(new TreeSet<>(Set.of("new_account")), 2.5),
                Map.of("slurs.en", 1.0, "toxicity/hate", 0.7));
        for (var source : List.of(
                "has_label('author', 'new_account')",
                "'new_account' in labels('author')",
                "strikes('author') > 2",
                "rate('author.screenings', duration('1h')) == 2.0",
                "score('toxicity', 'hate') >= 0.7",
                "signal('slurs.en') > 0",
                "date >= '2026-11-01' && date < '2026-12-01'",
                "now > timestamp('2026-01-01T00:00:00Z')"))
            assertThat(evaluate(source, given)).as(source).isInstanceOf(Outcome.Holds.class);
    }

    @Test
    void refusesWhatItCouldNotKnowBefore() {
        assertThat(faults("count(surface, duration('1h')) > 1"))
                .containsExactly(
                        "the arguments of count() must be constant texts, so that what it asks for is known before"
                                + " at column 7");
        assertThat(faults("count('author.screenings', duration(surface)) > 1"))
                .containsExactly("the window of count() must be a constant duration at column 36");
        assertThat(faults("count('author.screenings', duration('25h')) > 1").getFirst())
                .contains("longer than 24h");
        assertThat(faults("count('author.screenings', duration('1h')) > 20000000"))
                .containsExactly("counts stay at 10000000");
    }

    @Test
    void refusesWhatIsTooLongOrTooCostly() {
        assertThat(faults("surface == '" + "x".repeat(1_000) + "'").getFirst()).contains("characters");
        assertThat(faults("1" + " + 1".repeat(100) + " == 2").getFirst()).contains("steps");
        assertThat(faults("surface.matches('(a+)+')").getFirst()).contains("matches()");
        assertThat(faults("[1, 2].exists(x, x > 1)")).isNotEmpty();
        assertThat(faults("(".repeat(400) + "true" + ")".repeat(400))).isNotEmpty();
    }

    @Test
    void isEqualToAConditionOfTheSameText() {
        assertThat(condition("surface == 'ad'")).isEqualTo(condition("surface == 'ad'"));
        assertThat(condition("surface == 'ad'")).isNotEqualTo(condition("surface == 'live'"));
    }
}
