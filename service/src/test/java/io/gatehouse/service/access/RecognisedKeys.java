package io.gatehouse.service.access;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keys of a test, in memory. */
public final class RecognisedKeys {
    private RecognisedKeys() {}

    /** A key that was recognised. */
    public static KeyCheck.Recognised any() {
        var keys = new ApiKeys(new InMemory(), Clock.systemUTC(), new SecureRandom());
        return new KeyCheck(keys)
                .recognise(keys.issue("test", "test", Set.of(Role.ADMIN)).whole())
                .orElseThrow();
    }

    private static final class InMemory implements ApiKeyStore {
        private final List<ApiKey> keys = new ArrayList<>();

        @Override
        public Optional<ApiKey> find(String id) {
            return keys.stream().filter(key -> key.id().equals(id)).findFirst();
        }

        @Override
        public List<ApiKey> all() {
            return keys;
        }

        @Override
        public void put(ApiKey key) {
            keys.add(key);
        }

        @Override
        public boolean delete(String id) {
            return keys.removeIf(key -> key.id().equals(id));
        }
    }
}
