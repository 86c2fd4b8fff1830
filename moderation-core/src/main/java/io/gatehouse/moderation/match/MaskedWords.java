package io.gatehouse.moderation.match;

import io.gatehouse.moderation.match.CompiledRules.Use;
import io.gatehouse.moderation.text.DisguiseFold;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.FoldedView;

/**
 * Finds the words that a masked word may stand for, by walking the automaton's trie and trying every letter at a mask.
 * Only whole single words are found this way: that somebody masked it is evidence, that it fits by chance must be rare.
 */
final class MaskedWords {
    interface Sink {
        /** The word [start, end) of the view may be this one. */
        void found(Use use, int start, int end);
    }

    /** More masks than this leave too little of the word. */
    private static final int MAX_MASKS = 2;

    private static final int MIN_LENGTH = 3;
    /** Longer than any word of the banks; bounds the walk. */
    private static final int MAX_LENGTH = 32;

    private final FoldedView view;
    private final CompiledRules rules;
    private final Sink sink;
    private final int start;
    private final int end;
    /** How many letters each trie character on the path stands for. */
    private final int[] runs = new int[MAX_LENGTH * 2];

    private MaskedWords(FoldedView view, CompiledRules rules, Sink sink, int start, int end) {
        this.view = view;
        this.rules = rules;
        this.sink = sink;
        this.start = start;
        this.end = end;
    }

    static void scan(FoldedView view, CompiledRules rules, Sink sink) {
        int wordStart = 0;
        int masks = 0;
        for (int i = 0; i <= view.length(); i++) {
            char c = i == view.length() ? ' ' : view.charAt(i);
            if (c == DisguiseFold.MASK) masks++;
            if (c != ' ') continue;
            int length = i - wordStart;
            boolean isReadable = masks > 0 && masks <= MAX_MASKS && length >= MIN_LENGTH && length <= MAX_LENGTH;
            if (isReadable && masks * 2 <= length)
                new MaskedWords(view, rules, sink, wordStart, i).walk(LiteralAutomaton.ROOT, wordStart, 0, (char) 0);
            wordStart = i + 1;
            masks = 0;
        }
    }

    private void walk(int state, int at, int depth, char last) {
        if (at == end) {
            report(state, depth);
            return;
        }
        char c = view.charAt(at);
        if (c != DisguiseFold.MASK) {
            go(state, at, depth, last, c, view.run(at));
            return;
        }
        if (depth > 0) go(state, at, depth, last, last, 1);
        for (char letter = 'a'; letter <= 'z'; letter++) if (letter != last) go(state, at, depth, last, letter, 1);
    }

    private void go(int state, int at, int depth, char last, char c, int run) {
        if (depth > 0 && c == last) {
            // A repeated letter is the same trie character with a longer run.
            int before = runs[depth - 1];
            runs[depth - 1] = before + run;
            walk(state, at + 1, depth, last);
            runs[depth - 1] = before;
            return;
        }
        int next = rules.automaton().child(state, rules.automaton().code(c));
        if (next == LiteralAutomaton.NONE) return;
        runs[depth] = run;
        walk(next, at + 1, depth + 1, c);
    }

    private void report(int state, int depth) {
        int string = rules.automaton().stringAt(state);
        if (string == LiteralAutomaton.NONE) return;
        for (var use : rules.uses().get(string)) {
            var literal = use.literal();
            if (literal.level() == FoldLevel.FULL && hasRuns(literal, depth)) sink.found(use, start, end);
        }
    }

    private boolean hasRuns(Literal literal, int depth) {
        for (int i = 0; i < depth; i++) if (literal.runs().charAt(i) != runs[i]) return false;
        return true;
    }
}
