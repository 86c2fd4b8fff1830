package io.gatehouse.service.access;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is kept: without its secret.
 *
 * @param id 16 characters, public; part of the key as its holder knows it, {@code gh_<id>_<secret>}
 * @param client whose keys share idempotency keys and content ids: a key may be replaced, its client goes on
 * @param holder null when nobody said who holds it and where: it reads no personal data then
 * @param person of the staff register; null when nobody said
 * @param secretHash SHA-256 of the secret. The secret has 256 random bits, so no slow hash is needed to guard it
 */
record ApiKey(
        String id,
        String client,
        String name,
        Set<Role> roles,
        byte[] secretHash,
        Instant createdAt,
        @Nullable Holder holder,
        @Nullable String person) {
    /** The form of a whole key; the secret is base64url without padding. */
    static final Pattern FORM = Pattern.compile("gh_([a-z0-9]{4,32})_([A-Za-z0-9_-]{20,128})");

    ApiKey {
        roles = Set.copyOf(roles);
        if (roles.isEmpty()) throw new IllegalArgumentException("a key must have a role: " + id);
        if (secretHash.length != 32) throw new IllegalArgumentException("a secret's hash has 32 bytes");
    }

    /** Takes the same time whatever the secret. */
    boolean opensWith(byte[] hash) {
        return MessageDigest.isEqual(secretHash, hash);
    }

    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Without the hash: logs and exceptions never hold it. */
    @Override
    public String toString() {
        return "ApiKey[" + id + ", " + client + ", " + roles + "]";
    }
}
