package io.gatehouse.benchmarks.rules;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.match.RuleTimes;
import io.gatehouse.moderation.match.TextMatcher;
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
import io.gatehouse.moderation.text.FoldedText;
import io.gatehouse.service.terminal.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Texts of 64 KiB made of what rules look for, under rules made to meet them: no answer may take long. */
final class WorstTexts {
    private static final int LENGTH = 64 * 1024;

    private final TextMatcher matcher;
    private final Map<String, String> texts = new LinkedHashMap<>();

    WorstTexts() {
        matcher = TextMatcher.compile(rules(), Map.of());
        repeat("one-letter words", "a ");
        repeat("overlapping literals", "a aa aaa aaaa aaaaa ");
        repeat("one stretched letter", "a");
        repeat("literals inside words", "abababab");
        repeat("anchors of near rules", "alpha beta gamma delta ");
        repeat("one side of a phrase with gaps", "alpha ");
        repeat("phrases' first words", "alpha one ");
        repeat("beginnings of words", "alphabetical betatester ");
        repeat("a word of many rules", "common ");
        repeat("masked letters", "a**a ");
        repeat("longer masked letters", "c*mm*n ");
        repeat("digits for letters", "4lph4 b3t4 ");
        repeat("spelled out", "a l p h a ");
        repeat("dots between letters", "a.l.p.h.a ");
        repeat("look-alike letters", "аlрhа ");
        repeat("letters without spaces", "漢");
        repeat("symbols", "@!$ ");
        repeat("emoji", "\uD83D\uDE00");
        repeat("marks", "a\u0301");
    }

    private void repeat(String name, String piece) {
        int bytes = piece.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        texts.put(name, piece.repeat(LENGTH / bytes));
    }

    private static List<Rule> rules() {
        var conditions = new ArrayList<RuleCondition>();
        for (var word : List.of("a", "aa", "aaa", "aaaa", "a*", "*aba*", "*bab*", "*ab", "漢", "a b", "a a", "a a a"))
            conditions.add(new RuleCondition.AnyPhrase(List.of(word), 0, FoldLevel.FULL, null));
        for (var level : FoldLevel.values())
            for (var word : List.of("alpha", "beta", "alpha*", "alpha alpha", "alpha beta gamma delta"))
                conditions.add(new RuleCondition.AnyPhrase(List.of(word), 0, level, null));
        for (int i = 0; i < 500; i++) {
            conditions.add(new RuleCondition.AnyPhrase(List.of("common"), 0, FoldLevel.FULL, null));
            conditions.add(new RuleCondition.AnyPhrase(List.of("alpha alpha", "beta gamma"), 5, FoldLevel.FULL, null));
            conditions.add(new RuleCondition.AnyPhrase(List.of("alpha one two" + i), 0, FoldLevel.FULL, null));
            conditions.add(new RuleCondition.Near(
                    List.of(
                            new NearTerm.OfWord("alpha"),
                            new NearTerm.OfWord("beta"),
                            new NearTerm.OfWord("gamma"),
                            new NearTerm.OfWord("delta")),
                    10,
                    null));
        }
        for (char first = 'a'; first <= 'z'; first++)
            for (char last = 'a'; last <= 'z'; last++)
                for (char inside = 'a'; inside <= 'z'; inside++)
                    conditions.add(new RuleCondition.AnyPhrase(
                            List.of("" + first + inside + "x" + last), 0, FoldLevel.FULL, null));
        var rules = new ArrayList<Rule>();
        for (var condition : conditions) rules.add(rule(String.format(Locale.ROOT, "w%06d", rules.size()), condition));
        return rules;
    }

    private static Rule rule(String id, RuleCondition condition) {
        return new Rule(
                new RuleId(id),
                "bench",
                "Rules 1",
                Category.SPAM,
                2,
                Purpose.TERMS,
                Set.of(Surface.values()),
                condition,
                new Consequence.LabelOnly(),
                new Ground(
                        new Ground.Basis.Incompatible("bench"),
                        "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
                        List.of("KEYWORD_OTHER")),
                Examples.NONE,
                new SourceLine("bench.yaml", 1));
    }

    /** Prints for each text the times of folding and matching. */
    void measure(int runs) {
        var table = new Table("64 KiB of", "fold ms", "match ms", "both ms", "most", "answer");
        int rounds = 20 * runs;
        texts.forEach((name, text) -> {
            for (int i = 0; i < rounds; i++) find(text, FoldedText.of(text));
            var folds = new ArrayList<Double>();
            var matches = new ArrayList<Double>();
            var both = new ArrayList<Double>();
            boolean isComplete = true;
            for (int i = 0; i < rounds; i++) {
                long started = CoreClock.nanos();
                var folded = FoldedText.of(text);
                for (var level : FoldLevel.values()) folded.views(level);
                long between = CoreClock.nanos();
                isComplete = find(text, folded);
                long ended = CoreClock.nanos();
                folds.add((between - started) / 1e6);
                matches.add((ended - between) / 1e6);
                both.add((ended - started) / 1e6);
            }
            table.row(
                    name,
                    median(folds),
                    median(matches),
                    median(both),
                    String.format(Locale.ROOT, "%.2f", both.getLast()),
                    isComplete ? "complete" : "degraded");
        });
        System.out.println(table);
    }

    private boolean find(String text, FoldedText folded) {
        return matcher.find(0, text, folded, LanguageGuess.UNKNOWN, LocalDate.EPOCH, RuleTimes.IGNORED)
                .isComplete();
    }

    private static String median(List<Double> times) {
        times.sort(null);
        return String.format(Locale.ROOT, "%.2f", times.get(times.size() / 2));
    }
}
