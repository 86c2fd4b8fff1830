package io.gatehouse.moderation.match;

import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.match.PositionIndex.Token;
import io.gatehouse.moderation.match.TextMatcher.RuleSpans;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.FoldedText;
import io.gatehouse.moderation.text.FoldedView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/** Puts the questions of proposed phrase and nearness rules to Lucene. */
final class Candidates {
    private final CompiledRules rules;
    private final Occurrences seen;
    private final FoldedText text;
    private final LanguageGuess language;
    private final RuleTimes times;
    private int @Nullable [] wordStarts;

    Candidates(CompiledRules rules, Occurrences seen, FoldedText text, LanguageGuess language, RuleTimes times) {
        this.rules = rules;
        this.seen = seen;
        this.text = text;
        this.language = language;
        this.times = times;
    }

    /** Where phrase rules match. */
    Map<RuleId, RuleSpans> phrases() {
        var found = new LinkedHashMap<RuleId, RuleSpans>();
        var asked = new ArrayList<CompiledRules.Phrase>();
        var levels = EnumSet.noneOf(FoldLevel.class);
        var proposed = seen.candidates();
        for (int i = proposed.nextSetBit(0); i >= 0; i = proposed.nextSetBit(i + 1)) {
            var phrase = rules.phrases().get(i);
            if (!LanguageGate.admits(phrase.language(), language, text.codePointCount())) continue;
            if (phrase.query() == null) {
                addAll(seen.anchor(i), spansOf(found, phrase.rule(), phrase.category()));
            } else {
                asked.add(phrase);
                levels.add(phrase.level());
            }
        }
        for (var level : levels) {
            var atLevel =
                    asked.stream().filter(phrase -> phrase.level() == level).toList();
            askPhrases(atLevel, phraseTokens(level), found);
        }
        return found;
    }

    /** A phrase's anchor may be a common word, so an index is only made for phrases of which every word was seen. */
    private void askPhrases(List<CompiledRules.Phrase> asked, List<Token> tokens, Map<RuleId, RuleSpans> found) {
        var seenTerms = new HashSet<String>();
        tokens.forEach(token -> seenTerms.add(token.term()));
        var whole = asked.stream()
                .filter(phrase -> seenTerms.containsAll(phrase.terms()))
                .toList();
        if (whole.isEmpty()) return;
        var needed = new HashSet<String>();
        whole.forEach(phrase -> needed.addAll(phrase.terms()));
        var index = new PositionIndex(
                tokens.stream().filter(token -> needed.contains(token.term())).toList());
        whole.forEach(phrase -> ask(index, phrase.query(), phrase.rule(), phrase.category(), found));
    }

    /** Where nearness rules match. */
    Map<RuleId, RuleSpans> nears() {
        var found = new LinkedHashMap<RuleId, RuleSpans>();
        var asked = rules.nears().stream().filter(this::isProposed).toList();
        if (asked.isEmpty()) return found;
        var terms = new TreeSet<Integer>();
        asked.forEach(near -> terms.addAll(near.terms()));
        var index = new PositionIndex(termTokens(terms));
        asked.forEach(near -> ask(index, near.query(), near.rule(), near.category(), found));
        return found;
    }

    private boolean isProposed(CompiledRules.Near near) {
        for (int term : near.terms()) if (seen.term(term).isEmpty()) return false;
        return LanguageGate.admits(near.language(), language, text.codePointCount());
    }

    private void ask(
            PositionIndex index, @Nullable Query query, RuleId rule, Category category, Map<RuleId, RuleSpans> found) {
        if (query == null) return;
        var spans = new Spans();
        long started = System.nanoTime();
        index.find(query, spans);
        times.took(rule, System.nanoTime() - started);
        if (!spans.isEmpty()) addAll(spans, spansOf(found, rule, category));
    }

    private static Spans spansOf(Map<RuleId, RuleSpans> found, RuleId rule, Category category) {
        return found.computeIfAbsent(rule, _ -> new RuleSpans(category, new Spans()))
                .spans();
    }

    private static void addAll(Spans from, Spans to) {
        for (int i = 0; i < from.size(); i++) to.add(from.start(i), from.end(i));
    }

    private List<Token> termTokens(Set<Integer> terms) {
        var tokens = new ArrayList<Token>();
        for (int term : terms) {
            var spans = seen.term(term);
            for (int i = 0; i < spans.size(); i++) {
                int start = spans.start(i);
                tokens.add(new Token(CompiledRules.termName(term), positionOf(start), start, spans.end(i)));
            }
        }
        return tokens;
    }

    private List<Token> phraseTokens(FoldLevel level) {
        // Several readings may see the same word at the same place.
        var tokens = new TreeSet<Token>();
        for (var view : text.views(level)) {
            int start = 0;
            for (int i = 1; i <= view.length(); i++) {
                if (i < view.length() && !view.isBoundary(i)) continue;
                addPhraseWord(view, level, start, i, tokens);
                start = i;
            }
        }
        return List.copyOf(tokens);
    }

    private void addPhraseWord(FoldedView view, FoldLevel level, int start, int end, Set<Token> tokens) {
        for (var word : rules.phraseWords().getOrDefault(view.text(start, end), List.of()))
            if (word.literal().level() == level && word.literal().fits(view, start)) {
                int from = view.start(start);
                tokens.add(new Token(word.term(), positionOf(from), from, view.end(end - 1)));
            }
    }

    /**
     * The number of the word that a code point belongs to. Where the text is disguised, words are counted as the first
     * decoding reads them, so that a spelled-out word is one word.
     */
    private int positionOf(int codePoint) {
        if (wordStarts == null) {
            wordStarts = findWordStarts(text.counted());
        }
        int at = Arrays.binarySearch(wordStarts, codePoint);
        return Math.max(0, at >= 0 ? at : -at - 2);
    }

    private static int[] findWordStarts(FoldedView view) {
        var starts = new int[view.length()];
        int count = 0;
        for (int i = 0; i < view.length(); i++) {
            boolean begins = view.charAt(i) != ' ' && (i == 0 || view.isBoundary(i));
            if (begins && (count == 0 || view.start(i) > starts[count - 1])) starts[count++] = view.start(i);
        }
        return Arrays.copyOf(starts, count);
    }
}
