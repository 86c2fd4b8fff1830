package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.encoder.SentenceEncoder;
import java.nio.file.Path;

/** Opens what the program keeps to itself. */
public final class TunedFiles {
    private TunedFiles() {}

    public static SentenceEncoder encoder(Path layers) {
        return EncoderTuning.encoder(layers);
    }
}
