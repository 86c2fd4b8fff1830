package io.gatehouse.moderation.cage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a worker can do beside hashing.
 *
 * @param reading of what is written
 * @param scoring null when no classifier of pictures is on
 */
public record Senses(TextReading reading, @Nullable Scoring scoring) {
    /** Hashes only. */
    public static final Senses NONE = new Senses(new TextReading.Off(), null);

    /** @param runtime the jar of ONNX Runtime, which is not part of this program */
    public record Scoring(PictureModel model, Path runtime) {}

    public static Senses reading(TextReading reading) {
        return new Senses(reading, null);
    }
}
