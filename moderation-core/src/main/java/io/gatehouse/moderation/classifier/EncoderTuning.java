package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.classifier.CategoryTrainer.ScoredRow;
import io.gatehouse.moderation.classifier.GramRow.Source;
import io.gatehouse.moderation.encoder.EightBit;
import io.gatehouse.moderation.encoder.OnnxWeights;
import io.gatehouse.moderation.encoder.SentenceEncoder;
import io.gatehouse.moderation.evaluation.Truth;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a program that learns the encoder's layers anew needs of this package: the texts to learn from, and the file to write. Such a
 * program stands apart, since what it learns with is larger than all the rest.
 */
public final class EncoderTuning {
    /**
     * Of the folds, those that the layers learn from. A third teaches what stands on top, which must learn how far the layers are to be
     * believed on new texts; the last is left to measure on.
     */
    private static final Set<Integer> FOLDS = Set.of(1, 2);

    /** Of each set, evenly: a minute of learning goes to sets of every kind, and not to the three largest. */
    private static final int MOST_OF_A_SET = 6_000;

    /** Into which the third fold is split, for what stands on top. */
    private static final int PARTS = GramRows.FOLDS - 1;

    /** Of a category, for what stands on top: a third of what there is elsewhere, since a third of the texts teaches it. */
    static final int FEWEST_PRESENT = CascadeTrainer.FEWEST_PRESENT / PARTS;

    private static final String EIGHT_BIT = "_quantized";
    private static final String STEPS = "_scale";

    private EncoderTuning() {}

    /**
     * @param truths of each category, 1 where present
     * @param weights how often it counts for each category; 0 where it is not labelled
     */
    public record Text(String text, float[] truths, float[] weights) {}

    /** English texts that people labelled, without those that are left to others. The same every time, in the same order. */
    public static List<Text> texts(Path dataDirectory, Path textsDirectory, Progress progress) {
        return evenly(GramRows.read(dataDirectory, textsDirectory, CategoryTrainer.SEED, progress).rows().stream()
                        .filter(EncoderTuning::isLearned)
                        .toList())
                .stream()
                .map(EncoderTuning::text)
                .toList();
    }

    private static List<GramRow> evenly(List<GramRow> rows) {
        var kept = new ArrayList<GramRow>();
        var counts = rows.stream().collect(Collectors.groupingBy(GramRow::origin, Collectors.counting()));
        var seen = new HashMap<String, Long>();
        for (var row : rows) {
            long count = Math.max(MOST_OF_A_SET, counts.getOrDefault(row.origin(), 0L));
            long at = seen.merge(row.origin(), 1L, Long::sum);
            if (at * MOST_OF_A_SET / count > (at - 1) * MOST_OF_A_SET / count) kept.add(row);
        }
        return kept;
    }

    private static boolean isLearned(GramRow row) {
        return row.isMeasured()
                && row.from() == Source.LABELLED
                && row.language().equals(CascadeClassifier.LANGUAGE)
                && FOLDS.contains(row.fold());
    }

    private static Text text(GramRow row) {
        var truths = new float[Truths.CATEGORIES.size()];
        var weights = new float[truths.length];
        for (int lane = 0; lane < truths.length; lane++) {
            truths[lane] = row.truth(lane) == Truth.PRESENT ? 1 : 0;
            weights[lane] = row.truth(lane) == Truth.NOT_LABELLED ? 0 : (float) row.weight();
        }
        return new Text(row.text(), truths, weights);
    }

    /** What the layers have not learned from; what is not left to measure on in as many folds as ever. */
    static List<ScoredRow> unseen(List<ScoredRow> scored) {
        return scored.stream()
                .filter(row -> !isLearned(row.row()))
                .map(row -> row.row().fold() == GramRows.HELD_OUT ? row : inPart(row))
                .toList();
    }

    private static ScoredRow inPart(ScoredRow scored) {
        var row = scored.row();
        int part = 1 + TrainingRow.part(row.text(), CategoryTrainer.SEED + 1, PARTS);
        var moved = new GramRow(
                row.origin(),
                row.kind(),
                row.text(),
                row.language(),
                row.truths(),
                row.weight(),
                part,
                row.from(),
                row.isMeasured());
        return new ScoredRow(moved, scored.scores(), scored.withoutLanguage());
    }

    /**
     * @param layers by their names in the encoder's file; matrices row after row, and written as bytes
     * @param learner how they were learned, for a reader
     * @param rows texts learned from
     * @return the digest of the file
     * @throws IllegalArgumentException when the encoder's file has no such numbers, or another count of them
     */
    public static String write(Map<String, float[]> layers, String learner, long seed, int rows, Path out)
            throws IOException {
        var own = new OnnxWeights(SentenceEncoder.shipped().file());
        var parts = new LinkedHashMap<String, ByteBuffer>();
        layers.forEach((name, numbers) -> {
            if (own.holds(name + EIGHT_BIT)) {
                var eightBit = EightBit.of(numbers, own.bytes(name + STEPS) / Float.BYTES);
                parts.put(name + EIGHT_BIT, ByteBuffer.wrap(eightBit.values()));
                parts.put(name + STEPS, EightBit.bytes(eightBit.steps()));
            } else parts.put(name, EightBit.bytes(numbers));
        });
        // Whether they fit is found out before anything is written.
        own.with(parts);
        var sizes = new ArrayList<TunedLayers.Part>();
        parts.forEach((name, bytes) -> sizes.add(new TunedLayers.Part(name, bytes.remaining())));
        return TunedLayers.write(
                out, new TunedLayers.Header(SentenceEncoder.shipped().digest(), sizes, learner, seed, rows), parts);
    }

    /** The encoder with layers from a file, for whoever learns what stands on top. */
    static SentenceEncoder encoder(Path layers) {
        return SentenceEncoder.shipped().with(TunedLayers.load(layers));
    }
}
