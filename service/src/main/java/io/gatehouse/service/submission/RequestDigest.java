package io.gatehouse.service.submission;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What tells a repeated request from another one under the same idempotency key. */
final class RequestDigest {
    private RequestDigest() {}

    /** SHA-256 of the compact JSON without its idempotency key, so that a single screening and an item agree. */
    static byte[] of(JsonNode request) {
        JsonNode counted = request;
        if (request instanceof ObjectNode object && object.has("idempotency_key")) {
            counted = object.deepCopy().without("idempotency_key");
        }
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(counted.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
