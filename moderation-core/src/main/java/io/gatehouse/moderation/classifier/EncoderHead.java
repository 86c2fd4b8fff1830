package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.encoder.SentenceEncoder;
import io.gatehouse.moderation.signal.Category;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was learned on top of {@link SentenceEncoder}: a linear layer, and how its opinion is joined with the cheap model's. Immutable. */
final class EncoderHead {
    static final String MAGIC = "gatehouse head 1\n";

    private final Header header;
    private final String digest;
    private final float[] weights;
    private final List<Category> categories;

    /**
     * What the file says about itself, as JSON.
     *
     * @param model digest of the cheap model that it was joined with: beside another it means nothing
     * @param categories in the order of the lanes
     * @param lanes how the two opinions are joined
     * @param distances how far from one half the highest score of held-out English texts was, at each of {@link #SHARES}
     */
    record Header(
            String model,
            List<String> categories,
            List<Lane> lanes,
            List<Double> distances,
            String learner,
            long seed,
            int rows) {}

    /** A joined score is {@code sigmoid(cheap * its log-odds + head * the layer's + intercept)}. */
    record Lane(double bias, double cheap, double head, double intercept) {}

    /** Of texts that may go to the encoder. */
    static final double[] SHARES = {0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1};

    private EncoderHead(Header header, String digest, float[] weights, List<Category> categories) {
        this.header = header;
        this.digest = digest;
        this.weights = weights;
        this.categories = categories;
    }

    /** @throws ModelRefusedException naming the file and what is wrong with it */
    static EncoderHead load(Path file, String model) {
        var container = ModelContainer.read(file, MAGIC, Header.class);
        var header = container.header();
        if (!header.model.equals(model))
            throw new ModelRefusedException(file, "was made for model " + header.model + ", not " + model);
        var categories = new ArrayList<Category>();
        for (String name : header.categories)
            categories.add(Category.ofWireName(name)
                    .orElseThrow(() -> new ModelRefusedException(file, "unknown category " + name)));
        int expected = categories.size() * SentenceEncoder.SIZE;
        if (header.lanes.size() != categories.size()
                || header.distances.size() != SHARES.length
                || container.weights().remaining() != expected * Float.BYTES)
            throw new ModelRefusedException(
                    file,
                    "needs " + expected + " weights, a lane for each category, and " + SHARES.length + " distances");
        var weights = new float[expected];
        container.weights().asFloatBuffer().get(weights);
        return new EncoderHead(header, container.digest(), weights, List.copyOf(categories));
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

    /** Of one lane, before it is joined. */
    double logOdds(int lane, float[] sentence) {
        double sum = header.lanes.get(lane).bias;
        for (int i = 0; i < SentenceEncoder.SIZE; i++) sum += weights[lane * SentenceEncoder.SIZE + i] * sentence[i];
        return sum;
    }

    double joined(int lane, double cheapLogOdds, float[] sentence) {
        var how = header.lanes.get(lane);
        return CompactTextClassifier.sigmoid(
                how.cheap * cheapLogOdds + how.head * logOdds(lane, sentence) + how.intercept);
    }

    /** How far from one half the highest score may be for that share of texts to go to the encoder. */
    double distance(double share) {
        for (int i = 1; i < SHARES.length; i++) {
            if (share > SHARES[i]) continue;
            double part = (share - SHARES[i - 1]) / (SHARES[i] - SHARES[i - 1]);
            return header.distances.get(i - 1) + part * (header.distances.get(i) - header.distances.get(i - 1));
        }
        return 1;
    }
}
