package io.gatehouse.moderation.condition;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.Standing;
import io.gatehouse.moderation.signal.Category;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition in CEL, checked and compiled. What it will ask for is known from its text alone. Evaluating is pure, takes
 * about a microsecond, and never throws. Equal to a condition of the same text. Immutable and thread-safe.
 */
public final class Condition {
    private final String source;
    private final CelRuntime.Program program;
    private final Map<String, Reference> references;
    private final Set<FactKey> counts;
    private final boolean asksStanding;
    private final Set<String> signals;
    private final Set<AskedScore> scores;
    private final Set<String> classifiers;

    Condition(String source, CelRuntime.Program program, Map<String, Reference> references) {
        this.source = source;
        this.program = program;
        this.references = Map.copyOf(references);
        this.counts = references.values().stream()
                .flatMap(reference -> switch (reference) {
                    case Reference.Count(FactKey key) -> Optional.of(key).stream();
                    case Reference.Rate(FactKey key) -> Optional.of(key).stream();
                    default -> Optional.<FactKey>empty().stream();
                })
                .collect(Collectors.toUnmodifiableSet());
        this.asksStanding = references.values().stream()
                .anyMatch(r -> r instanceof Reference.Labels
                        || r instanceof Reference.HasLabel
                        || r instanceof Reference.Strikes);
        this.signals = references.values().stream()
                .filter(Reference.Signal.class::isInstance)
                .map(r -> ((Reference.Signal) r).name())
                .collect(Collectors.toUnmodifiableSet());
        this.scores = references.values().stream()
                .filter(Reference.Score.class::isInstance)
                .map(r -> (Reference.Score) r)
                .map(score -> new AskedScore(score.classifier(), score.category()))
                .collect(Collectors.toUnmodifiableSet());
        this.classifiers = scores.stream().map(AskedScore::classifier).collect(Collectors.toUnmodifiableSet());
    }

    /** What came of compiling. */
    public sealed interface Compiled {
        record Ready(Condition condition) implements Compiled {}

        /** @param faults all of them, in the order of the text; never empty */
        record Faulty(List<ConditionFault> faults) implements Compiled {
            public Faulty {
                faults = List.copyOf(faults);
            }
        }
    }

    /**
     * @param classifiers names that {@code score()} may use; whether a bank or rule that {@code signal()} names exists is
     *     for the caller to check
     */
    public static Compiled compile(String source, Set<String> classifiers) {
        return new ConditionCompiler(classifiers).compile(source);
    }

    public String source() {
        return source;
    }

    /** Counts and distinct counts that it asks for. */
    public Set<FactKey> counts() {
        return counts;
    }

    /** Whether it asks for the author's labels or strikes. */
    public boolean asksStanding() {
        return asksStanding;
    }

    /** Banks, text rules and kinds of personal data ({@code pii.email}) that it asks for. */
    public Set<String> signals() {
        return signals;
    }

    /** Classifiers that it asks for. */
    public Set<String> classifiers() {
        return classifiers;
    }

    /** A score that it asks for. */
    public record AskedScore(String classifier, Category category) {}

    public Set<AskedScore> scores() {
        return scores;
    }

    /** What a condition came to, with the values that it looked at. */
    public sealed interface Outcome {
        /** @param values in the order looked at, for example {@code author.age_days = 2} */
        record Holds(String values) implements Outcome {}

        record DoesNotHold() implements Outcome {}

        /** @param missing what was looked for and is not known */
        record Unknown(String missing) implements Outcome {}
    }

    public Outcome evaluate(Inputs inputs) {
        var asked = new Asked(inputs, references);
        try {
            // An unknown does not throw: it comes back as a value, unless the rest of the condition decides without it.
            Object result = program.eval(asked);
            if (result instanceof Boolean holds)
                return holds ? new Outcome.Holds(asked.values()) : new Outcome.DoesNotHold();
            return new Outcome.Unknown(asked.missing());
        } catch (CelEvaluationException error) {
            // Such as a division by zero: the condition has no answer, and no answer is not "false".
            return new Outcome.Unknown(
                    asked.missing().isEmpty() ? "no value: " + error.getErrorCode() : asked.missing());
        }
    }

    /** Resolves names, and remembers what was told. One evaluation, one thread. */
    private static final class Asked implements dev.cel.runtime.CelVariableResolver {
        private final Inputs inputs;
        private final Map<String, Reference> references;
        private final StringBuilder values = new StringBuilder();
        private final StringBuilder missing = new StringBuilder();

        Asked(Inputs inputs, Map<String, Reference> references) {
            this.inputs = inputs;
            this.references = references;
        }

        String values() {
            return values.toString();
        }

        String missing() {
            return missing.toString();
        }

        @Override
        public Optional<Object> find(String name) {
            var reference = references.get(name);
            var value = reference == null
                    ? Variable.ofWireName(name).map(inputs::variable).orElse(null)
                    : valueOf(reference);
            String text = reference == null ? name : reference.text();
            if (value == null) note(missing, text);
            else note(values, text + " = " + value);
            return Optional.ofNullable(value);
        }

        private static void note(StringBuilder notes, String text) {
            if (notes.indexOf(text) >= 0) return;
            if (!notes.isEmpty()) notes.append(", ");
            notes.append(text);
        }

        private @Nullable Object valueOf(Reference reference) {
            Standing standing = inputs.standing();
            return switch (reference) {
                case Reference.Count(FactKey key) -> inputs.count(key);
                case Reference.Rate(FactKey key) -> rate(inputs.count(key), key.window());
                case Reference.Signal(String name) -> inputs.signal(name);
                case Reference.Score(String classifier, var category) -> inputs.score(classifier, category);
                case Reference.Labels() -> standing == null ? null : List.copyOf(standing.labels());
                case Reference.HasLabel(String label) ->
                    standing == null ? null : standing.labels().contains(label);
                case Reference.ContentLabels() -> List.copyOf(inputs.contentLabels());
                case Reference.HasContentLabel(String label) ->
                    inputs.contentLabels().contains(label);
                case Reference.Strikes() -> standing == null ? null : standing.strikes();
            };
        }

        private static @Nullable Double rate(@Nullable Long count, Duration window) {
            return count == null ? null : count * 1000.0 / window.toMillis();
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Condition theirs && source.equals(theirs.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }
}
