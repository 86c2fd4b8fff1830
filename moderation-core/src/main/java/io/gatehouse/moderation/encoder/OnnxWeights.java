package io.gatehouse.moderation.encoder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that an ONNX file holds by name (its initialisers), found in the file's own bytes (onnx.proto3: a model's graph is field
 * 7, a graph's initialisers are field 5). Knows nothing of what is computed with them. Immutable.
 */
public final class OnnxWeights {
    private static final int GRAPH_OF_MODEL = 7;
    private static final int INITIALISER_OF_GRAPH = 5;
    private static final int TYPE = 2;
    private static final int FLOATS = 4;
    private static final int INTEGERS = 5;
    private static final int NAME = 8;
    private static final int RAW = 9;

    private static final int OF_FLOATS = 1;
    private static final int OF_BYTES = 2;
    private static final int OF_SIGNED_BYTES = 3;

    private final byte[] model;
    private final Map<String, Numbers> byName = new HashMap<>();

    /** Where the numbers of a name lie; {@code raw} whether each is as wide as its type, instead of the message's own form. */
    private record Numbers(int type, int from, int bytes, boolean raw) {}

    /** A field of a message: its number, and where its contents lie; a plain number is {@code from}. */
    private record Field(int number, boolean hasContents, int from, int to) {}

    /** @throws IllegalArgumentException when it is no such file */
    public OnnxWeights(byte[] model) {
        this.model = model.clone();
        var fields = new Fields(0, model.length);
        for (var field = fields.next(); field != null; field = fields.next())
            if (field.number == GRAPH_OF_MODEL && field.hasContents) readGraph(field);
        if (byName.isEmpty()) throw new IllegalArgumentException("no numbers in the model");
    }

    private void readGraph(Field graph) {
        var fields = new Fields(graph.from, graph.to);
        for (var field = fields.next(); field != null; field = fields.next())
            if (field.number == INITIALISER_OF_GRAPH && field.hasContents) readNumbers(field);
    }

    private void readNumbers(Field initialiser) {
        String name = "";
        int type = 0;
        Field found = null;
        var fields = new Fields(initialiser.from, initialiser.to);
        for (var field = fields.next(); field != null; field = fields.next())
            switch (field.number) {
                case TYPE -> type = field.from;
                case NAME -> name = new String(model, field.from, field.to - field.from, StandardCharsets.UTF_8);
                case FLOATS, INTEGERS, RAW -> found = field;
                default -> {
                    // Shapes and remarks: whoever asks for numbers knows how many there are.
                }
            }
        if (found != null && found.hasContents)
            byName.put(name, new Numbers(type, found.from, found.to - found.from, found.number != INTEGERS));
    }

    public boolean holds(String name) {
        return byName.containsKey(name);
    }

    /** How many bytes its numbers take. */
    public int bytes(String name) {
        return numbers(name).bytes;
    }

    /** Row after row; bytes as the whole numbers they are. */
    public float[] floats(String name) {
        var numbers = numbers(name);
        return switch (numbers.type) {
            case OF_FLOATS -> {
                var floats = new float[numbers.bytes / Float.BYTES];
                ByteBuffer.wrap(model, numbers.from, numbers.bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(floats);
                yield floats;
            }
            case OF_BYTES, OF_SIGNED_BYTES -> {
                var floats = new float[numbers.bytes];
                for (int i = 0; i < floats.length; i++) {
                    byte value = model[numbers.from + i];
                    floats[i] = numbers.type == OF_BYTES ? value & 0xFF : value;
                }
                yield floats;
            }
            default -> throw new IllegalArgumentException(name + " has numbers of type " + numbers.type);
        };
    }

    /** The one whole number that a name stands for. */
    public int integer(String name) {
        var numbers = numbers(name);
        return numbers.raw
                ? model[numbers.from] & 0xFF
                : new Fields(numbers.from, numbers.from + numbers.bytes).number();
    }

    /**
     * The file with other numbers, everything else the same.
     *
     * @param others by name, each as many bytes as before, in the file's order (little end first)
     * @throws IllegalArgumentException naming what the file does not have in this size
     */
    public byte[] with(Map<String, ByteBuffer> others) {
        var changed = model.clone();
        others.forEach((name, bytes) -> {
            var numbers = numbers(name);
            if (!numbers.raw || bytes.remaining() != numbers.bytes)
                throw new IllegalArgumentException(
                        name + " has " + numbers.bytes + " bytes, and was given " + bytes.remaining());
            bytes.duplicate().get(changed, numbers.from, numbers.bytes);
        });
        return changed;
    }

    private Numbers numbers(String name) {
        var numbers = byName.get(name);
        if (numbers == null) throw new IllegalArgumentException("the model has no " + name);
        return numbers;
    }

    /** Fields of a message, one after the other (protocol buffers, wire types 0, 1, 2 and 5). */
    private final class Fields {
        private int at;
        private final int end;

        Fields(int from, int end) {
            this.at = from;
            this.end = end;
        }

        @Nullable
        Field next() {
            if (at >= end) return null;
            int key = number();
            int wire = key & 7;
            return switch (wire) {
                case 0 -> new Field(key >>> 3, false, number(), at);
                case 1 -> fixed(key >>> 3, Long.BYTES);
                case 2 -> fixed(key >>> 3, number());
                case 5 -> fixed(key >>> 3, Integer.BYTES);
                default -> throw new IllegalArgumentException("no ONNX model: wire type " + wire + " at " + at);
            };
        }

        private Field fixed(int number, int bytes) {
            if (bytes < 0 || bytes > end - at)
                throw new IllegalArgumentException("no ONNX model: " + bytes + " bytes at " + at);
            at += bytes;
            return new Field(number, true, at - bytes, at);
        }

        /** Its low 32 bits: no length or type is larger. */
        int number() {
            long number = 0;
            for (int shift = 0; at < end && shift < Long.SIZE; shift += 7) {
                byte next = model[at++];
                number |= (long) (next & 0x7F) << shift;
                if (next >= 0) return (int) number;
            }
            throw new IllegalArgumentException("no ONNX model: a number does not end at " + at);
        }
    }
}
