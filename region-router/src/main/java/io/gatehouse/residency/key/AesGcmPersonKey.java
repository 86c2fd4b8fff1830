package io.gatehouse.residency.key;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * AES-256-GCM and HMAC-SHA-256 under two subkeys of the person's secret (HKDF, RFC 5869), so that neither use says
 * anything about the other. Sealed form: one version byte, 12 nonce bytes, ciphertext, 16 tag bytes.
 */
final class AesGcmPersonKey implements PersonKey {
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int HEADER_BYTES = 1 + NONCE_BYTES;

    private final SecretKey sealing;
    private final SecretKey committing;
    private final Ciphers ciphers;
    private final SecureRandom random;

    AesGcmPersonKey(byte[] secret, Ciphers ciphers, SecureRandom random) {
        this.sealing = derive(secret, "AES", "gatehouse person key 1: seal");
        this.committing = derive(secret, "HmacSHA256", "gatehouse person key 1: commit");
        this.ciphers = ciphers;
        this.random = random;
    }

    private static SecretKey derive(byte[] secret, String algorithm, String use) {
        try {
            var parameters = HKDFParameterSpec.ofExtract()
                    .addIKM(secret)
                    .thenExpand(use.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 32);
            return KDF.getInstance("HKDF-SHA256").deriveKey(algorithm, parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK 25 has HKDF-SHA256", e);
        }
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

    @Override
    public byte[] commit(byte[] plain) {
        return ciphers.hmac(committing, plain);
    }
}
