package io.gatehouse.moderation.encoder;

/** The encoder cannot read sentences on this machine, and will not until it is started anew. Says nothing of any text. */
public final class EncoderUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EncoderUnavailableException(String why) {
        super("the encoder of sentences " + why);
    }
}
