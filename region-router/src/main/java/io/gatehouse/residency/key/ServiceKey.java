package io.gatehouse.residency.key;

import java.nio.file.Path;
import java.security.SecureRandom;

/** A key of the service itself, for small secrets in the control database that are about nobody. Thread-safe. */
public final class ServiceKey {
    private final PersonKey key;

    private ServiceKey(PersonKey key) {
        this.key = key;
    }

    /** @param file made once, readable by its owner only; every process of the service must have the same */
    public static ServiceKey openOrCreate(Path file) {
        return new ServiceKey(new AesGcmPersonKey(SecretFile.bytes(file), new Ciphers(), new SecureRandom()));
    }

    /** @param context where the bytes will stand: moved elsewhere they do not open */
    public byte[] seal(byte[] plain, byte[] context) {
        return key.seal(plain, context);
    }

    /** @throws KeyRefusedException when the bytes, the context or the key is not the one it was sealed with */
    public byte[] open(byte[] sealed, byte[] context) {
        return key.open(sealed, context);
    }
}
