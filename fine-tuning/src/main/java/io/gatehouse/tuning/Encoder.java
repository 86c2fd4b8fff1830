package io.gatehouse.tuning;

import static io.gatehouse.tuning.MiniLm.HEAD;
import static io.gatehouse.tuning.MiniLm.HEADS;
import static io.gatehouse.tuning.MiniLm.SIZE;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.gatehouse.tuning.MiniLm.Matrix;
import io.gatehouse.tuning.MiniLm.Norm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arithmetic of the encoder (BERT, Devlin et al., 2019) over numbers that can be learned: what ONNX Runtime makes of its file, this
 * makes of its layers. Single numbers that something is multiplied by are arrays of the step, too: of DJL's methods that take a number,
 * the memory may be given away before the gradients have read it, and then a gradient is anything.
 */
final class Encoder {
    /** Far below any score: what only fills up is not attended to. */
    private static final float UNSEEN = -10_000;

    private final Embeddings embeddings;
    private final float decay;
    private final float dropout;
    private final List<Layer> layers = new ArrayList<>();

    /** A layer; {@code heads} are query, key and value in one matrix, which is faster. */
    private record Layer(
            Linear heads, Linear attended, Normal afterAttention, Linear into, Linear outOf, Normal afterAll) {
        List<Parameter> parameters() {
            return List.of(
                    heads.weights,
                    heads.bias,
                    attended.weights,
                    attended.bias,
                    afterAttention.gain,
                    afterAttention.bias,
                    into.weights,
                    into.bias,
                    outOf.weights,
                    outOf.bias,
                    afterAll.gain,
                    afterAll.bias);
        }
    }

    private record Linear(Parameter weights, Parameter bias) {
        NDArray of(NDArray x) {
            return x.getNDArrayInternal().linear(x, weights.value, bias.value).singletonOrThrow();
        }
    }

    private record Normal(Parameter gain, Parameter bias) {
        NDArray of(NDArray x) {
            return x.getNDArrayInternal()
                    .layerNorm(x, new Shape(SIZE), gain.value, bias.value, MiniLm.EPSILON)
                    .singletonOrThrow();
        }
    }

    /**
     * @param manager that its numbers live as long as
     * @param embeddings of the file that the layers will ship in
     * @param dropout share of numbers that are left out while it learns
     */
    Encoder(NDManager manager, Embeddings embeddings, MiniLm file, float decay, float dropout) {
        this.embeddings = embeddings;
        this.decay = decay;
        this.dropout = dropout;
        for (int layer = 0; layer < MiniLm.LAYERS; layer++)
            layers.add(new Layer(
                    linear(manager, file, layer, Matrix.QUERY, Matrix.KEY, Matrix.VALUE),
                    linear(manager, file, layer, Matrix.ATTENDED),
                    normal(manager, file, layer, Norm.ATTENDED),
                    linear(manager, file, layer, Matrix.INTO),
                    linear(manager, file, layer, Matrix.OUT_OF),
                    normal(manager, file, layer, Norm.WHOLE)));
    }

    private Linear linear(NDManager manager, MiniLm file, int layer, Matrix... matrices) {
        int inputs = matrices[0].inputs;
        int outputs = Arrays.stream(matrices).mapToInt(matrix -> matrix.outputs).sum();
        var weights = new float[inputs * outputs];
        var bias = new float[outputs];
        int row = 0;
        for (var matrix : matrices) {
            var turned = MiniLm.turned(file.matrix(matrix.weights(layer)), inputs, matrix.outputs);
            System.arraycopy(turned, 0, weights, row * inputs, turned.length);
            System.arraycopy(file.vector(matrix.bias(layer)), 0, bias, row, matrix.outputs);
            row += matrix.outputs;
        }
        return new Linear(
                new Parameter(manager, weights, new Shape(outputs, inputs), decay),
                new Parameter(manager, bias, new Shape(outputs), 0));
    }

    private static Normal normal(NDManager manager, MiniLm file, int layer, Norm norm) {
        return new Normal(
                new Parameter(manager, file.vector(norm.gain(layer)), new Shape(SIZE), 0),
                new Parameter(manager, file.vector(norm.bias(layer)), new Shape(SIZE), 0));
    }

    List<Parameter> parameters() {
        return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
    }

