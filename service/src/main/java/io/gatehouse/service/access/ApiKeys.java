package io.gatehouse.service.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Issues keys and recognises them. Thread-safe. */
final class ApiKeys {
    /** How long a key deleted by another process may still be taken here. Stated in the documentation of the route. */
    static final Duration BELIEVED_FOR = Duration.ofSeconds(10);

    /** More than any installation has; a flood of guessed ids must not fill memory. */
    static final int MAX_CACHED = 10_000;

    private static final int SECRET_BYTES = 32;

    private final ApiKeyStore store;
    private final Clock clock;
    private final SecureRandom random;
    // Ids that do not exist are remembered too, so that guessing costs the database nothing.
    private final Cache<String, Optional<ApiKey>> known = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(BELIEVED_FOR)
            .build();

    ApiKeys(ApiKeyStore store, Clock clock, SecureRandom random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /** A key just issued. Its secret is shown once and kept nowhere. */
    record Issued(ApiKey key, String secret) {
        String whole() {
            return "gh_" + key.id() + "_" + secret;
        }

        @Override
        public String toString() {
            return "Issued[" + key + "]";
        }
    }

    Optional<Caller> recognise(String wholeKey) {
        Matcher form = ApiKey.FORM.matcher(wholeKey);
        if (!form.matches()) return Optional.empty();
        return recognise(form.group(1), ApiKey.hash(form.group(2)));
    }

    /** @param secretHash as {@link #hashOf} made it of a whole key */
    Optional<Caller> recognise(String id, byte[] secretHash) {
        return find(id).filter(key -> key.opensWith(secretHash))
                .map(key -> new Caller(key.id(), key.client(), key.roles(), key.holder(), key.person()));
    }

    /** @throws IllegalArgumentException for what has not the form of a key */
    static byte[] hashOf(String wholeKey) {
        Matcher form = ApiKey.FORM.matcher(wholeKey);
        if (!form.matches()) throw new IllegalArgumentException("not a key");
        return ApiKey.hash(form.group(2));
    }

    Issued issue(String name, String client, Set<Role> roles) {
        return issue(name, client, roles, null);
    }

    Issued issue(String name, String client, Set<Role> roles, @Nullable Holder holder) {
        return issue(name, client, roles, holder, null);
    }

    Issued issue(String name, String client, Set<Role> roles, @Nullable Holder holder, @Nullable String person) {
        String id = randomId();
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        var key = new ApiKey(
                id, client.isEmpty() ? id : client, name, roles, ApiKey.hash(text), clock.instant(), holder, person);
        store.put(key);
        known.invalidate(id);
        return new Issued(key, text);
    }

    /** A bootstrap key of which nobody said where its holder sits. */
    void admit(String wholeKey) {
        admit(wholeKey, null);
    }

    /**
     * Makes a key given by the operator the bootstrap key, with every role: who holds it could issue itself any
     * other.
     *
     * @throws IllegalArgumentException when it has not the form of a key
     */
    void admit(String wholeKey, @Nullable Holder holder) {
        Matcher form = ApiKey.FORM.matcher(wholeKey);
        if (!form.matches())
            throw new IllegalArgumentException(
                    "GATEHOUSE_BOOTSTRAP_KEY must look like gh_<id>_<secret>: an id of 4 to 32 lower-case letters and"
                            + " digits, a secret of at least 20 letters, digits, - or _");
        String id = form.group(1);
        byte[] hash = ApiKey.hash(form.group(2));
        if (find(id).filter(key -> key.opensWith(hash) && Objects.equals(key.holder(), holder))
                .isPresent()) return;
        store.put(new ApiKey(
                id, "bootstrap", "bootstrap", EnumSet.allOf(Role.class), hash, clock.instant(), holder, null));
        known.invalidate(id);
    }

    List<ApiKey> all() {
        return store.all();
    }

    boolean delete(String id) {
        boolean deleted = store.delete(id);
        known.invalidate(id);
        return deleted;
    }

    private Optional<ApiKey> find(String id) {
        var cached = known.getIfPresent(id);
        if (cached != null) return cached;
        // Not under the cache's lock: while the database is away, callers would wait for it one after the other.
        var found = store.find(id);
        known.put(id, found);
        return found;
    }

    private String randomId() {
        var id = new StringBuilder(16);
        for (int i = 0; i < 16; i++) id.append("abcdefghijkmnpqrstuvwxyz23456789".charAt(random.nextInt(32)));
        return id.toString();
    }
}
