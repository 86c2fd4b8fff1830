package io.gatehouse.residency.key;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.gatehouse.residency.region.RegionId;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * The embedded default: a region's key in a file that only its owner may read. A Tink keyset (AES-256-GCM), so that a
 * rotation adds a key and what older keys wrapped still opens. Whoever can read the disk can read the key: an operator
 * with a key service implements {@link RegionKey} on it instead.
 */
public final class FileRegionKey implements RegionKey {
    private final String keyId;
    private final Aead aead;

    private FileRegionKey(String keyId, Aead aead) {
        this.keyId = keyId;
        this.aead = aead;
    }

    /**
     * Opens the file, creating it first where there is none.
     *
     * @throws KeyRefusedException when the file is another region's, was damaged, or may be read by others than its owner
     */
    public static FileRegionKey openOrCreate(Path file, RegionId region) throws IOException {
        var keyFile = new KeysetFile(file, region);
        if (!keyFile.exists()) keyFile.createIfAbsent(newKeyset());
        return of(keyFile.read());
    }

    /**
     * Opens the file.
     *
     * @throws KeyRefusedException when it is missing too: a new key would not open what the lost one wrapped
     */
    public static FileRegionKey open(Path file, RegionId region) throws IOException {
        return of(new KeysetFile(file, region).read());
    }

    /** Adds a key, which wraps from now on; the older ones still unwrap. No other process may write the file meanwhile. */
    public static FileRegionKey rotate(Path file, RegionId region) throws IOException {
        var keyFile = new KeysetFile(file, region);
        var before = keyFile.read();
        try {
            var added = KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()
                    .makePrimary();
            keyFile.replace(
                    before.version() + 1,
                    KeysetHandle.newBuilder(before.keyset()).addEntry(added).build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink made no second key", e);
        }
        return of(keyFile.read());
    }

    private static KeysetHandle newKeyset() {
        try {
            return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink made no AES-256-GCM key", e);
        }
    }

    private static FileRegionKey of(KeysetFile.Contents contents) {
        try {
            var aead = contents.keyset().getPrimitive(RegistryConfiguration.get(), Aead.class);
            return new FileRegionKey(contents.keyId(), aead);
        } catch (GeneralSecurityException e) {
            throw new KeyRefusedException("the keyset of " + contents.keyId() + " does not encrypt", e);
        }
    }

    @Override
    public String keyId() {
        return keyId;
    }

    @Override
    public byte[] wrap(byte[] personKey, byte[] context) {
        try {
            return aead.encrypt(personKey, context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM did not encrypt", e);
        }
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] context) {
        try {
            return aead.decrypt(wrapped, context);
        } catch (GeneralSecurityException e) {
            throw new KeyRefusedException(
                    "the bytes, the context or the key is not the one it was wrapped with (asked " + keyId + ")", e);
        }
    }
}
