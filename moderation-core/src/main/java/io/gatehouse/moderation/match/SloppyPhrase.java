package io.gatehouse.moderation.match;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lucene's sloppy phrase: each word of the phrase takes a place of its own, places are shifted back by the word's index in
 * the phrase, and what is left may spread over at most {@code slop} positions. Linear in the places, times the words.
 */
final class SloppyPhrase {
    /** Told of every stretch of words. */
    interface Sink {
        /** The phrase stands at the words [first, last] of the text. */
        void found(int first, int last);
    }

    private final List<Positions> lists;
    private final int slop;
    /** For each word of the phrase, the one before it that is the same word, or -1: the two take different places. */
    private final int[] same;

    private final int[] next;
    private final int[] taken;

    private SloppyPhrase(List<Positions> lists, int slop) {
        this.lists = lists;
        this.slop = slop;
        this.same = new int[lists.size()];
        this.next = new int[lists.size()];
        this.taken = new int[lists.size()];
        Map<Positions, Integer> last = new HashMap<>();
        for (int i = 0; i < same.length; i++) {
            Integer before = last.put(lists.get(i), i);
            same[i] = before == null ? -1 : before;
        }
    }

    static boolean anyIn(List<Positions> lists, int slop) {
        return new SloppyPhrase(lists, slop).run(null);
    }

    static void find(List<Positions> lists, int slop, Sink sink) {
        new SloppyPhrase(lists, slop).run(sink);
    }

    /**
     * Tries every least shifted place from the left. The smallest shifted place of any word is always one of these, so no
     * match is missed; the places of each word are passed once.
     */
    private boolean run(@Nullable Sink sink) {
        for (var list : lists) if (list.isEmpty()) return false;
        boolean any = false;
        long least = Long.MIN_VALUE;
        while (true) {
            least = leastAfter(least);
            if (least == Long.MAX_VALUE) return any;
            if (!fitsFrom((int) least)) continue;
            if (sink == null) return true;
            any = true;
            int first = taken[0];
            int last = taken[0];
            for (int place : taken) {
                first = Math.min(first, place);
                last = Math.max(last, place);
            }
            sink.found(first, last);
        }
    }

    /** The smallest shifted place beyond the last one tried. */
    private long leastAfter(long tried) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < lists.size(); i++) {
            var list = lists.get(i);
            while (next[i] < list.size() && list.get(next[i]) - i <= tried) next[i]++;
            if (next[i] < list.size()) least = Math.min(least, list.get(next[i]) - i);
        }
        return least;
    }

    private boolean fitsFrom(int least) {
        for (int i = 0; i < lists.size(); i++) {
            var list = lists.get(i);
            int at = next[i];
            // Equal words: their windows are equally wide and in order, so the first free place is as good as any.
            if (same[i] >= 0) while (at < list.size() && list.get(at) <= taken[same[i]]) at++;
            if (at == list.size() || list.get(at) - i > least + slop) return false;
            taken[i] = list.get(at);
        }
        return true;
    }
}
