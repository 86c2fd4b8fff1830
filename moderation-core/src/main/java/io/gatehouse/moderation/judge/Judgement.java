package io.gatehouse.moderation.judge;

import io.gatehouse.moderation.fact.Mark;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.moderation.signal.Signal;
import io.gatehouse.moderation.statement.StatementOfReasons;
import io.gatehouse.moderation.verdict.Label;
import io.gatehouse.moderation.verdict.Verdict;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was concluded about one piece of content, and why.
 *
 * @param labels one a category, gravest first, then by category
 * @param signals those that serve a rule of this surface, and every classifier's score of {@link #SHOWN_SCORE} or more
 * @param rules that matched and were acted on, by id
 * @param shadowed rules that matched and of which less was made than their policy says, by id
 * @param undecided rules that nothing but an unknown guard kept from matching, by id
 * @param marks what is to be noted about the author, by rule id
 * @param scores the strongest signal or classifier score of each category seen; absent means nothing looked for it
 * @param degraded what could not be asked; its surface's {@code on_failure} is already in the verdict
 * @param statement what the author will read; with a restriction either this or the exemption is present, else neither
 * @param statementExemption why a restriction carries no statement, for example {@code deceptive_commercial_volume}
 */
public record Judgement(
        Verdict verdict,
        List<Label> labels,
        List<Signal> signals,
        List<MatchedRule> rules,
        List<ShadowedRule> shadowed,
        List<UndecidedRule> undecided,
        List<Mark> marks,
        LanguageGuess language,
        Map<Category, Double> scores,
        Permissions permissions,
        List<FailedSignal> degraded,
        @Nullable StatementOfReasons statement,
        @Nullable String statementExemption) {
    /** Below an even chance a score is noise to a reader; all of them stay in {@link #scores}. */
    public static final double SHOWN_SCORE = 0.5;

    public Judgement {
        labels = List.copyOf(labels);
        signals = List.copyOf(signals);
        rules = List.copyOf(rules);
        shadowed = List.copyOf(shadowed);
        undecided = List.copyOf(undecided);
        marks = List.copyOf(marks);
        scores = scores.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(scores));
        degraded = List.copyOf(degraded);
        if (verdict instanceof Verdict.Restrict == (statement == null && statementExemption == null))
            throw new IllegalArgumentException("a restriction, and nothing else, has a statement or an exemption");
    }

    /** The same, where more than its rules looked: {@code all} names their purposes, too. */
    public Judgement with(Permissions all) {
        return new Judgement(
                verdict,
                labels,
                signals,
                rules,
                shadowed,
                undecided,
                marks,
                language,
                scores,
                all,
                degraded,
                statement,
                statementExemption);
    }
}
