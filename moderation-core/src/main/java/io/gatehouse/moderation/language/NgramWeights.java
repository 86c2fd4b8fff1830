package io.gatehouse.moderation.language;

import java.util.Map;
import opennlp.tools.ml.model.Context;

/**
 * What each n-gram of one to three characters says about each language: a maxent model's parameters as flat arrays, keyed by
 * the n-gram's characters packed into a {@code long}, so that scoring allocates no strings. Immutable.
 */
final class NgramWeights {
    /** Characters of the longest n-gram: three 16-bit units leave a packed key positive. */
    static final int LONGEST = 3;

    private final int mask;
    private final long[] keys;
    /** Slot to first entry; the next slot's first entry ends it. */
    private final int[] entries;

    private final byte[] languages;
    private final double[] weights;

    /** @param columns for every outcome of the model, its column here, or -1 when it is left out */
    NgramWeights(Map<String, Context> parameters, int[] columns) {
        int capacity = Integer.highestOneBit(Math.max(1, parameters.size()) * 2) * 2;
        mask = capacity - 1;
        keys = new long[capacity];
        var contexts = new Context[capacity];
        int total = 0;
        for (var parameter : parameters.entrySet()) {
            String gram = parameter.getKey();
            int kept = kept(parameter.getValue(), columns);
            if (gram.isEmpty() || gram.length() > LONGEST || kept == 0) continue;
            int slot = freeSlot(pack(gram));
            keys[slot] = pack(gram);
            contexts[slot] = parameter.getValue();
            total += kept;
        }
        entries = new int[capacity + 1];
        languages = new byte[total];
        weights = new double[total];
        fill(contexts, columns);
    }

    private static int kept(Context context, int[] columns) {
        int kept = 0;
        for (int outcome : context.getOutcomes()) if (columns[outcome] >= 0) kept++;
        return kept;
    }

    private void fill(Context[] contexts, int[] columns) {
        int next = 0;
        for (int slot = 0; slot < contexts.length; slot++) {
            entries[slot] = next;
            var context = contexts[slot];
            if (context == null) continue;
            for (int i = 0; i < context.getOutcomes().length; i++) {
                int column = columns[context.getOutcomes()[i]];
                if (column < 0) continue;
                languages[next] = (byte) column;
                weights[next++] = context.getParameters()[i];
            }
        }
        entries[contexts.length] = next;
    }

    private static long pack(String gram) {
        long key = 0;
        for (int i = 0; i < gram.length(); i++) key = (key << 16) | gram.charAt(i);
        return key;
    }

    private int freeSlot(long key) {
        int slot = mix(key) & mask;
        while (keys[slot] != 0) slot = (slot + 1) & mask;
        return slot;
    }

    /** @return the n-gram's slot, or -1 when the model does not know it */
    int slot(long key) {
        for (int slot = mix(key) & mask; ; slot = (slot + 1) & mask) {
            if (keys[slot] == key) return slot;
            if (keys[slot] == 0) return -1;
        }
    }

    void addTo(double[] scores, int slot) {
        int end = entries[slot + 1];
        for (int i = entries[slot]; i < end; i++) scores[languages[i]] += weights[i];
    }

    static int mix(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }
}
