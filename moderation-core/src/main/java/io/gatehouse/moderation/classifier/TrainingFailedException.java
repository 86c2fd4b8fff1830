package io.gatehouse.moderation.classifier;

/** Training cannot begin or end: data missing or unreadable, or nowhere to write. The message says which; a retry is useless until that is mended. */
public final class TrainingFailedException extends RuntimeException {
    public TrainingFailedException(String message) {
        super(message);
    }

    public TrainingFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
