package io.gatehouse.service.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/**
 * Who sent a request.
 *
 * @param keyId fit for logs
 * @param client what idempotency keys and content ids are unique within
 */
public record Caller(String keyId, String client, Set<Role> roles) {
    static final String ATTRIBUTE = Caller.class.getName();

    /** The caller whom {@link AccessFilter} admitted to this request. */
    public static Caller of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) return caller;
        throw new IllegalStateException("an open route asked who called it");
    }
}
