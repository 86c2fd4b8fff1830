package io.gatehouse.moderation.match;

import io.gatehouse.moderation.match.LiteralIndex.Use;
import io.gatehouse.moderation.text.DisguiseFold;
import io.gatehouse.moderation.text.FoldedView;
import io.gatehouse.moderation.text.TokenList;
import io.gatehouse.moderation.text.Wanted;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds words of a text that are one slip of the finger from a word that is looked for: a letter too many, too few, its
 * neighbour on the keyboard, two in the wrong order (Damerau, CACM 7(3), 1964), and terms of several words of which one is so or is masked. Each
 * word is kept by what is left of it without any one of its letters, so that a text's word is looked up as often as it has
 * letters, and only when it is no ordinary word. Immutable.
 */
final class NearWords {
    /** Told of every word that may be meant. */
    interface Sink {
        /** Characters [start, end) of the view. */
        void found(Use use, int start, int end);
    }

    /** Letters of a word that is still itself with any of them changed. */
    private static final int MIN_WORD = 6;
    /** Of a word that is still itself with a letter too many, or its neighbour on the keyboard. */
    private static final int MIN_SHORT = 5;
    /** Of one word among those of a term, and of the whole term. */
    private static final int MIN_PART = 4;

    private static final int MIN_TERM = 9;
    private static final int MAX_LENGTH = 24;
    /** Letters seen of a masked word within a term. */
    private static final int MIN_SEEN = 2;

