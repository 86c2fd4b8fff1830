package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.encoder.OnnxWeights;
import io.gatehouse.moderation.encoder.SentenceEncoder;
import io.gatehouse.moderation.encoder.SentenceEncoder.Layers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Layers of the encoder that were learned on texts like ours, in place of those of its own file. Holds the numbers, since the file of a
 * policy's version may be gone before the first sentence is read. Immutable.
 */
final class TunedLayers implements Layers {
    static final String MAGIC = "gatehouse layers 1\n";

    private final List<Part> parts;
    private final ByteBuffer numbers;
    private final String digest;

    /**
     * What the file says about itself, as JSON.
     *
     * @param encoder digest of the file that the numbers belong in
     * @param parts in the order of the bytes
     * @param rows texts learned from
     */
    record Header(String encoder, List<Part> parts, String learner, long seed, int rows) {}

    /** Numbers of one name. */
    record Part(String name, int bytes) {}

    private TunedLayers(List<Part> parts, ByteBuffer numbers, String digest) {
        this.parts = parts;
        this.numbers = numbers;
        this.digest = digest;
    }

    /** @throws ModelRefusedException naming the file and what is wrong with it */
    static TunedLayers load(Path file) {
        var container = ModelContainer.read(file, MAGIC, Header.class);
        var header = container.header();
        String encoder = SentenceEncoder.shipped().digest();
        if (!encoder.equals(header.encoder))
            throw new ModelRefusedException(file, "was made for encoder " + header.encoder + ", not " + encoder);
        long bytes = 0;
        boolean isPossible = true;
        for (var part : header.parts) {
            bytes += part.bytes;
            isPossible &= part.bytes > 0;
        }
        if (!isPossible || bytes != container.weights().remaining())
            throw new ModelRefusedException(file, "its parts do not add up to its size");
        return new TunedLayers(List.copyOf(header.parts), container.weights(), container.digest());
    }

    /** @return the digest of the file */
    static String write(Path file, Header header, Map<String, ByteBuffer> parts) throws IOException {
        var bytes =
                ByteBuffer.allocate(header.parts.stream().mapToInt(Part::bytes).sum());
        for (var part : header.parts) {
            var numbers = parts.get(part.name);
            if (numbers == null) throw new IllegalArgumentException("no numbers for " + part.name);
            bytes.put(numbers.duplicate());
        }
        return ModelContainer.write(file, MAGIC, header, bytes.array());
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public byte[] over(byte[] model) {
        var byName = new LinkedHashMap<String, ByteBuffer>();
        int at = numbers.position();
        for (var part : parts) {
            byName.put(part.name, numbers.slice(at, part.bytes));
            at += part.bytes;
        }
        return new OnnxWeights(model).with(byName);
    }
}
