package io.gatehouse.service.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where requests carry their key. */
final class SentKey {
    private static final String SCHEME = "Bearer ";

    /** Under these, clients of another contract send keys as that contract has it. */
    private static final String GOOGLES = "/v1alpha1/";

    private SentKey() {}

    /** @param path as Spring routes it */
    static Optional<String> of(HttpServletRequest request, String path) {
        String authorization = request.getHeader("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
            return Optional.of(authorization.substring(SCHEME.length()).strip());
        return path.startsWith(GOOGLES) ? googles(request) : Optional.empty();
    }

    /** A header, or the parameter {@code key} of the URL; of the URL alone, since the body is not read here. */
    private static Optional<String> googles(HttpServletRequest request) {
        String header = request.getHeader("X-Goog-Api-Key");
        if (header != null) return Optional.of(header.strip());
        String query = request.getQueryString();
        if (query == null) return Optional.empty();
        for (String parameter : query.split("&", -1))
            if (parameter.startsWith("key=")) return decoded(parameter.substring("key=".length()));
        return Optional.empty();
    }

    private static Optional<String> decoded(String value) {
        try {
            return Optional.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            // No key has such characters.
            return Optional.of("");
        }
    }
}
