package io.gatehouse.moderation.encoder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A matrix as bytes, with a step for each column, as the encoder's file has its own: symmetric around nought, and within {@link #MOST},
 * since processors without instructions for it would overflow beyond (ONNX Runtime, "reduce range").
 *
 * @param values row after row
 * @param steps what one counts, of each column
 */
public record EightBit(byte[] values, float[] steps) {
    static final int MOST = 64;

    /** A column of noughts needs a step, too. */
    private static final float SMALLEST_STEP = 1e-12f;

    /** @param matrix row after row */
    public static EightBit of(float[] matrix, int columns) {
        var steps = new float[columns];
        for (int i = 0; i < matrix.length; i++) {
            if (!Float.isFinite(matrix[i])) throw new IllegalArgumentException("not a number at " + i);
            steps[i % columns] = Math.max(steps[i % columns], Math.abs(matrix[i]));
        }
        for (int column = 0; column < columns; column++) steps[column] = Math.max(SMALLEST_STEP, steps[column] / MOST);
        var values = new byte[matrix.length];
        for (int i = 0; i < matrix.length; i++)
            values[i] = (byte) Math.clamp(Math.rint(matrix[i] / steps[i % columns]), -MOST, MOST);
        return new EightBit(values, steps);
    }

    /** What the bytes stand for. */
    public float[] floats() {
        var floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) floats[i] = values[i] * steps[i % steps.length];
        return floats;
    }

    /** As an ONNX file has floats. */
    public static ByteBuffer bytes(float[] floats) {
        var bytes = ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : floats) bytes.putFloat(value);
        return bytes.flip();
    }
}
