package io.gatehouse.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    private final InMemoryApiKeyStore store = new InMemoryApiKeyStore();
    private final ApiKeys keys = new ApiKeys(store, Clock.systemUTC(), new SecureRandom());

    @Test
    void recognisesWhatItIssued() {
        var issued = keys.issue("backend", "", Set.of(Role.PLATFORM));
        assertThat(keys.recognise(issued.whole())).hasValueSatisfying(caller -> {
            assertThat(caller.roles()).containsExactly(Role.PLATFORM);
            assertThat(caller.client()).isEqualTo(issued.key().id());
        });
    }

    @Test
    void refusesAnotherSecretOfAKnownKey() {
        var issued = keys.issue("backend", "", Set.of(Role.PLATFORM));
        var other = keys.issue("other", "", Set.of(Role.ADMIN));
        assertThat(keys.recognise("gh_" + issued.key().id() + "_" + other.secret()))
                .isEmpty();
        assertThat(keys.recognise("gh_nosuchkey_" + issued.secret())).isEmpty();
        assertThat(keys.recognise("nonsense")).isEmpty();
    }

    @Test
    void keepsNoSecret() {
        var issued = keys.issue("backend", "", Set.of(Role.PLATFORM));
        assertThat(store.all().toString() + issued).doesNotContain(issued.secret());
        assertThat(issued.key().secretHash()).isEqualTo(ApiKey.hash(issued.secret()));
    }

    @Test
    void forgetsADeletedKeyAtOnce() {
        var issued = keys.issue("backend", "", Set.of(Role.PLATFORM));
        assertThat(keys.recognise(issued.whole())).isPresent();
        assertThat(keys.delete(issued.key().id())).isTrue();
        assertThat(keys.recognise(issued.whole())).isEmpty();
        assertThat(keys.delete(issued.key().id())).isFalse();
    }

    @Test
    void admitsTheOperatorsOwnKeyWithEveryRole() {
        String mine = "gh_bootstrap_" + "s".repeat(40);
        keys.admit(mine);
        keys.admit(mine);
        assertThat(store.all()).hasSize(1);
        assertThat(keys.recognise(mine))
                .hasValueSatisfying(caller -> assertThat(caller.roles()).isEqualTo(EnumSet.allOf(Role.class)));
        assertThatThrownBy(() -> keys.admit("password")).hasMessageContaining("GATEHOUSE_BOOTSTRAP_KEY");
    }

    /** The contract of a store, in memory. */
    private static final class InMemoryApiKeyStore implements ApiKeyStore {
        private final Map<String, ApiKey> keys = new LinkedHashMap<>();

        @Override
        public Optional<ApiKey> find(String id) {
            return Optional.ofNullable(keys.get(id));
        }

        @Override
        public List<ApiKey> all() {
            return new ArrayList<>(keys.values());
        }

        @Override
        public void put(ApiKey key) {
            keys.put(key.id(), key);
        }

        @Override
        public boolean delete(String id) {
            return keys.remove(id) != null;
        }
    }
}
