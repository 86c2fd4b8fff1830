package io.gatehouse.moderation.match;

import io.gatehouse.moderation.text.TokenList;
import io.gatehouse.moderation.text.Tokens;
import java.util.List;

/**
 * The uses of literals by what a text must hold for one of them to occur: a word, two neighbouring words, or the beginning of
 * a word. Filters that fit a cache turn away almost every token of a text. Filled once, then not to be changed.
 */
final class KeyTable {
    /** Tokens that are looked at together. */
    static final int GROUP = Long.SIZE;

    /** Bits of a slot that number a use; the others are those of its key that are worth most. */
    private static final int NUMBER_BITS = 24;

    private static final long NUMBER = (1L << NUMBER_BITS) - 1;

    /** More literals than any policy may have: each word of a bank has some ten variants. */
    private static final int MOST_USES = (int) NUMBER - 1;

    private final KeyFilter words;
    private final KeyFilter pairs;
    private final boolean hasPairs;
    private final KeyFilter beginnings;
    private final long beginningLengths;
    /** By slot: the high bits of a key, and the number of its first use and one; 0 when the slot is free. */
    private final long[] slots;
    /**
     * Two by use: its required key, and the number of the next use with the same key. Most uses that a text gets to are
     * turned away by what is here, so it lies together.
     */
    private final long[] chains;

    /**
     * What a use is found by.
     *
     * @param length of a beginning
     */
    record Key(long key, Kind kind, int length) {}

    /** What a {@link Key} is the key of. */
    enum Kind {
        WORD,
        PAIR,
        BEGINNING,
        /** Nothing: the use is found otherwise. */
        NONE
    }

    /** @param keys by use */
    KeyTable(List<Key> keys, List<LiteralIndex.Use> uses) {
        if (keys.size() > MOST_USES) throw new IllegalArgumentException("too many literals: " + keys.size());
        words = filter(keys, Kind.WORD);
        pairs = filter(keys, Kind.PAIR);
        beginnings = filter(keys, Kind.BEGINNING);
        hasPairs = keys.stream().anyMatch(key -> key.kind == Kind.PAIR);
        beginningLengths = keys.stream()
                .filter(key -> key.kind == Kind.BEGINNING)
                .mapToLong(key -> 1L << key.length)
                .reduce(0, (one, other) -> one | other);
        slots = new long[Integer.highestOneBit(Math.max(8, keys.size())) * 4];
        chains = new long[2 * keys.size()];
        for (int use = 0; use < keys.size(); use++) {
            chains[2 * use] = uses.get(use).required();
            if (keys.get(use).kind != Kind.NONE) put(keys.get(use).key, use);
        }
    }

    private static KeyFilter filter(List<Key> keys, Kind kind) {
        var all = keys.stream()
                .filter(key -> key.kind == kind)
                .mapToLong(Key::key)
                .distinct()
                .toArray();
        var filter = new KeyFilter(all.length);
        for (long key : all) filter.add(key);
        return filter;
    }

    private void put(long key, int use) {
        int slot = slotOf(key);
        chains[2 * use + 1] = (slots[slot] & NUMBER) - 1;
        slots[slot] = key & ~NUMBER | (use + 1);
    }

    private int slotOf(long key) {
        int mask = slots.length - 1;
        int slot = (int) (key >>> 39) & mask;
        while (slots[slot] != 0 && ((slots[slot] ^ key) & ~NUMBER) != 0) slot = slot + 1 & mask;
        return slot;
    }

    /** The first use with this key, or {@link LiteralIndex#NONE}. Some may have another: the literal decides. */
    int first(long key) {
        return (int) (slots[slotOf(key)] & NUMBER) - 1;
    }

    int next(int use) {
        return (int) chains[2 * use + 1];
    }

    long required(int use) {
        return chains[2 * use];
    }

    /**
     * Which of the {@value #GROUP} tokens from this one on, a multiple of that, may be a word that is a key or the second of
     * two that are one, as bits. Nothing but reads and sums, so that a processor waits for the memory behind many tokens at once.
     */
    long glance(TokenList tokens, int from) {
        int to = Math.min(tokens.count(), from + GROUP);
        long found = hasPairs ? glanceAtPairs(tokens, from, to) : glanceAtWords(tokens, from, to);
        for (long left = tokens.doubled(from) & tokens.bits(from); left != 0; left &= left - 1) {
            int token = from + Long.numberOfTrailingZeros(left);
            if (words.mayHold(Tokens.doubledKey(tokens.state(token)))) found |= 1L << token;
        }
        return found;
    }

    private long glanceAtWords(TokenList tokens, int from, int to) {
        long found = 0;
        for (int token = from; token < to; token++)
            if (words.mayHold(Tokens.key(tokens.state(token)))) found |= 1L << token;
        return found;
    }

    private long glanceAtPairs(TokenList tokens, int from, int to) {
        long found = 0;
        long before = from == 0 ? 0 : tokens.state(from - 1);
        for (int token = from; token < to; token++) {
            long state = tokens.state(token);
            if (words.mayHold(Tokens.key(state))) found |= 1L << token;
            if (pairs.mayHold(Tokens.pairKey(before, state))) found |= 1L << token;
            before = state;
        }
        return found;
    }

    /** As {@link #glance}, of the beginnings of so many characters. */
    long glanceAtBeginnings(TokenList tokens, int length, int from) {
        long found = 0;
        // In a text of short words, however long, there are few of them.
        for (long left = tokens.atLeast(length, from); left != 0; left &= left - 1) {
            int token = from + Long.numberOfTrailingZeros(left);
            if (beginnings.mayHold(Tokens.beginningKey(tokens.state(token, length)))) found |= left & -left;
        }
        return found;
    }

    boolean mayHoldWord(long key) {
        return words.mayHold(key);
    }

    boolean mayHoldPair(long key) {
        return hasPairs && pairs.mayHold(key);
    }

    /** As bits: the lengths of all beginnings that are looked for. */
    long beginningLengths() {
        return beginningLengths;
    }
}
