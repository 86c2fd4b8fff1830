package io.gatehouse.moderation.encoder;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.gatehouse.moderation.encoder.PieceCutter.Pieces;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A transformer in the ONNX format that says a number for each of its labels, with the tokenizer it was made with. One thread a text, as
 * many texts at once as there are callers; the same text gives the same numbers on processors of one kind. What it holds outside of Java's
 * memory goes when nobody refers to it any more. Thread-safe.
 */
public final class LabelModel {
    private static final String IDS = "input_ids";

    /** What such models are given; they may leave out the others. All are int64. */
    private static final Set<String> INPUTS = Set.of(IDS, "attention_mask", "token_type_ids");

    private static final Cleaner CLEANER = Cleaner.create();

    private final Held held;
    private final String output;
    private final int labels;

    /** What is to be closed; apart, since a cleaner must not refer to what it waits for. */
    private record Held(OrtEnvironment environment, OrtSession session, PieceCutter cutter) implements Runnable {
        @Override
        public void run() {
            cutter.close();
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException("a session is closed once", e);
            }
        }
    }

    private LabelModel(Held held, String output, int labels) {
        this.held = held;
        this.output = output;
        this.labels = labels;
    }

    /**
     * Opens it and reads two texts with it, a short one and one of all pieces, and the last piece that there is, so that a model that cannot
     * is refused before it judges. It owns the tokenizer from here on.
     *
     * @throws IllegalArgumentException saying what is wrong with the model, or that this machine cannot run any
     */
    public static LabelModel open(byte[] model, PieceCutter cutter) {
        try {
            var environment = OnnxEncoder.environment();
            var held = new Held(environment, OnnxEncoder.session(environment, model), cutter);
            boolean opened = false;
            try {
                requireInputs(held.session.getInputInfo());
                String output = output(held.session.getOutputInfo());
                int labels = labelsOf(held, output, "a");
                String longest = "a ".repeat(cutter.mostPieces());
                if (labelsOf(held, output, longest) != labels)
                    throw new IllegalArgumentException("says more numbers of a longer text");
                requireEveryPiece(held, output);
                opened = true;
                var made = new LabelModel(held, output, labels);
                CLEANER.register(made, held);
                return made;
            } finally {
                if (!opened) held.run();
            }
        } catch (OrtException e) {
            throw new IllegalArgumentException("does not open: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new IllegalArgumentException("cannot run here, there is no ONNX Runtime for this machine: " + e, e);
        }
    }

    private static void requireInputs(Map<String, NodeInfo> inputs) {
        if (!inputs.containsKey(IDS))
            throw new IllegalArgumentException("must have an input " + IDS + ", but has " + inputs.keySet());
        inputs.forEach((name, info) -> {
            if (!INPUTS.contains(name))
                throw new IllegalArgumentException("wants an input " + name + "; texts give " + INPUTS);
            if (!(info.getInfo() instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.INT64)
                throw new IllegalArgumentException("its input " + name + " must be a tensor of int64");
        });
    }

    /** The first of floats. */
    private static String output(Map<String, NodeInfo> outputs) {
        for (var output : outputs.entrySet())
            if (output.getValue().getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT)
                return output.getKey();
        throw new IllegalArgumentException("has no output of floats, but " + outputs.keySet());
    }

    private static int labelsOf(Held held, String output, String text) {
        var pieces = held.cutter.cut(text);
        if (pieces.ids().length == 0)
            throw new IllegalArgumentException("its tokenizer makes no piece of the letter a");
        try {
            var said = run(held, output, pieces);
            if (said.length == 0)
                throw new IllegalArgumentException("its output " + output + " is not one row of labels");
            return said.length;
        } catch (OrtException e) {
            throw new IllegalArgumentException(
                    "does not read a text of " + pieces.ids().length + " pieces: " + e.getMessage(), e);
        }
    }

    /** A tokenizer of another model would else be found out by the first message with a rare word. */
    private static void requireEveryPiece(Held held, String output) {
        var last = held.cutter.last();
        try {
            run(held, output, last);
        } catch (OrtException e) {
            throw new IllegalArgumentException(
                    "does not know piece " + last.ids()[0] + ", the last of its tokenizer: they are not of one model ("
                            + e.getCode() + ")",
                    e);
        }
    }

    /** One number for each. */
    public int labels() {
        return labels;
    }

    /**
     * Its numbers of the beginning of a text, by label; none when there is nothing to read in it.
     *
     * @throws ModelFailedException when it does not answer, or with something that is no number
     */
    public float[] read(String text) {
        try {
            var pieces = held.cutter.cut(text);
            if (pieces.ids().length == 0) return new float[0];
            var said = run(held, output, pieces);
            if (said.length != labels) throw new ModelFailedException("answers in another form than it did");
            for (float number : said)
                if (!Float.isFinite(number)) throw new ModelFailedException("answers without a number");
            return said;
        } catch (OrtException e) {
            // Its message could quote what it was given.
            throw new ModelFailedException("does not run: " + e.getCode());
        } finally {
            // Nothing is closed under a run.
            Reference.reachabilityFence(this);
        }
    }

    /** Empty when the answer is not one row. */
    private static float[] run(Held held, String output, Pieces pieces) throws OrtException {
        long[] shape = {1, pieces.ids().length};
        try (var ids = OnnxTensor.createTensor(held.environment, LongBuffer.wrap(pieces.ids()), shape);
                var mask = OnnxTensor.createTensor(held.environment, LongBuffer.wrap(pieces.mask()), shape);
                var types = OnnxTensor.createTensor(held.environment, LongBuffer.wrap(pieces.types()), shape)) {
            var inputs = new HashMap<>(Map.of(IDS, ids, "attention_mask", mask, "token_type_ids", types));
            inputs.keySet().retainAll(held.session.getInputNames());
            try (var result = held.session.run(inputs, Set.of(output))) {
                return result.get(0).getValue() instanceof float[][] rows && rows.length == 1 ? rows[0] : new float[0];
            }
        }
    }
}
