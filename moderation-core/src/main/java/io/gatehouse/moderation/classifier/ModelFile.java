package io.gatehouse.moderation.classifier;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A trained {@link CompactTextClassifier} in one file: big-endian floats, bucket by bucket, within a bucket category by category. */
final class ModelFile {
    private static final String MAGIC = "gatehouse model 1\n";

    private final ModelHeader header;
    private final float[] weights;
    private final String digest;

    private ModelFile(ModelHeader header, float[] weights, String digest) {
        this.header = header;
        this.weights = weights;
        this.digest = digest;
    }

    ModelHeader header() {
        return header;
    }

    /** Buckets times categories of them; not a copy, not to be changed. */
    float[] weights() {
        return weights;
    }

    /** {@code sha256:} and the digest of the whole file. */
    String digest() {
        return digest;
    }

    /** @throws ModelRefusedException when the file is missing, cut, changed, foreign, or of another version */
    static ModelFile read(Path file) {
        var container = ModelContainer.read(file, MAGIC, ModelHeader.class);
        var header = container.header();
        if (header.features() != TextFeatures.VERSION || header.buckets() != TextFeatures.BUCKETS)
            throw new ModelRefusedException(
                    file,
                    "made for features " + header.features() + " in " + header.buckets() + " buckets, this is "
                            + TextFeatures.VERSION + " in " + TextFeatures.BUCKETS);
        long expected = (long) header.buckets() * header.categories().size() * Float.BYTES;
        int present = container.weights().remaining();
        if (expected != present)
            throw new ModelRefusedException(
                    file, "weights of " + expected + " bytes declared, " + present + " present");
        var weights = new float[present / Float.BYTES];
        container.weights().asFloatBuffer().get(weights);
        return new ModelFile(header, weights, container.digest());
    }

    static String write(ModelHeader header, float[] weights, Path file) throws IOException {
        var bytes = ByteBuffer.allocate(weights.length * Float.BYTES);
        for (float weight : weights) bytes.putFloat(weight);
        return ModelContainer.write(file, MAGIC, header, bytes.array());
    }
}
