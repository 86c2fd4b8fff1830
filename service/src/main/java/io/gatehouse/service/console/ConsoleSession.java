package io.gatehouse.service.console;

import io.gatehouse.service.access.KeyCheck;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;

/**
 * Somebody who signed in.
 *
 * @param formToken every form of theirs sends it back, which no other site can
 * @param startedAt when they signed in
 * @param usedAt when they last did something themselves
 */
record ConsoleSession(KeyCheck.Recognised key, String formToken, Instant startedAt, Instant usedAt) {
    private static final String ATTRIBUTE = ConsoleSession.class.getName();

    ConsoleSession usedAt(Instant now) {
        return new ConsoleSession(key, formToken, startedAt, now);
    }

    void putInto(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Of a request that {@link ConsoleDoor} let in. */
    static ConsoleSession of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof ConsoleSession session) return session;
        throw new IllegalStateException("an open page asked who is there");
    }

    /** The token opens what the holder may do. */
    @Override
    public String toString() {
        return "ConsoleSession[" + key + ", since " + startedAt + "]";
    }
}
