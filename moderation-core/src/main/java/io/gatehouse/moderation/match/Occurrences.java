package io.gatehouse.moderation.match;

import io.gatehouse.moderation.match.CompiledRules.Use;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.FoldedText;
import io.gatehouse.moderation.text.FoldedView;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the automaton proposed in one text and word boundaries confirmed. */
final class Occurrences {
    /** How far the span of an open-ended word reaches at most: longer words are not written, only generated. */
    private static final int MAX_OPEN_LETTERS = 64;

    private final CompiledRules rules;
    private final boolean[] asks;
    private final @Nullable Spans[] terms;
    private final @Nullable Spans[] allowed;
    /** Candidates; the spans are complete for phrases without a query. */
    private final @Nullable Spans[] phrases;

    private final BitSet candidates = new BitSet();

    /** @param asks by bank: whether the text's language lets it look */
    Occurrences(CompiledRules rules, boolean[] asks) {
        this.rules = rules;
        this.asks = asks;
        terms = new Spans[rules.termCount()];
        allowed = new Spans[rules.banks().size()];
        phrases = new Spans[rules.phrases().size()];
    }

    void collect(FoldedText text, List<FoldLevel> levels) {
        for (var level : levels) for (var view : text.views(level)) collect(view, level);
        for (int term = 0; term < terms.length; term++) if (terms[term] != null) settle(term);
        for (var spans : phrases) if (spans != null) spans.normalise();
    }

    private void settle(int term) {
        var spans = term(term);
        spans.normalise();
        if (term >= allowed.length) return;
        var innocent = allowed[term];
        if (innocent == null) return;
        innocent.normalise();
        terms[term] = spans.outside(innocent);
    }

    private void collect(FoldedView view, FoldLevel level) {
        rules.automaton().scan(view, (string, end) -> {
            for (var use : rules.uses().get(string)) {
                var literal = use.literal();
                int start = end - literal.chars().length();
                if (literal.level() == level && isAsked(use) && literal.fits(view, start)) note(use, view, start, end);
            }
        });
        if (level == FoldLevel.FULL)
            MaskedWords.scan(view, rules, (use, start, end) -> {
                if (isAsked(use)) noteSpan(use, view.start(start), view.end(end - 1));
            });
    }

    private boolean isAsked(Use use) {
        return switch (use) {
            case Use.OfTerm of -> of.term() >= asks.length || asks[of.term()];
            case Use.Allowed allow -> asks[allow.bank()];
            case Use.Anchor _ -> true;
        };
    }

    private void note(Use use, FoldedView view, int start, int end) {
        var literal = use.literal();
        int from = start;
        int to = end;
        if (literal.isOpenStart()) while (from > start - MAX_OPEN_LETTERS && !view.isBoundary(from)) from--;
        if (literal.isOpenEnd()) while (to < end + MAX_OPEN_LETTERS && !view.isBoundary(to)) to++;
        noteSpan(use, view.start(from), view.end(to - 1));
    }

    private void noteSpan(Use use, int start, int end) {
        switch (use) {
            case Use.OfTerm of -> add(terms, of.term(), start, end);
            case Use.Allowed allow -> add(allowed, allow.bank(), start, end);
            case Use.Anchor anchor -> {
                add(phrases, anchor.phrase(), start, end);
                candidates.set(anchor.phrase());
            }
        }
    }

    private static void add(@Nullable Spans[] all, int index, int start, int end) {
        var spans = all[index];
        if (spans == null) {
            spans = new Spans();
            all[index] = spans;
        }
        spans.add(start, end);
    }

    /** Where the term stands, normalised. */
    Spans term(int term) {
        var spans = terms[term];
        return spans == null ? Spans.none() : spans;
    }

    /** Where the phrase's anchor stands, normalised. */
    Spans anchor(int phrase) {
        var spans = phrases[phrase];
        return spans == null ? Spans.none() : spans;
    }

    /** The phrases whose anchor was seen. */
    BitSet candidates() {
        return candidates;
    }
}
