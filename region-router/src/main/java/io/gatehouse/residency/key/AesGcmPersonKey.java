package io.gatehouse.residency.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM and HMAC-SHA-256 under two subkeys of the person's secret (HKDF, RFC 5869), so that neither use says
 * anything about the other. The form of what is sealed is {@link AesGcmRecordKey}'s.
 */
final class AesGcmPersonKey implements PersonKey {
    /** No commitment is over bytes that begin like this: what is committed to begins with what it is. */
    private static final byte[] RECORDS = "gatehouse person key 1: record\0".getBytes(StandardCharsets.US_ASCII);

    private final AesGcmRecordKey sealing;
    private final SecretKey committing;
    private final Ciphers ciphers;
    private final SecureRandom random;

    AesGcmPersonKey(byte[] secret, Ciphers ciphers, SecureRandom random) {
        this.sealing = new AesGcmRecordKey(derive(secret, "AES", "gatehouse person key 1: seal"), ciphers, random);
        this.committing = derive(secret, "HmacSHA256", "gatehouse person key 1: commit");
        this.ciphers = ciphers;
        this.random = random;
    }

    private static SecretKey derive(byte[] secret, String algorithm, String use) {
        try {
            var parameters = HKDFParameterSpec.ofExtract()
                    .addIKM(secret)
                    .thenExpand(use.getBytes(StandardCharsets.US_ASCII), 32);
            return KDF.getInstance("HKDF-SHA256").deriveKey(algorithm, parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK 25 has HKDF-SHA256", e);
        }
    }

    @Override
    public byte[] seal(byte[] plain, byte[] context) {
        return sealing.seal(plain, context);
    }

    @Override
    public byte[] open(byte[] sealed, byte[] context) {
        return sealing.open(sealed, context);
    }

    @Override
    public byte[] commit(byte[] plain) {
        return ciphers.hmac(committing, plain);
    }

    @Override
    public RecordKey record(byte[] salt) {
        var input = new byte[RECORDS.length + salt.length];
        System.arraycopy(RECORDS, 0, input, 0, RECORDS.length);
        System.arraycopy(salt, 0, input, RECORDS.length, salt.length);
        return new AesGcmRecordKey(new SecretKeySpec(ciphers.hmac(committing, input), "AES"), ciphers, random);
    }
}
