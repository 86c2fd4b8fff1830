package io.gatehouse.moderation.match;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds where terms stand together. What is found are the shortest places: none holds another, as in Boldi and Vigna,
 * "Efficient Optimally Lazy Algorithms for Minimal-Interval Semantics" (2016), and in Lucene's intervals.
 */
final class WordOrder {
    /** Where a term stands, sorted by word. */
    record Term(Spans spans, int[] words) {}

    /** Words [first, last] and code points [start, end). */
    private record Place(int first, int last, int start, int end) {}

    private static final Comparator<Place> IN_ORDER =
            Comparator.comparingInt(Place::first).thenComparing(Place::last, Comparator.reverseOrder());

    private final Term[] terms;
    private final Work work;
    private final List<Place> places = new ArrayList<>();

    private WordOrder(Term[] terms, Work work) {
        this.terms = terms;
        this.work = work;
    }

    /**
     * Adds where the terms stand in one of the orders, each at a word of its own.
     *
     * @param orders indexes into the terms
     * @param width words from the first to the last, both counted, at most
     */
    static void find(Term[] terms, int[][] orders, int width, Work work, Spans found) {
        int occurrences = 0;
        for (var term : terms) occurrences += term.words.length;
        var search = new WordOrder(terms, work);
        for (var order : orders) if (work.spend(Work.PASSED * occurrences)) search.inOrder(order, width);
        if (orders.length > 1) search.keepShortest();
        search.places.forEach(place -> found.add(place.start, place.end));
    }

    /**
     * Takes for each first word the nearest others behind it. They never go back, so every list is read once; of first
     * words with the same last one the nearest counts.
     */
    private void inOrder(int[] order, int width) {
        var at = new int[order.length];
        int begin = places.size();
        int[] firsts = terms[order[0]].words;
        for (; at[0] < firsts.length; at[0]++) {
            int last = firsts[at[0]];
            for (int k = 1; k < order.length; k++) {
                int[] words = terms[order[k]].words;
                while (at[k] < words.length && words[at[k]] <= last) at[k]++;
                if (at[k] == words.length) return;
                last = words[at[k]];
            }
            if (last - firsts[at[0]] >= width) continue;
            if (!work.spend(Work.OCCURRENCE)) return;
            boolean isShorter = order.length > 1 && places.size() > begin && places.getLast().last == last;
            if (isShorter) places.removeLast();
            places.add(place(order, at, last));
        }
    }

    private Place place(int[] order, int[] at, int last) {
        int start = Integer.MAX_VALUE;
        int end = 0;
        for (int k = 0; k < order.length; k++) {
            var spans = terms[order[k]].spans;
            start = Math.min(start, spans.start(at[k]));
            end = Math.max(end, spans.end(at[k]));
        }
        return new Place(terms[order[0]].words[at[0]], last, start, end);
    }

    private void keepShortest() {
        places.sort(IN_ORDER);
        var shortest = new ArrayList<Place>();
        for (var place : places.reversed())
            if (shortest.isEmpty() || place.last < shortest.getLast().last) shortest.add(place);
        places.clear();
        places.addAll(shortest);
    }
}
