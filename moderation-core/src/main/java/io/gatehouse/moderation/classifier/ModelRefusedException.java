package io.gatehouse.moderation.classifier;

import java.nio.file.Path;

/** A model file or the list of models cannot be used; the message names the file and what is wrong. Retrying is useless. */
public final class ModelRefusedException extends RuntimeException {
    public ModelRefusedException(Path file, String fault) {
        super("model refused: " + file + ": " + fault);
    }

    public ModelRefusedException(Path file, String fault, Throwable cause) {
        super("model refused: " + file + ": " + fault, cause);
    }
}
