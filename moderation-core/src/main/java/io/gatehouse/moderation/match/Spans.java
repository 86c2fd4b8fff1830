package io.gatehouse.moderation.match;

import io.gatehouse.moderation.signal.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A growing list of [start, end) pairs of code points. */
final class Spans {
    private static final long[] NO_PAIRS = {};

    private long[] pairs = NO_PAIRS;
    private int size;

    void add(int start, int end) {
        add(pair(start, end));
    }

    /** @param pair from {@link #pair} */
    void add(long pair) {
        if (size == pairs.length) pairs = Arrays.copyOf(pairs, Math.max(4, size * 2));
        pairs[size++] = pair;
    }

    void addAll(Spans others) {
        for (int i = 0; i < others.size; i++) add(others.pairs[i]);
    }

    static long pair(int start, int end) {
        return ((long) start << 32) | end;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    int start(int index) {
        return (int) (pairs[index] >> 32);
    }

    int end(int index) {
        return (int) pairs[index];
    }

    /** Sorts by start, then end, and drops repetitions: several views may see the same word. */
    void normalise() {
        if (size < 2) return;
        Arrays.sort(pairs, 0, size);
        int kept = 1;
        for (int i = 1; i < size; i++) if (pairs[i] != pairs[kept - 1]) pairs[kept++] = pairs[i];
        size = kept;
    }

    /** Those that do not lie within one of the others. Both must be normalised. */
    Spans outside(Spans others) {
        if (others.isEmpty()) return this;
        var left = new Spans();
        int next = 0;
        int reach = -1;
        for (int i = 0; i < size; i++) {
            // Of the others that begin no later than this one, the farthest end decides.
            while (next < others.size && others.start(next) <= start(i)) reach = Math.max(reach, others.end(next++));
            if (reach < end(i)) left.add(start(i), end(i));
        }
        return left;
    }

    /** Those that do not lie within another of their own, at most so many. Must be normalised. */
    List<Span> widest(int part, int limit) {
        var widest = new ArrayList<Span>();
        for (int i = 0; i < size && widest.size() < limit; i++) {
            int last = widest.size() - 1;
            if (last >= 0 && widest.get(last).end() >= end(i)) continue;
            var span = new Span(part, start(i), end(i));
            if (last >= 0 && widest.get(last).start() == start(i)) widest.set(last, span);
            else widest.add(span);
        }
        return widest;
    }
}
