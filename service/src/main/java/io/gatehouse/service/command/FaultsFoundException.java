package io.gatehouse.service.command;

/** A command did its work and found something wrong: exit code 1. */
final class FaultsFoundException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FaultsFoundException(String message) {
        super(message);
    }
}
