package io.gatehouse.benchmarks.rules;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.rule.Consequence;
import io.gatehouse.moderation.rule.Examples;
import io.gatehouse.moderation.rule.Ground;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.RuleCondition.NearTerm;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.rule.SourceLine;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.text.FoldLevel;
import java.util.List;
import java.util.Set;

/** A text rule in a form that every matcher can be given. Words are folded already. */
sealed interface SampleRule {
    record Word(String id, String word) implements SampleRule {}

    record Phrase(String id, List<String> words) implements SampleRule {}

    record Prefix(String id, String beginning) implements SampleRule {}

    /** The words in this order, at most so many others between them. */
    record Gaps(String id, List<String> words, int slop) implements SampleRule {}

    /** The words in any order, the first and the last at most so far apart. */
    record Near(String id, List<String> words, int within) implements SampleRule {}

    String id();

    private RuleCondition condition(FoldLevel level) {
        return switch (this) {
            case Word of -> phrase(of.word, 0, level);
            case Phrase of -> phrase(String.join(" ", of.words), 0, level);
            case Prefix of -> phrase(of.beginning + "*", 0, level);
            case Gaps of -> phrase(String.join(" ", of.words), of.slop, level);
            case Near of ->
                new RuleCondition.Near(
                        of.words.stream().<NearTerm>map(NearTerm.OfWord::new).toList(), of.within, null);
        };
    }

    private static RuleCondition phrase(String phrase, int slop, FoldLevel level) {
        return new RuleCondition.AnyPhrase(List.of(phrase), slop, level, null);
    }

    /** The rule as policies have it. */
    default Rule rule(FoldLevel level) {
        return new Rule(
                new RuleId(id()),
                "bench",
                "Rules 1",
                Category.SPAM,
                2,
                Purpose.TERMS,
                Set.of(Surface.values()),
                condition(level),
                new Consequence.LabelOnly(),
                new Ground(
                        new Ground.Basis.Incompatible("bench"),
                        "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
                        List.of("KEYWORD_OTHER")),
                Examples.NONE,
                new SourceLine("bench.yaml", 1));
    }

    /** A text that matches. */
    default String example() {
        return switch (this) {
            case Word of -> of.word;
            case Phrase of -> String.join(" ", of.words);
            case Prefix of -> of.beginning;
            case Gaps of -> String.join(" ", of.words);
            case Near of -> String.join(" ", of.words);
        };
    }

    /** The rule's condition as a line of a policy file. */
    default String yaml() {
        return switch (this) {
            case Word of -> "{ phrases: [ \"" + of.word + "\" ] }";
            case Phrase of -> "{ phrases: [ \"" + String.join(" ", of.words) + "\" ] }";
            case Prefix of -> "{ phrases: [ \"" + of.beginning + "*\" ] }";
            case Gaps of -> "{ phrases: [ \"" + String.join(" ", of.words) + "\" ], slop: " + of.slop + " }";
            case Near of ->
                "{ near: { all: [ \"" + String.join("\", \"", of.words) + "\" ], within: " + of.within + " } }";
        };
    }
}
