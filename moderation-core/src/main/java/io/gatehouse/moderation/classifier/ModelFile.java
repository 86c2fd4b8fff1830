package io.gatehouse.moderation.classifier;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A trained model in one file: magic, length of the header, header (JSON, UTF-8), weights (big-endian floats, bucket by
 * bucket, within a bucket category by category), SHA-256 of all before. Nothing is believed before the digest agrees.
 */
final class ModelFile {
    private static final byte[] MAGIC = "gatehouse model 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST_BYTES = 32;

    /** A model is a few megabytes; what is larger is not one, and is not read. */
    static final long MOST_BYTES = 64L << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

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
        byte[] bytes = bytes(file);
        if (bytes.length < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length))
            throw new ModelRefusedException(file, "not a Gatehouse model of this version");
        int body = bytes.length - DIGEST_BYTES;
        if (body < MAGIC.length + Integer.BYTES) throw new ModelRefusedException(file, "cut short");
        if (!MessageDigest.isEqual(sha256(Arrays.copyOf(bytes, body)), Arrays.copyOfRange(bytes, body, bytes.length)))
            throw new ModelRefusedException(file, "its contents do not agree with its digest: cut short or changed");
        var buffer = ByteBuffer.wrap(bytes, MAGIC.length, body - MAGIC.length);
        int headerBytes = buffer.getInt();
        if (headerBytes < 0 || headerBytes > buffer.remaining())
            throw new ModelRefusedException(file, "header of " + headerBytes + " bytes in " + bytes.length);
        var header = header(file, new String(bytes, buffer.position(), headerBytes, StandardCharsets.UTF_8));
        buffer.position(buffer.position() + headerBytes);
        long expected = (long) header.buckets() * header.categories().size() * Float.BYTES;
        if (expected != buffer.remaining())
            throw new ModelRefusedException(
                    file, "weights of " + expected + " bytes declared, " + buffer.remaining() + " present");
        var weights = new float[buffer.remaining() / Float.BYTES];
        buffer.asFloatBuffer().get(weights);
        return new ModelFile(header, weights, "sha256:" + HexFormat.of().formatHex(sha256(bytes)));
    }

    private static byte[] bytes(Path file) {
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES)
                throw new ModelRefusedException(file, size + " bytes; a model has at most " + MOST_BYTES);
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ModelRefusedException(file, "cannot be read: " + e, e);
        }
    }

    private static ModelHeader header(Path file, String json) {
        ModelHeader header;
        try {
            header = JSON.readValue(json, ModelHeader.class);
        } catch (JacksonException e) {
            throw new ModelRefusedException(file, "malformed header", e);
        }
        if (header.features() != TextFeatures.VERSION || header.buckets() != TextFeatures.BUCKETS)
            throw new ModelRefusedException(
                    file,
                    "made for features " + header.features() + " in " + header.buckets() + " buckets, this is "
                            + TextFeatures.VERSION + " in " + TextFeatures.BUCKETS);
        return header;
    }

    /** Writes beside the target and renames, so that no reader ever sees half a model. Returns the digest of the file. */
    static String write(ModelHeader header, float[] weights, Path file) throws IOException {
        byte[] json = JSON.writeValueAsBytes(header);
        var buffer = ByteBuffer.allocate(
                MAGIC.length + Integer.BYTES + json.length + weights.length * Float.BYTES + DIGEST_BYTES);
        buffer.put(MAGIC).putInt(json.length).put(json);
        for (float weight : weights) buffer.putFloat(weight);
        buffer.put(sha256(Arrays.copyOf(buffer.array(), buffer.position())));
        var part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, buffer.array());
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return "sha256:" + HexFormat.of().formatHex(sha256(buffer.array()));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
