package io.gatehouse.residency.key;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM. Sealed form: one version byte, 12 nonce bytes, ciphertext, 16 tag bytes. */
final class AesGcmRecordKey implements RecordKey {
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int HEADER_BYTES = 1 + NONCE_BYTES;

    private final SecretKey sealing;
    private final Ciphers ciphers;
    private final SecureRandom random;

    AesGcmRecordKey(SecretKey sealing, Ciphers ciphers, SecureRandom random) {
        this.sealing = sealing;
        this.ciphers = ciphers;
        this.random = random;
    }

    @Override
    public byte[] seal(byte[] plain, byte[] context) {
        // Random 96-bit nonces are safe for 2^32 seals under one key (NIST SP 800-38D, 8.3): more than a person ever
        // says.
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var sealed = new byte[HEADER_BYTES + plain.length + TAG_BYTES];
        sealed[0] = VERSION;
        System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
        var cipher = ciphers.take();
        try {
            cipher.init(Cipher.ENCRYPT_MODE, sealing, new GCMParameterSpec(8 * TAG_BYTES, nonce));
            cipher.updateAAD(context);
            cipher.doFinal(plain, 0, plain.length, sealed, HEADER_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused a fresh nonce", e);
        }
        ciphers.giveBack(cipher);
        return sealed;
    }

    @Override
    public byte[] open(byte[] sealed, byte[] context) {
        if (sealed.length < HEADER_BYTES + TAG_BYTES) throw new KeyRefusedException("sealed bytes are cut short");
        if (sealed[0] != VERSION) throw new KeyRefusedException("sealed bytes are of unknown version " + sealed[0]);
        var cipher = ciphers.take();
        try {
            cipher.init(Cipher.DECRYPT_MODE, sealing, new GCMParameterSpec(8 * TAG_BYTES, sealed, 1, NONCE_BYTES));
            cipher.updateAAD(context);
            return cipher.doFinal(sealed, HEADER_BYTES, sealed.length - HEADER_BYTES);
        } catch (AEADBadTagException e) {
            throw new KeyRefusedException("the bytes, the context or the key is not the one it was sealed with", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        } finally {
            ciphers.giveBack(cipher);
        }
    }
}