    /**
     * The mean of each text's pieces, with a length of the root of {@link MiniLm#SIZE}, as what stands on top of the encoder reads it.
     *
     * @param step manager of all that is computed on the way; closing it frees that
     * @param learns whether numbers are left out at random
     */
    NDArray sentences(Batch batch, List<long[]> pieces, NDManager step, boolean learns) {
        int count = batch.count();
        int length = batch.length();
        float[] mask = batch.mask(pieces);
        var hides = new float[mask.length];
        for (int i = 0; i < mask.length; i++) hides[i] = (1 - mask[i]) * UNSEEN;
        NDArray hidden = step.create(hides, new Shape(count, 1, 1, length));
        NDArray x = step.create(batch.inputs(pieces, embeddings), new Shape((long) count * length, SIZE));
        var attention = new Attention(count, length, hidden, step.create((float) (1 / Math.sqrt(HEAD))), learns);
        for (var layer : layers) x = layer(layer, x, attention);
        NDArray sum = x.reshape(count, length, SIZE)
                .mul(step.create(mask, new Shape(count, length, 1)))
                .sum(new int[] {1});
        return sum.normalize(2, 1).mul(step.create((float) Math.sqrt(SIZE)));
    }

    /**
     * How a batch attends.
     *
     * @param hidden added to what a piece makes of another: far below nought where none is
     * @param scale of what pieces make of each other
     */
    private record Attention(int count, int length, NDArray hidden, NDArray scale, boolean learns) {}

    private NDArray layer(Layer layer, NDArray x, Attention how) {
        NDArray attended = layer.attended.of(attention(layer.heads.of(x), how));
        NDArray middle = layer.afterAttention.of(dropped(attended, how.learns).add(x));
        NDArray inner = layer.into.of(middle).getNDArrayInternal().gelu();
        return layer.afterAll.of(dropped(layer.outOf.of(inner), how.learns).add(middle));
    }

    private NDArray attention(NDArray heads, Attention how) {
        NDList parts = heads.split(3, 1);
        NDArray query = parts.get(0).mul(how.scale).reshape(how.count, how.length, HEADS, HEAD);
        NDArray key = parts.get(1).reshape(how.count, how.length, HEADS, HEAD);
        NDArray value = parts.get(2).reshape(how.count, how.length, HEADS, HEAD);
        NDArray shares = query.transpose(0, 2, 1, 3)
                .matMul(key.transpose(0, 2, 3, 1))
                .add(how.hidden)
                .softmax(-1);
        return dropped(shares, how.learns)
                .matMul(value.transpose(0, 2, 1, 3))
                .transpose(0, 2, 1, 3)
                .reshape((long) how.count * how.length, SIZE);
    }

    private NDArray dropped(NDArray x, boolean learns) {
        return learns && dropout > 0
                ? x.getNDArrayInternal().dropout(x, dropout, true).singletonOrThrow()
                : x;
    }

    /** The numbers of all layers as the encoder's file names and orders them. */
    Map<String, float[]> numbers() {
        var numbers = new LinkedHashMap<String, float[]>();
        for (int i = 0; i < layers.size(); i++) {
            var layer = layers.get(i);
            put(numbers, layer.heads, i, Matrix.QUERY, Matrix.KEY, Matrix.VALUE);
            put(numbers, layer.attended, i, Matrix.ATTENDED);
            put(numbers, layer.into, i, Matrix.INTO);
            put(numbers, layer.outOf, i, Matrix.OUT_OF);
            put(numbers, layer.afterAttention, i, Norm.ATTENDED);
            put(numbers, layer.afterAll, i, Norm.WHOLE);
        }
        return numbers;
    }

    private static void put(Map<String, float[]> numbers, Linear linear, int layer, Matrix... matrices) {
        float[] weights = linear.weights.value.toFloatArray();
        float[] bias = linear.bias.value.toFloatArray();
        int inputs = matrices[0].inputs;
        int row = 0;
        for (var matrix : matrices) {
            int end = row + matrix.outputs;
            var of = Arrays.copyOfRange(weights, row * inputs, end * inputs);
            numbers.put(matrix.weights(layer), MiniLm.turned(of, matrix.outputs, inputs));
            numbers.put(matrix.bias(layer), Arrays.copyOfRange(bias, row, end));
            row = end;
        }
    }

    private static void put(Map<String, float[]> numbers, Normal normal, int layer, Norm norm) {
        numbers.put(norm.gain(layer), normal.gain.value.toFloatArray());
        numbers.put(norm.bias(layer), normal.bias.value.toFloatArray());
    }
}