    private static final long BASE = 0x100000001B3L;
    private static final long MIXER = 0x9E3779B97F4A7C15L;
    private static final int[] NO_ENTRIES = {};
    private static final String[] KEYBOARD = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};

    private final Use[] uses;
    /** By entry: the use, where in its literal the word begins, and how long it is. */
    private final int[] entryUse;

    private final int[] entryStart;
    private final int[] entryLength;
    private final KeyFilter filter;
    private final long[] keys;
    private final int[] first;
    /** By number of a kept form: its entry and the next number of the same key. */
    private final int[] formEntry;

    private final int[] formNext;
    private int forms;
    private int entries;
    /** Of terms of several words, the entries by length of the word. */
    private final int[][] parts;
    /** By how an entry sounds: it, and what sounds the same. */
    private final Map<Long, int[]> bySound = new HashMap<>();

    NearWords(List<Use> all) {
        uses = all.toArray(Use[]::new);
        int words = 0;
        int letters = 0;
        for (var use : uses) {
            letters += use.literal().chars().length() + 2;
            words += (int) use.literal().chars().chars().filter(c -> c == ' ').count() + 1;
        }
        entryUse = new int[words];
        entryStart = new int[words];
        entryLength = new int[words];
        filter = new KeyFilter(letters + words);
        int slots = Integer.highestOneBit(Math.max(8, letters + words)) * 4;
        keys = new long[slots];
        first = new int[slots];
        formEntry = new int[letters + words];
        formNext = new int[letters + words];
        for (int use = 0; use < uses.length; use++) addAll(use);
        parts = new int[MAX_LENGTH + 1][];
        for (int length = 0; length <= MAX_LENGTH; length++) parts[length] = partsOf(length);
    }

    private int[] partsOf(int length) {
        var found = new int[entries];
        int count = 0;
        for (int e = 0; e < entries; e++)
            if (entryLength[e] == length && literalOf(e).length() > length) found[count++] = e;
        return Arrays.copyOf(found, count);
    }

    private void addAll(int use) {
        var chars = uses[use].literal().chars();
        boolean isTerm = chars.indexOf(' ') >= 0;
        if (isTerm && spelledLength(uses[use].literal(), 0, chars.length()) < MIN_TERM) return;
        for (int start = 0; start < chars.length(); ) {
            int end = chars.indexOf(' ', start);
            if (end < 0) end = chars.length();
            int spelled = spelledLength(uses[use].literal(), start, end);
            int least = isTerm ? MIN_PART : MIN_SHORT;
            if (spelled >= least && end - start >= MIN_PART - 1 && end - start <= MAX_LENGTH)
                add(use, start, end - start);
            start = end + 1;
        }
    }

    private static int spelledLength(Literal literal, int start, int end) {
        int length = 0;
        for (int i = start; i < end; i++) length += literal.runs().charAt(i);
        return length;
    }

    private void add(int use, int start, int length) {
        int entry = entries++;
        entryUse[entry] = use;
        entryStart[entry] = start;
        entryLength[entry] = length;
        char[] word =
                uses[use].literal().chars().substring(start, start + length).toCharArray();
        var hash = new Hash();
        hash.of(word, 0, length);
        put(hash.whole(), entry);
        for (int i = 0; i < length; i++) if (i == 0 || word[i] != word[i - 1]) put(hash.without(i), entry);
        long sounds = Sounds.of(word, 0, length);
        boolean isWord = literalOf(entry).length() == length;
        if (sounds != Sounds.NONE && isWord)
            bySound.merge(sounds, new int[] {entry}, (all, one) -> {
                var more = Arrays.copyOf(all, all.length + 1);
                more[all.length] = one[0];
                return more;
            });
    }

    private void put(long key, int entry) {
        filter.add(key);
        int slot = slotOf(key);
        keys[slot] = key;
        formEntry[forms] = entry;
        formNext[forms] = first[slot] - 1;
        first[slot] = ++forms;
    }

    private int slotOf(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key >>> 33) & mask;
        while (first[slot] != 0 && keys[slot] != key) slot = slot + 1 & mask;
        return slot;
    }

    boolean isEmpty() {
        return entries == 0;
    }

    private String literalOf(int entry) {
        return uses[entryUse[entry]].literal().chars();
    }

    /** Hashes of a word and of what is left of it without one letter, each in a few steps. */
    private static final class Hash {
        private static final long[] POWERS = new long[MAX_LENGTH + 2];

        static {
            POWERS[0] = 1;
            for (int i = 1; i < POWERS.length; i++) POWERS[i] = POWERS[i - 1] * BASE;
        }

        private final long[] prefixes = new long[MAX_LENGTH + 2];
        private int length;

        void of(char[] chars, int start, int count) {
            length = count;
            for (int i = 0; i < count; i++) prefixes[i + 1] = prefixes[i] * BASE + chars[start + i];
        }

        long whole() {
            return prefixes[length] * MIXER;
        }

        long without(int i) {
            long power = POWERS[length - 1 - i];
            return (prefixes[i] * power + prefixes[length] - prefixes[i + 1] * power) * MIXER;
        }
    }

    /** Looks at every word of the text as it is written, or at the masked ones of another reading; stops where the work is spent. */
    void scan(FoldedView view, TokenList tokens, boolean isPlain, Work work, Sink sink) {
        if (tokens.isMasked() && !scanMasked(view, work, sink)) return;
        if (!isPlain) return;
        var hash = new Hash();
        for (int token = 0; token < tokens.count(); token++) {
            int start = tokens.start(token);
            int length = tokens.end(token) - start;
            if (length < MIN_PART - 1 || length > MAX_LENGTH || OrdinaryWords.holdState(tokens.state(token))) continue;
            if (!work.spend(Work.NEAR * length)) return;
            hash.of(view.chars(), start, length);
            if (filter.mayHold(hash.whole()) && !propose(hash.whole(), view, start, length, work, sink)) return;
            for (int i = 0; i < length; i++)
                if (filter.mayHold(hash.without(i)) && !propose(hash.without(i), view, start, length, work, sink))
                    return;
            if (!proposeSounds(view, start, length, work, sink)) return;
        }
    }

    /** Whether some masked word may stand for one among those of a term. */
    boolean mayHoldMasked(TokenList tokens, Wanted.Budget budget) {
        if (isEmpty()) return false;
        for (int first = 0; first < tokens.count(); ) {
            int next = first + 1;
            boolean isMasked = tokens.isMask(first);
            for (; next < tokens.count() && tokens.start(next) == tokens.end(next - 1); next++)
                isMasked |= tokens.isMask(next);
            int length = tokens.end(next - 1) - tokens.start(first);
            if (isMasked && length <= MAX_LENGTH) {
                if (!budget.spend(parts[length].length)) return true;
                for (int entry : parts[length]) if (fitsMask(entry, tokens.chars(), tokens.start(first))) return true;
            }
            first = next;
        }
        return false;
    }

    /** A masked word is what stands between two spaces. @return whether there is work left */
    private boolean scanMasked(FoldedView view, Work work, Sink sink) {
        int start = 0;
        boolean isMasked = false;
        for (int i = 0; i <= view.length(); i++) {
            char c = i == view.length() ? ' ' : view.charAt(i);
            isMasked |= c == DisguiseFold.MASK;
            if (c != ' ') continue;
            if (isMasked && i - start <= MAX_LENGTH && !findMasked(view, start, i - start, work, sink)) return false;
            start = i + 1;
            isMasked = false;
        }
        return true;
    }

    private boolean findMasked(FoldedView view, int start, int length, Work work, Sink sink) {
        int seen = 0;
        for (int i = start; i < start + length; i++) if (view.charAt(i) != DisguiseFold.MASK) seen++;
        if (seen < MIN_SEEN) return true;
        char[] chars = view.chars();
        for (int entry : parts[length]) {
            if (!work.spend(1)) return false;
            if (!fitsMask(entry, chars, start)) continue;
            if (!work.spend(Work.CANDIDATE)) return false;
            report(entry, view, start, length, sink);
        }
        return true;
    }

    private boolean fitsMask(int entry, char[] chars, int start) {
        var literal = literalOf(entry);
        for (int i = 0; i < entryLength[entry]; i++) {
            if (!fits(chars[start + i], literal.charAt(entryStart[entry] + i))) return false;
        }
        return true;
    }

    private boolean propose(long key, FoldedView view, int start, int length, Work work, Sink sink) {
        for (int form = first[slotOf(key)] - 1; form >= 0; form = formNext[form]) {
            if (!work.spend(Work.CANDIDATE)) return false;
            int entry = formEntry[form];
            if (isOneSlip(entry, view, start, length)) report(entry, view, start, length, sink);
        }
        return true;
    }

    private boolean proposeSounds(FoldedView view, int start, int length, Work work, Sink sink) {
        long sounds = length > MIN_PART ? Sounds.of(view.chars(), start, start + length) : Sounds.NONE;
        if (sounds == Sounds.NONE) return true;
        for (int entry : bySound.getOrDefault(sounds, NO_ENTRIES)) {
            if (!work.spend(Work.CANDIDATE)) return false;
            if (!isAt(literalOf(entry), view, start, length)) report(entry, view, start, length, sink);
        }
        return true;
    }

    private static boolean isAt(String literal, FoldedView view, int start, int length) {
        if (literal.length() != length) return false;
        for (int i = 0; i < length; i++) if (view.charAt(start + i) != literal.charAt(i)) return false;
        return true;
    }

    /** Tells of the word, or of its term where the term's other words stand around it. */
    private void report(int entry, FoldedView view, int start, int length, Sink sink) {
        var literal = literalOf(entry);
        int before = entryStart[entry];
        int after = literal.length() - before - entryLength[entry];
        int from = start - before;
        int to = start + length + after;
        if (from < 0 || to > view.length() || !view.isBoundary(from) || !view.isBoundary(to)) return;
        for (int i = 0; i < before; i++) if (!fits(view.charAt(from + i), literal.charAt(i))) return;
        for (int i = 0; i < after; i++)
            if (!fits(view.charAt(start + length + i), literal.charAt(before + entryLength[entry] + i))) return;
        sink.found(uses[entryUse[entry]], from, to);
    }

    private static boolean fits(char seen, char meant) {
        return seen == meant || (seen == DisguiseFold.MASK && meant != ' ');
    }

    private boolean isOneSlip(int entry, FoldedView view, int start, int length) {
        var literal = literalOf(entry);
        int from = entryStart[entry];
        int letters = entryLength[entry];
        int difference = length - letters;
        if (Math.abs(difference) > 1) return false;
        int same = 0;
        int shorter = Math.min(length, letters);
        while (same < shorter && view.charAt(start + same) == literal.charAt(from + same)) same++;
        if (same == shorter && difference == 0) return false;
        int tail = 0;
        while (tail < shorter - same
                && view.charAt(start + length - 1 - tail) == literal.charAt(from + letters - 1 - tail)) tail++;
        boolean isTerm = literal.length() > letters;
        boolean isShort = !isTerm && spelledLength(uses[entryUse[entry]].literal(), from, from + letters) < MIN_WORD;
        if (difference == 1) return same + tail == letters && same > 0;
        if (difference == -1) return same + tail == length && same > 0 && !isShort;
        int changed = length - same - tail;
        if (changed == 1 && same > 0) return areNeighbours(view.charAt(start + same), literal.charAt(from + same));
        return changed == 2
                && view.charAt(start + same) == literal.charAt(from + same + 1)
                && view.charAt(start + same + 1) == literal.charAt(from + same);
    }

    private static boolean areNeighbours(char one, char other) {
        for (int row = 0; row < KEYBOARD.length; row++) {
            int at = KEYBOARD[row].indexOf(one);
            if (at < 0) continue;
            for (int near = Math.max(0, row - 1); near <= Math.min(2, row + 1); near++) {
                int there = KEYBOARD[near].indexOf(other);
                if (there >= 0 && Math.abs(there - at) <= 1) return true;
            }
        }
        return false;
    }
}
