package io.gatehouse.residency.key;

import java.security.SecureRandom;

/**
 * Makes and opens people's keys: 256 random bits each, wrapped by the region's key. Thread-safe. Keeps nothing: how long
 * an opened key may live in memory is for the caller to bound, because erasure must be able to wait for it.
 */
public final class PersonKeys {
    private static final int KEY_BYTES = 32;

    private final RegionKey regionKey;
    private final SecureRandom random;
    private final Ciphers ciphers = new Ciphers();

    public PersonKeys(RegionKey regionKey, SecureRandom random) {
        this.regionKey = regionKey;
        this.random = random;
    }

    /** @param context who and where (region, table, row id), bound to the wrapped key */
    public NewPersonKey create(byte[] context) {
        var secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        // The id is taken before and the bytes after: a rotation in between would only make the id too old, which opens
        // too.
        var keyId = regionKey.keyId();
        var wrapped = new WrappedKey(keyId, regionKey.wrap(secret, context));
        return new NewPersonKey(new AesGcmPersonKey(secret, ciphers, random), wrapped);
    }

    /** @throws KeyRefusedException when the bytes, the context or the region's key is not the one it was wrapped with */
    public PersonKey open(WrappedKey wrapped, byte[] context) {
        var secret = regionKey.unwrap(wrapped.bytes(), context);
        if (secret.length != KEY_BYTES)
            throw new KeyRefusedException("a person's key has " + KEY_BYTES + " bytes, not " + secret.length);
        return new AesGcmPersonKey(secret, ciphers, random);
    }

    /** @param wrapped to be stored; {@code key} alone is lost with the process */
    public record NewPersonKey(PersonKey key, WrappedKey wrapped) {}
}
