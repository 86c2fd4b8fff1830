package io.gatehouse.service.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Lets people in by a session instead of a key, under paths of its own. {@link AccessFilter} asks it there, and there alone; which
 * roles a path needs is said by {@link AccessRules} as for every other.
 */
public interface PageDoor {
    /** @param path as Spring routes it */
    boolean isFor(String path);

    /** Who is there; may answer the request itself. */
    Entry enter(HttpServletRequest request, HttpServletResponse response, String path) throws IOException;

    /** Answers somebody who has none of the roles. */
    void refuse(HttpServletRequest request, HttpServletResponse response, String roles) throws IOException;

    /** What came of {@link #enter}. */
    sealed interface Entry {
        /** The request was refused, or sent elsewhere: nothing is left to do. */
        record Answered() implements Entry {}

        /** Nobody needs to be known here. */
        record Open() implements Entry {}

        record Admitted(Caller caller) implements Entry {}
    }
}
