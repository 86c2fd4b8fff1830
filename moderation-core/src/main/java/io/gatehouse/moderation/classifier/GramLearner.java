package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.evaluation.Truth;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Logistic regression of all lanes at once, each against the rest, by AdaGrad: rows one after the other in a seeded order, so that
 * the same rows give the same weights. A lane learns nothing from a row that is not labelled for it.
 *
 * @param rate of the first step of a weight
 * @param penalty pull of a weight towards nought, each time its feature is met
 * @param unknownShare of the texts that are shown as of no known language, so that the shared features alone learn to do
 * @param hiddenShare of a text's features that are hidden each time it is shown, so that no few of them carry it all: other people
 *     say the same with other words
 * @param meaningShare of the texts that are shown by what their words mean alone, so that this learns to do for languages of which
 *     little else was learned
 */
record GramLearner(
        int logRows,
        int epochs,
        double rate,
        double penalty,
        double unknownShare,
        double hiddenShare,
        double meaningShare,
        long seed) {
    private static final int LANES = GramTable.LANES;

    /** Weights, then the sums of their squared gradients: together they are two lines of the cache. */
    private static final int STRIDE = 2 * LANES;

    private static final float SMALL = 1e-6f;

    /** Texts between two words about progress. */
    private static final int TOLD_EVERY = 10_000;

    /** A text with its features, and what each lane makes of it. */
    static final class Example {
        private final GramRow row;
        private final int[] shared;
        private final int[] family;
        private final int[] meaning;
        private final int language;
        private final float[] weights;

        Example(GramRow row, int logRows, List<String> languages, float[] weights) {
            this(row, logRows, languages, weights, Vocabulary.NONE);
        }

        /**
         * @param weights of each lane; 0 where the row is not labelled
         * @param vocabulary of the row's language
         */
        Example(GramRow row, int logRows, List<String> languages, float[] weights, Vocabulary vocabulary) {
            this.row = row;
            this.language = languages.indexOf(row.language());
            this.weights = weights;
            int salt = Family.of(row.language()).map(Family::salt).orElse(0);
            String piece = row.text().substring(0, GramClassifier.endOfPiece(row.text(), 0));
            var features = GramFeatures.of(piece, logRows, salt, vocabulary);
            this.shared = Arrays.copyOf(features.shared(), features.sharedCount());
            this.family = Arrays.copyOf(features.family(), features.familyCount());
            this.meaning = Arrays.copyOf(features.meaning(), features.meaningCount());
        }

        GramRow row() {
            return row;
        }

        float weight(int lane) {
            return weights[lane];
        }
    }

    /** What was learned; the bias of the last language is that of texts in no known one. */
    static final class Learned {
        private final float[] table;
        private final float[] biases;

        private Learned(float[] table, float[] biases) {
            this.table = table;
            this.biases = biases;
        }

        float weight(int row, int lane) {
            return table[row * STRIDE + lane];
        }

        float bias(int language, int lane) {
            return biases[language * STRIDE + lane];
        }

        /** @param sums of each lane, replaced by the log-odds */
        void raw(Example example, boolean knowsLanguage, float[] sums) {
            raw(language(example, knowsLanguage), sums);
            add(table, example.shared, example.shared.length, value(example.shared.length), sums);
            add(
                    table,
                    example.meaning,
                    example.meaning.length,
                    GramFeatures.valueOfMeaning(example.meaning.length),
                    sums);
            if (knowsLanguage) add(table, example.family, example.family.length, value(example.family.length), sums);
        }

        private void raw(Shown shown, float[] sums) {
            raw(shown.language, sums);
            add(table, shown.shared, shown.sharedCount, value(shown.sharedCount), sums);
            add(table, shown.family, shown.familyCount, value(shown.familyCount), sums);
            add(table, shown.meaning, shown.meaningCount, GramFeatures.valueOfMeaning(shown.meaningCount), sums);
        }

        private void raw(int language, float[] sums) {
            System.arraycopy(biases, language * STRIDE, sums, 0, LANES);
        }

        private int language(Example example, boolean knowsLanguage) {
            return knowsLanguage && example.language >= 0 ? example.language : biases.length / STRIDE - 1;
        }
    }

    /** What is seen of a text this time. Filled anew for each, as there are millions. */
    private static final class Shown {
        private static final int BYTES = Integer.BYTES;

        private final int hiddenOf256;
        private int[] shared = new int[0];
        private int sharedCount;
        private int[] family = new int[0];
        private int familyCount;
        private int[] meaning = new int[0];
        private int meaningCount;
        private int language;

        Shown(double hiddenShare) {
            this.hiddenOf256 = (int) Math.round(hiddenShare * 256);
        }

        void show(Example example, boolean knowsLanguage, boolean meansAlone, int languageShown, Random random) {
            language = languageShown;
            if (shared.length < example.shared.length) shared = new int[example.shared.length];
            if (family.length < example.family.length) family = new int[example.family.length];
            if (meaning.length < example.meaning.length) meaning = new int[example.meaning.length];
            sharedCount = meansAlone ? 0 : some(example.shared, shared, random);
            familyCount = meansAlone || !knowsLanguage ? 0 : some(example.family, family, random);
            meaningCount = some(example.meaning, meaning, random);
        }

        /** A byte of chance for each. */
        private int some(int[] rows, int[] kept, Random random) {
            if (hiddenOf256 == 0) {
                System.arraycopy(rows, 0, kept, 0, rows.length);
                return rows.length;
            }
            int count = 0;
            int chance = 0;
            for (int i = 0; i < rows.length; i++) {
                chance = i % BYTES == 0 ? random.nextInt() : chance >>> Byte.SIZE;
                if ((chance & 0xFF) >= hiddenOf256) kept[count++] = rows[i];
            }
            return count;
        }
    }

    private static float value(int count) {
        return CompactTextClassifier.value(count);
    }

    private static void add(float[] table, int[] rows, int count, float value, float[] sums) {
        if (count == 0) return;
        var own = new float[LANES];
        for (int i = 0; i < count; i++) {
            int at = rows[i] * STRIDE;
            for (int lane = 0; lane < LANES; lane++) own[lane] += table[at + lane];
        }
        for (int lane = 0; lane < LANES; lane++) sums[lane] += own[lane] * value;
    }

    /** @param languages how many there are; one more is for texts in no known language */
    Learned learn(List<Example> examples, int languages, Progress progress) {
        var learned = new Learned(new float[STRIDE << logRows], new float[STRIDE * (languages + 1)]);
        var order = new int[examples.size()];
        Arrays.setAll(order, i -> i);
        var random = new Random(seed);
        var sums = new float[LANES];
        var shown = new Shown(hiddenShare);
        for (int epoch = 0; epoch < epochs; epoch++) {
            shuffle(order, random);
            for (int i = 0; i < order.length; i++) {
                if (i % TOLD_EVERY == 0) progress.report("", (epoch + (double) i / order.length) / epochs);
                var example = examples.get(order[i]);
                boolean knowsLanguage = random.nextDouble() >= unknownShare;
                boolean meansAlone = random.nextDouble() < meaningShare && example.meaning.length > 0;
                shown.show(example, knowsLanguage, meansAlone, learned.language(example, knowsLanguage), random);
                step(learned, example, shown, sums);
            }
        }
        return learned;
    }

    private static void shuffle(int[] order, Random random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
    }

    private void step(Learned learned, Example example, Shown shown, float[] sums) {
        learned.raw(shown, sums);
        boolean moves = false;
        for (int lane = 0; lane < LANES; lane++) {
            float weight = example.weights[lane];
            float wanted = weight > 0 && example.row.truth(lane) == Truth.PRESENT ? 1 : 0;
            sums[lane] = weight == 0 ? 0 : weight * ((float) CompactTextClassifier.sigmoid(sums[lane]) - wanted);
            moves |= sums[lane] != 0;
        }
        if (!moves) return;
        update(learned.biases, shown.language * STRIDE, sums, 0);
        move(learned.table, shown.shared, shown.sharedCount, value(shown.sharedCount), sums);
        move(learned.table, shown.family, shown.familyCount, value(shown.familyCount), sums);
        move(learned.table, shown.meaning, shown.meaningCount, GramFeatures.valueOfMeaning(shown.meaningCount), sums);
    }

    private void move(float[] table, int[] rows, int count, float value, float[] errors) {
        if (count == 0) return;
        var gradient = new float[LANES];
        for (int lane = 0; lane < LANES; lane++) gradient[lane] = errors[lane] * value;
        for (int i = 0; i < count; i++) update(table, rows[i] * STRIDE, gradient, (float) penalty);
    }

    private void update(float[] table, int at, float[] gradient, float pull) {
        float step = (float) rate;
        for (int lane = 0; lane < LANES; lane++) {
            float g = gradient[lane] + pull * table[at + lane];
            float square = table[at + LANES + lane] + g * g;
            table[at + LANES + lane] = square;
            table[at + lane] -= step * g / (float) Math.sqrt(square + SMALL);
        }
    }
}
