package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.encoder.SentenceEncoder;
import io.gatehouse.moderation.signal.Category;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * What was learned on top of {@link SentenceEncoder}: for some categories a linear layer over the numbers of a sentence and the cheap
 * model's log-odds of all its categories. Immutable.
 */
final class EncoderHead {
    static final String MAGIC = "gatehouse head 1\n";

    /** Of English texts, that may go to the encoder. */
    static final double[] SHARES = {0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1};

    /**
     * The highest score at which a text is least sure. Nearer to the thresholds of the shipped rules (0.6, 0.7) or below (0.3) the same
     * share of texts gains less at every threshold.
     */
    static final double LEAST_SURE = 0.5;

    /** A sentence has length 1: its numbers are this much smaller than what the layer is meant for. */
    private static final float SCALE = (float) Math.sqrt(SentenceEncoder.SIZE);

    private final Header header;
    private final String digest;
    private final float[] weights;
    private final List<Category> categories;

    /**
     * What the file says about itself, as JSON.
     *
     * @param model digest of the cheap model whose scores it was learned with: beside another it means nothing
     * @param encoder digest of the encoder's weights
     * @param cheap how many categories the cheap model has
     * @param categories that it scores, in the order of the lanes
     * @param lanes what turns sums into scores
     * @param distances how far from {@link #LEAST_SURE} the highest score of texts was, at each of {@link #SHARES}
     * @param rows texts learned from
     */
    record Header(
            String model,
            String encoder,
            int cheap,
            List<String> categories,
            List<Lane> lanes,
            List<Double> distances,
            String learner,
            long seed,
            int rows) {}

    /** A score is {@code sigmoid(slope * (bias + sum) + intercept)}, fitted on texts that the sum was not learned from. */
    record Lane(float bias, double slope, double intercept) {}

    private EncoderHead(Header header, String digest, float[] weights, List<Category> categories) {
        this.header = header;
        this.digest = digest;
        this.weights = weights;
        this.categories = categories;
    }

    /** @throws ModelRefusedException naming the file and what is wrong with it */
    static EncoderHead load(Path file, GramClassifier cheap, String encoder) {
        var container = ModelContainer.read(file, MAGIC, Header.class);
        var header = container.header();
        if (!cheap.digest().equals(header.model))
            throw new ModelRefusedException(file, "was made for model " + header.model + ", not " + cheap.digest());
        if (!encoder.equals(header.encoder))
            throw new ModelRefusedException(file, "was made for encoder " + header.encoder + ", not " + encoder);
        var categories = new ArrayList<Category>();
        for (String name : header.categories)
            categories.add(Category.ofWireName(name)
                    .orElseThrow(() -> new ModelRefusedException(file, "unknown category " + name)));
        if (categories.isEmpty()
                || !cheap.categories().containsAll(categories)
                || EnumSet.copyOf(categories).size() != categories.size())
            throw new ModelRefusedException(file, "needs distinct categories of its model: " + categories);
        if (header.cheap != cheap.categories().size())
            throw new ModelRefusedException(file, "was made for " + header.cheap + " categories of its model");
        int expected = categories.size() * inputs(header.cheap);
        if (header.lanes.size() != categories.size()
                || header.distances.size() != SHARES.length
                || container.weights().remaining() != expected * Float.BYTES)
            throw new ModelRefusedException(
                    file,
                    "needs " + expected + " weights, a lane for each category, and " + SHARES.length + " distances");
        var weights = new float[expected];
        container.weights().asFloatBuffer().get(weights);
        requireNumbers(file, header, weights);
        return new EncoderHead(header, container.digest(), weights, List.copyOf(categories));
    }

    private static void requireNumbers(Path file, Header header, float[] weights) {
        boolean finite = true;
        for (float weight : weights) finite &= Float.isFinite(weight);
        for (var lane : header.lanes)
            finite &= Float.isFinite(lane.bias) && Double.isFinite(lane.slope) && Double.isFinite(lane.intercept);
        for (double distance : header.distances) finite &= distance >= 0 && distance <= 1;
        if (!finite) throw new ModelRefusedException(file, "a weight or a distance is not a number that it may be");
    }

    static String write(Path file, Header header, float[] weights) throws IOException {
        var bytes = ByteBuffer.allocate(weights.length * Float.BYTES);
        for (float weight : weights) bytes.putFloat(weight);
        return ModelContainer.write(file, MAGIC, header, bytes.array());
    }

    String digest() {
        return digest;
    }

    List<Category> categories() {
        return categories;
    }

    /** How many numbers a lane weighs. */
    static int inputs(int cheapLanes) {
        return SentenceEncoder.SIZE + cheapLanes;
    }

    /** What a lane weighs: the sentence, and after it the cheap model's log-odds. */
    static float[] inputs(float[] sentence, double[] cheapLogOdds) {
        var inputs = new float[inputs(cheapLogOdds.length)];
        for (int i = 0; i < SentenceEncoder.SIZE; i++) inputs[i] = sentence[i] * SCALE;
        for (int i = 0; i < cheapLogOdds.length; i++) inputs[SentenceEncoder.SIZE + i] = (float) cheapLogOdds[i];
        return inputs;
    }

    double score(int lane, float[] inputs) {
        var how = header.lanes.get(lane);
        double sum = how.bias;
        int from = lane * inputs.length;
        for (int i = 0; i < inputs.length; i++) sum += weights[from + i] * inputs[i];
        return CompactTextClassifier.sigmoid(how.slope * sum + how.intercept);
    }

    /** How far from {@link #LEAST_SURE} the highest score may be, for about that share of texts to go to the encoder. */
    double distance(double share) {
        for (int i = 1; i < SHARES.length; i++) {
            if (share > SHARES[i]) continue;
            double part = (share - SHARES[i - 1]) / (SHARES[i] - SHARES[i - 1]);
            return header.distances.get(i - 1) + part * (header.distances.get(i) - header.distances.get(i - 1));
        }
        return 1;
    }
}
