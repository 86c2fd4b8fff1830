package io.gatehouse.tuning;

import io.gatehouse.moderation.encoder.OnnxWeights;

/** The shape of all-MiniLM-L6-v2, and what its numbers are called in its file, be they floats or bytes with a step for each column. */
final class MiniLm {
    static final int LAYERS = 6;
    static final int SIZE = 384;
    static final int INNER = 1_536;
    static final int HEADS = 12;
    static final int HEAD = SIZE / HEADS;
    static final float EPSILON = 1e-12f;

    /** The matrices have no names of their own: the exporter counted them, so many a layer. */
    private static final int FIRST_MATRIX = 787;

    private static final int MATRICES = 13;

    private final OnnxWeights file;

    MiniLm(OnnxWeights file) {
        this.file = file;
    }

    /** A matrix of a layer; with where it stands in the exporter's count. */
    enum Matrix {
        QUERY(0, SIZE, SIZE, "attention.self.query"),
        KEY(1, SIZE, SIZE, "attention.self.key"),
        VALUE(4, SIZE, SIZE, "attention.self.value"),
        ATTENDED(10, SIZE, SIZE, "attention.output.dense"),
        INTO(11, SIZE, INNER, "intermediate.dense"),
        OUT_OF(12, INNER, SIZE, "output.dense");

        private final int place;
        final int inputs;
        final int outputs;
        private final String name;

        Matrix(int place, int inputs, int outputs, String name) {
            this.place = place;
            this.inputs = inputs;
            this.outputs = outputs;
            this.name = name;
        }

        String weights(int layer) {
            return "onnx::MatMul_" + (FIRST_MATRIX + MATRICES * layer + place);
        }

        String bias(int layer) {
            return "encoder.layer." + layer + "." + name + ".bias";
        }
    }

    /** A normalisation of a layer. */
    enum Norm {
        ATTENDED("attention.output"),
        WHOLE("output");

        private final String name;

        Norm(String name) {
            this.name = name;
        }

        String gain(int layer) {
            return "encoder.layer." + layer + "." + name + ".LayerNorm.weight";
        }

        String bias(int layer) {
            return "encoder.layer." + layer + "." + name + ".LayerNorm.bias";
        }
    }

    /** Row after row: a row for each input. */
    float[] matrix(String name) {
        if (file.holds(name)) return file.floats(name);
        float[] values = file.floats(name + "_quantized");
        float[] steps = file.floats(name + "_scale");
        for (int i = 0; i < values.length; i++) values[i] *= steps[i % steps.length];
        return values;
    }

    float[] vector(String name) {
        return file.floats(name);
    }

    /** A table of embeddings, whose bytes have one step for all. */
    float[] table(String name) {
        if (file.holds(name)) return file.floats(name);
        float[] values = file.floats(name + "_quantized");
        float step = file.floats(name + "_scale")[0];
        int nought = file.integer(name + "_zero_point");
        for (int i = 0; i < values.length; i++) values[i] = (values[i] - nought) * step;
        return values;
    }

    /** The other way round: a row for each output, as PyTorch wants it, or back. */
    static float[] turned(float[] matrix, int rows, int columns) {
        var turned = new float[matrix.length];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                turned[column * rows + row] = matrix[row * columns + column];
        return turned;
    }
}
