package io.gatehouse.moderation.encoder;

/** A model could not read a text. Says nothing of the text; the same text may fail again. */
public final class ModelFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ModelFailedException(String why) {
        super("the model " + why);
    }
}
