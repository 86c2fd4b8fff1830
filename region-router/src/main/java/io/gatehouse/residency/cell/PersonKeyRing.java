package io.gatehouse.residency.cell;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.key.PersonKeys;
import io.gatehouse.residency.key.WrappedKey;
import io.gatehouse.residency.region.RegionId;
import java.time.Duration;

/**
 * Unwrapped keys of the people who are active. What it remembers is only a guess until it was compared with the wrapped
 * key in the account's row: a key that was erased or replaced, perhaps by another node, is never used again.
 */
final class PersonKeyRing {
    /** About 1 kB each. */
    private static final long REMEMBERED = 50_000;
    /** How long an erased person's key may linger in memory. */
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);

    private final PersonKeys keys;
    private final SealContext context;
    private final Cache<AccountRef, Held> held = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(REMEMBERED_FOR)
            .build();

    PersonKeyRing(PersonKeys keys, RegionId region) {
        this.keys = keys;
        this.context = new SealContext(region);
    }

    /** A key and how it is, or would be, stored. */
    record Held(WrappedKey wrapped, PersonKey key) {
        boolean isStoredAs(byte[] stored) {
            return wrapped.hasBytes(stored);
        }
    }

    /** The account's key if it is remembered, else a new one, in case the account is new too. */
    Held guess(AccountRef account) {
        return held.get(account, this::create);
    }

    /** A new key, whatever is remembered: who comes back never gets the key of before. */
    Held fresh(AccountRef account) {
        return create(account);
    }

    private Held create(AccountRef account) {
        var made = keys.create(context.personKey(account));
        return new Held(made.wrapped(), made.key());
    }

    /** From a row with {@code key_id} and {@code wrapped_key}; empty when the key is destroyed. */
    java.util.Optional<Held> storedOrNull(AccountRef account, java.sql.ResultSet row) throws java.sql.SQLException {
        byte[] wrapped = row.getBytes("wrapped_key");
        return wrapped == null
                ? java.util.Optional.empty()
                : java.util.Optional.of(stored(account, row.getString("key_id"), wrapped));
    }

    /** The key that the account's row holds. */
    Held stored(AccountRef account, String keyId, byte[] wrapped) {
        return stored(account, new WrappedKey(keyId, wrapped));
    }

    /** The key that the account's row holds. */
    Held stored(AccountRef account, WrappedKey stored) {
        var remembered = held.getIfPresent(account);
        if (remembered != null && remembered.wrapped().isSameAs(stored)) return remembered;
        var opened = new Held(stored, keys.open(stored, context.personKey(account)));
        held.put(account, opened);
        return opened;
    }

    /** To be called once the key is destroyed, so that it does not linger here either. */
    void forget(AccountRef account) {
        held.invalidate(account);
    }

    boolean remembers(AccountRef account) {
        return held.getIfPresent(account) != null;
    }
}
