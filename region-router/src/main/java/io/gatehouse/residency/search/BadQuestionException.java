package io.gatehouse.residency.search;

/** A question that is not understood, or would cost too much. The message names the fault for whoever asked. */
public final class BadQuestionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadQuestionException(String message) {
        super(message);
    }
}
