package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Scores pictures by a model in the ONNX format, in this process, with one thread and no file once it is open. */
final class PictureScorer {
    /** More outputs than a model of what pictures are about has. */
    private static final int MAX_OUTPUTS = 64;

    private final Model model;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String input;
    private final float[] values;

    /**
     * @param side of the square that the model wants, in pixels
     * @param channelsFirst whether all of red comes before all of green, or each pixel's three values together
     * @param scale a colour of 0 to 255 is multiplied by it
     * @param offset then this is added
     */
    record Model(String file, int side, boolean channelsFirst, float scale, float offset) {}

    private PictureScorer(Model model, OrtEnvironment environment, OrtSession session) {
        this.model = model;
        this.environment = environment;
        this.session = session;
        input = session.getInputNames().iterator().next();
        values = new float[3 * model.side * model.side];
    }

    /** @throws IllegalStateException when the runtime or the model does not open, or does not take such pictures */
    static PictureScorer open(Model model) {
        try {
            var environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "pictures");
            environment.setTelemetry(false);
            var options = new OrtSession.SessionOptions();
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            var scorer = new PictureScorer(model, environment, environment.createSession(model.file, options));
            // Everything is loaded by the first run.
            if (scorer.run().length > MAX_OUTPUTS) throw new IllegalStateException("a model of too many outputs");
            return scorer;
        } catch (OrtException e) {
            throw new IllegalStateException("the model of pictures does not run: " + e.getMessage(), e);
        }
    }

    /** @return what the model says, output after output */
    float[] score(AVFrame frame, Orientation shown) {
        int side = model.side;
        try (var scaler = Scaler.toSquare(frame, side)) {
            var square = scaler.convert(frame);
            if (square.format() != AV_PIX_FMT_RGBA) throw new RefusedException(Refusal.UNREADABLE);
            var plane = Frames.plane(square, 0, side);
            int step = model.channelsFirst ? side * side : 1;
            for (int y = 0; y < side; y++)
                for (int x = 0; x < side; x++) {
                    int toX = shown.fromRight() ? side - 1 - x : x;
                    int toY = shown.fromBottom() ? side - 1 - y : y;
                    int pixel = shown.transposes() ? toX * side + toY : toY * side + toX;
                    int colour = plane.get(ValueLayout.JAVA_INT_UNALIGNED, (long) y * square.linesize(0) + 4L * x);
                    int at = model.channelsFirst ? pixel : 3 * pixel;
                    int alpha = colour >>> 24;
                    for (int c = 0; c < 3; c++)
                        values[at + c * step] =
                                PackedPixels.onWhite(colour >> 8 * c & 0xff, alpha) * model.scale + model.offset;
                }
            return run();
        } catch (OrtException e) {
            throw new IllegalStateException("the model of pictures does not run", e);
        }
    }

    private float[] run() throws OrtException {
        int side = model.side;
        long[] shape = model.channelsFirst ? new long[] {1, 3, side, side} : new long[] {1, side, side, 3};
        try (var picture = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
                var result = session.run(Map.of(input, picture))) {
            if (result.get(0).getValue() instanceof float[][] rows && rows.length == 1) return rows[0];
            throw new IllegalStateException("the model of pictures does not answer one row of numbers");
        }
    }
}
