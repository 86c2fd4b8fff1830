package io.gatehouse.tuning;

import static io.gatehouse.tuning.MiniLm.SIZE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Texts of about one length that are read at once.
 *
 * @param texts places in the list that they are from
 * @param length pieces of the longest
 */
record Batch(int[] texts, int length) {
    /** Batches whose texts are sorted by length together: within them nearly no piece is there to fill up only. */
    private static final int SORTED_AT_ONCE = 40;

    int count() {
        return texts.length;
    }

    /** All texts once, in an order that the random numbers give. */
    static List<Batch> shuffled(List<long[]> pieces, int size, Random random) {
        var order = new int[pieces.size()];
        Arrays.setAll(order, i -> i);
        for (int i = order.length - 1; i > 0; i--) swap(order, i, random.nextInt(i + 1));
        var batches = new ArrayList<Batch>();
        for (int from = 0; from < order.length; from += size * SORTED_AT_ONCE)
            batches.addAll(sorted(
                    pieces,
                    Arrays.copyOfRange(order, from, Math.min(order.length, from + size * SORTED_AT_ONCE)),
                    size));
        for (int i = batches.size() - 1; i > 0; i--) java.util.Collections.swap(batches, i, random.nextInt(i + 1));
        return batches;
    }

    /** All texts once, shortest first. */
    static List<Batch> sorted(List<long[]> pieces, int size) {
        var order = new int[pieces.size()];
        Arrays.setAll(order, i -> i);
        return sorted(pieces, order, size);
    }

    private static List<Batch> sorted(List<long[]> pieces, int[] texts, int size) {
        var order = Arrays.stream(texts)
                .boxed()
                .sorted(Comparator.comparingInt(i -> pieces.get(i).length))
                .mapToInt(i -> i)
                .toArray();
        var batches = new ArrayList<Batch>();
        for (int from = 0; from < order.length; from += size) {
            var these = Arrays.copyOfRange(order, from, Math.min(order.length, from + size));
            batches.add(new Batch(these, pieces.get(these[these.length - 1]).length));
        }
        return batches;
    }

    private static void swap(int[] order, int i, int other) {
        int kept = order[i];
        order[i] = order[other];
        order[other] = kept;
    }

    /** What the first layer reads: texts, pieces, numbers. */
    float[] inputs(List<long[]> pieces, Embeddings embeddings) {
        var inputs = new float[texts.length * length * SIZE];
        for (int i = 0; i < texts.length; i++) {
            long[] of = pieces.get(texts[i]);
            for (int place = 0; place < of.length; place++)
                embeddings.write(of[place], place, inputs, (i * length + place) * SIZE);
        }
        return inputs;
    }

    /** 1 where a piece is, 0 where none is. */
    float[] mask(List<long[]> pieces) {
        var mask = new float[texts.length * length];
        for (int i = 0; i < texts.length; i++)
            Arrays.fill(mask, i * length, i * length + pieces.get(texts[i]).length, 1);
        return mask;
    }

    /** Rows of these texts, one after the other. */
    float[] rows(float[][] all) {
        var rows = new float[texts.length * all[0].length];
        for (int i = 0; i < texts.length; i++)
            System.arraycopy(all[texts[i]], 0, rows, i * all[0].length, all[0].length);
        return rows;
    }
}
