package io.gatehouse.moderation.match;

import io.gatehouse.moderation.text.FoldedView;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.TreeSet;

/**
 * Finds every occurrence of many strings in one pass (Aho and Corasick, CACM 18(6), 1975), its trie in a double array
 * (Aoe, IEEE TSE 15(9), 1989): two array reads a character, whatever the number of strings. Immutable.
 */
final class LiteralAutomaton {
    /** Told of every occurrence. */
    interface Sink {
        /**
         * @param string index into {@link #string}
         * @param end index in the view after its last character
         * @return whether to look for more
         */
        boolean found(int string, int end);
    }

    private static final int ROOT = 0;
    /** No state, no string. */
    private static final int NONE = -1;

    private final String[] strings;
    private final char[] codes = new char[Character.MAX_VALUE + 1];
    private int codeCount;
    private int[] base = new int[64];
    private int[] check = new int[64];
    private int[] fail = new int[64];
    private int[] string = new int[64];
    /** The longest proper suffix of the state that is a string, or NONE. */
    private int[] shorter = new int[64];

    private int firstFree = 1;

    private LiteralAutomaton(String[] sorted) {
        strings = sorted;
        Arrays.fill(check, NONE);
        Arrays.fill(string, NONE);
        Arrays.fill(shorter, NONE);
        check[ROOT] = ROOT;
    }

    /** Strings are told by their index in ascending order. */
    static LiteralAutomaton of(Collection<String> strings) {
        var automaton = new LiteralAutomaton(new TreeSet<>(strings).toArray(String[]::new));
        automaton.assignCodes();
        automaton.build();
        return automaton;
    }

    void scan(FoldedView view, Sink sink) {
        int state = ROOT;
        for (int i = 0; i < view.length(); i++) {
            int code = codes[view.charAt(i)];
            if (code == 0) {
                state = ROOT;
                continue;
            }
            state = step(state, code);
            if (string[state] != NONE && !sink.found(string[state], i + 1)) return;
            for (int s = shorter[state]; s != NONE; s = shorter[s]) if (!sink.found(string[s], i + 1)) return;
        }
    }

    /** Whether any of the strings is in the characters [start, end). */
    boolean isIn(char[] chars, int start, int end) {
        int state = ROOT;
        for (int i = start; i < end; i++) {
            int code = codes[chars[i]];
            state = code == 0 ? ROOT : step(state, code);
            if (string[state] != NONE || shorter[state] != NONE) return true;
        }
        return false;
    }

    private int step(int from, int code) {
        int state = from;
        while (true) {
            int next = base[state] + code;
            if (next < check.length && check[next] == state) return next;
            if (state == ROOT) return ROOT;
            state = fail[state];
        }
    }

    private void assignCodes() {
        var seen = new boolean[codes.length];
        for (String s : strings) for (int i = 0; i < s.length(); i++) seen[s.charAt(i)] = true;
        for (int c = 0; c < seen.length; c++) if (seen[c]) codes[c] = (char) ++codeCount;
    }

    /** A trie node: the sorted strings [from, to) share their first {@code depth} characters. */
    private record Node(int state, int from, int to, int depth) {}

    private void build() {
        var queue = new ArrayDeque<Node>();
        queue.add(new Node(ROOT, 0, strings.length, 0));
        while (!queue.isEmpty()) expand(queue.remove(), queue);
    }

    private void expand(Node node, ArrayDeque<Node> queue) {
        int from = node.from;
        if (string[node.state] != NONE) from++;
        if (from == node.to) return;
        var childCodes = childCodes(node, from);
        // A local first: finding a place may replace the arrays, and an assignment fixes its array before its value.
        int place = findBase(childCodes);
        base[node.state] = place;
        for (int code : childCodes) check[place + code] = node.state;
        int at = from;
        for (int code : childCodes) {
            int end = at;
            while (end < node.to && codes[strings[end].charAt(node.depth)] == code) end++;
            int child = place + code;
            if (strings[at].length() == node.depth + 1) string[child] = at;
            fail[child] = node.state == ROOT ? ROOT : step(fail[node.state], code);
            shorter[child] = string[fail[child]] == NONE ? shorter[fail[child]] : fail[child];
            queue.add(new Node(child, at, end, node.depth + 1));
            at = end;
        }
    }

    private int[] childCodes(Node node, int from) {
        var distinct = new int[codeCount];
        int count = 0;
        for (int i = from; i < node.to; i++) {
            int code = codes[strings[i].charAt(node.depth)];
            if (count == 0 || distinct[count - 1] != code) distinct[count++] = code;
        }
        return Arrays.copyOf(distinct, count);
    }

    private int findBase(int[] childCodes) {
        while (firstFree < check.length && check[firstFree] != NONE) firstFree++;
        for (int candidate = Math.max(1, firstFree - childCodes[0]); ; candidate++) {
            ensure(candidate + codeCount);
            if (isFree(candidate, childCodes)) return candidate;
        }
    }

    private boolean isFree(int candidate, int[] childCodes) {
        for (int code : childCodes) if (check[candidate + code] != NONE) return false;
        return true;
    }

    private void ensure(int index) {
        if (index < check.length) return;
        int before = check.length;
        int size = Math.max(index + 1, before + (before >> 1));
        base = Arrays.copyOf(base, size);
        fail = Arrays.copyOf(fail, size);
        check = Arrays.copyOf(check, size);
        string = Arrays.copyOf(string, size);
        shorter = Arrays.copyOf(shorter, size);
        Arrays.fill(check, before, size, NONE);
        Arrays.fill(string, before, size, NONE);
        Arrays.fill(shorter, before, size, NONE);
    }
}
