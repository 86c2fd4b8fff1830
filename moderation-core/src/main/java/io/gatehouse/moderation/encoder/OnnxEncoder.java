package io.gatehouse.moderation.encoder;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;

/** The part that knows ONNX Runtime, apart so that a program without its jar still loads the rest. Thread-safe. */
final class OnnxEncoder {
    private final OrtEnvironment environment;
    private final OrtSession session;

    private OnnxEncoder(OrtEnvironment environment, OrtSession session) {
        this.environment = environment;
        this.session = session;
    }

    /** Never closed: it lives as long as the process. */
    static OnnxEncoder open(byte[] model) {
        try {
            var environment = environment();
            return new OnnxEncoder(environment, session(environment, model));
        } catch (OrtException e) {
            throw new EncoderUnavailableException("does not open: " + e.getMessage());
        }
    }

    static OrtEnvironment environment() throws OrtException {
        var environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "sentences");
        environment.setTelemetry(false);
        return environment;
    }

    /** One that computes alike every time. */
    static OrtSession session(OrtEnvironment environment, byte[] model) throws OrtException {
        try (var options = new OrtSession.SessionOptions()) {
            // One thread a sentence: sums then have one order, and the callers are many.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            // What it writes by itself of a run that fails could tell of the text; whoever called is told that it
            // failed.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            return environment.createSession(model, options);
        }
    }

    float[] encode(long[] ids) {
        var ones = new long[ids.length];
        Arrays.fill(ones, 1);
        long[] shape = {1, ids.length};
        try (var input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                var mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
                var types = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape)) {
            var inputs = new HashMap<String, OnnxTensor>();
            inputs.put("input_ids", input);
            inputs.put("attention_mask", mask);
            inputs.put("token_type_ids", types);
            try (var result = session.run(inputs)) {
                if (result.get(0).getValue() instanceof float[][][] batch
                        && batch.length == 1
                        && batch[0].length > 0
                        && batch[0][0].length == SentenceEncoder.SIZE) return mean(batch[0]);
                throw new EncoderUnavailableException("answers in another form than it should");
            }
        } catch (OrtException e) {
            // Its message could quote what it was given.
            throw new EncoderUnavailableException("does not run: " + e.getCode());
        }
    }

    private static float[] mean(float[][] pieces) {
        var mean = new float[SentenceEncoder.SIZE];
        for (float[] piece : pieces) for (int i = 0; i < mean.length; i++) mean[i] += piece[i];
        double squares = 0;
        for (float value : mean) squares += (double) value * value;
        double length = Math.sqrt(squares);
        if (!(length > 0)) throw new EncoderUnavailableException("answers without a number");
        for (int i = 0; i < mean.length; i++) mean[i] = (float) (mean[i] / length);
        return mean;
    }
}
