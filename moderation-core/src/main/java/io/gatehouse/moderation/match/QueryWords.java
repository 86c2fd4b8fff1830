package io.gatehouse.moderation.match;

import io.gatehouse.moderation.query.TextQuery;
import io.gatehouse.moderation.text.DisguiseFold;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.FoldedView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The words and prefixes of a query, folded, and a table that finds them all in one pass over a view. */
final class QueryWords {
    /** Masks in a word that may still be read as one of ours; see {@link MaskedWords}. */
    private static final int MAX_MASKS = 2;

    private static final int FACTOR = 31;

    private final List<Literal> literals = new ArrayList<>();
    private final Map<TextQuery, Integer> numbers = new HashMap<>();
    private final Map<TextQuery.Phrase, int[]> phrases = new HashMap<>();
    /** Literals by hash, then by {@link #nextOfHash}; NONE ends a chain. */
    private final int[] firstOfHash;

    private final int[] nextOfHash;
    /** By length: whether any literal has it. */
    private final boolean[] lengths;

    private final int mask;
    private static final int NONE = -1;

    QueryWords(TextQuery query, FoldLevel level) {
        Map<Literal, Integer> byLiteral = new LinkedHashMap<>();
        query.leaves().distinct().forEach(leaf -> {
            switch (leaf) {
                case TextQuery.Word(var word) -> numbers.put(leaf, number(word, level, byLiteral));
                case TextQuery.Prefix(var start) -> numbers.put(leaf, number(start + "*", level, byLiteral));
                case TextQuery.Phrase phrase ->
                    phrases.put(
                            phrase,
                            phrase.words().stream()
                                    .mapToInt(word -> number(word, level, byLiteral))
                                    .toArray());
                case TextQuery.Clauses _ -> throw new IllegalStateException("clauses are no leaf");
            }
        });
        literals.addAll(byLiteral.keySet());
        int size = Integer.highestOneBit(Math.max(4, literals.size() * 4));
        mask = size - 1;
        firstOfHash = new int[size];
        Arrays.fill(firstOfHash, NONE);
        nextOfHash = new int[literals.size()];
        lengths = new boolean
                [1 + literals.stream().mapToInt(l -> l.chars().length()).max().orElse(0)];
        for (int i = 0; i < literals.size(); i++) link(i);
    }

    private static int number(String word, FoldLevel level, Map<Literal, Integer> byLiteral) {
        // What folds to nothing is refused where rules are read; should it come here it is a word that no text has.
        var literal = Literal.of(word, level).orElseGet(() -> new Literal("\uFFFF", "\u0001", level, false, false));
        return byLiteral.computeIfAbsent(literal, _ -> byLiteral.size());
    }

    private void link(int number) {
        String chars = literals.get(number).chars();
        int hash = 0;
        for (int i = 0; i < chars.length(); i++) hash = hash * FACTOR + chars.charAt(i);
        nextOfHash[number] = firstOfHash[slot(hash)];
        firstOfHash[slot(hash)] = number;
        lengths[chars.length()] = true;
    }

    private int slot(int hash) {
        return (hash ^ (hash >>> 15)) & mask;
    }

    /** What a view has of them, by word position. */
    final class Seen {
        private final Positions[] places = new Positions[literals.size()];
        private int[] starts = new int[64];
        private int[] ends = new int[64];
        private int words;

        private Seen() {
            Arrays.setAll(places, _ -> new Positions());
        }

        int size() {
            return words;
        }

        Positions of(TextQuery leaf) {
            return places[numbers.getOrDefault(leaf, 0)];
        }

        List<Positions> listsOf(TextQuery.Phrase phrase) {
            return Arrays.stream(phrases.getOrDefault(phrase, new int[0]))
                    .mapToObj(number -> places[number])
                    .toList();
        }

        void report(int firstWord, int lastWord, SpanSink found) {
            found.found(starts[firstWord], ends[lastWord]);
        }

        private void add(int start, int end) {
            if (words == starts.length) {
                starts = Arrays.copyOf(starts, words * 2);
                ends = Arrays.copyOf(ends, words * 2);
            }
            starts[words] = start;
            ends[words++] = end;
        }
    }

    Seen in(FoldedView view) {
        var seen = new Seen();
        int start = 0;
        for (int i = 1; i <= view.length(); i++) {
            if (i < view.length() && !isEdge(view, i)) continue;
            if (isWord(view, start, i)) {
                seen.add(start, i);
                note(view, start, i, seen);
            }
            start = i;
        }
        return seen;
    }

    /** A mask is a letter of its word, whatever boundaries say. */
    private static boolean isEdge(FoldedView view, int i) {
        char before = view.charAt(i - 1);
        char after = view.charAt(i);
        if (before == DisguiseFold.MASK) return after == ' ';
        if (after == DisguiseFold.MASK) return before == ' ';
        return view.isBoundary(i);
    }

    /** All characters of a stretch without a boundary join words, save where it is one symbol alone. */
    private static boolean isWord(FoldedView view, int start, int end) {
        return end - start > 1 || Character.isLetterOrDigit(view.charAt(start));
    }

    private void note(FoldedView view, int start, int end, Seen seen) {
        int hash = 0;
        int masks = 0;
        int longest = Math.min(end - start, lengths.length - 1);
        for (int length = 1; length <= longest; length++) {
            char c = view.charAt(start + length - 1);
            if (c == DisguiseFold.MASK) masks++;
            hash = hash * FACTOR + c;
            if (lengths[length]) look(view, start, length, end, hash, seen);
        }
        if (masks > 0 && masks <= MAX_MASKS && masks * 2 <= end - start) noteMasked(view, start, end, seen);
    }

    private void look(FoldedView view, int start, int length, int wordEnd, int hash, Seen seen) {
        for (int i = firstOfHash[slot(hash)]; i != NONE; i = nextOfHash[i]) {
            var literal = literals.get(i);
            boolean isWhole = literal.isOpenEnd() || start + length == wordEnd;
            if (literal.chars().length() == length
                    && isWhole
                    && isAt(literal, view, start, false)
                    && literal.fits(view, start)) seen.places[i].add(seen.words - 1);
        }
    }

    private static boolean isAt(Literal literal, FoldedView view, int start, boolean isMasked) {
        String chars = literal.chars();
        for (int i = 0; i < chars.length(); i++) {
            char c = view.charAt(start + i);
            if (c != chars.charAt(i) && !(isMasked && c == DisguiseFold.MASK)) return false;
        }
        return true;
    }

    private void noteMasked(FoldedView view, int start, int end, Seen seen) {
        for (int i = 0; i < literals.size(); i++) {
            var literal = literals.get(i);
            boolean isWhole = literal.chars().length() == end - start && !literal.isOpenEnd();
            if (isWhole && isAt(literal, view, start, true)) seen.places[i].add(seen.words - 1);
        }
    }
}
