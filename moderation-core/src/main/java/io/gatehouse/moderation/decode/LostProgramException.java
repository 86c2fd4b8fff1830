package io.gatehouse.moderation.decode;

/** Nobody is left to answer to: the worker ends. */
final class LostProgramException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LostProgramException(Throwable cause) {
        super("the program does not answer", cause);
    }
}
