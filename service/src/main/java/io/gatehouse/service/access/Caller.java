package io.gatehouse.service.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param keyId fit for logs
 * @param client what idempotency keys and content ids are unique within
 * @param usedBy the person of the staff register who uses it; null when nobody said
 * @param heldBy null when it is not known who holds the key, and where
 */
public record Caller(
        String keyId,
        String client,
        Set<Role> roles,
        @Nullable Holder heldBy,
        @Nullable String usedBy) {
    static final String ATTRIBUTE = Caller.class.getName();

    /** A caller of whom nobody said where they are. */
    public Caller(String keyId, String client, Set<Role> roles) {
        this(keyId, client, roles, null, null);
    }

    /** The person of the staff register who uses the key: two keys of one person are one person. */
    public Optional<String> person() {
        return Optional.ofNullable(usedBy);
    }

    /** Who holds the key, and where; empty when nobody said. */
    public Optional<Holder> holder() {
        return Optional.ofNullable(heldBy);
    }

    /** The caller whom {@link AccessFilter} admitted to this request. */
    public static Caller of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) return caller;
        throw new IllegalStateException("an open route asked who called it");
    }
}
