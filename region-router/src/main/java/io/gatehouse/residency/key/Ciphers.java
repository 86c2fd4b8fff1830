package io.gatehouse.residency.key;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.concurrent.ArrayBlockingQueue;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Ciphers kept for reuse, because looking one up at the provider costs as much as sealing a message. A pool and not a
 * thread-local: on virtual threads a thread-local would look one up per request. Thread-safe.
 */
final class Ciphers {
    /** More than this many threads never compute at once on the machines we know; extra ciphers are dropped. */
    private static final int KEPT = 64;

    private final ArrayBlockingQueue<Cipher> ciphers = new ArrayBlockingQueue<>(KEPT);
    private final ArrayBlockingQueue<Mac> macs = new ArrayBlockingQueue<>(KEPT);
    private final Provider cipherProvider;
    private final Provider macProvider;

    Ciphers() {
        try {
            cipherProvider = Cipher.getInstance("AES/GCM/NoPadding").getProvider();
            macProvider = Mac.getInstance("HmacSHA256").getProvider();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM and HMAC-SHA-256", e);
        }
    }

    Cipher take() {
        var kept = ciphers.poll();
        if (kept != null) return kept;
        try {
            return Cipher.getInstance("AES/GCM/NoPadding", cipherProvider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the provider no longer has AES-GCM", e);
        }
    }

    @SuppressWarnings("ReturnValueIgnored") // A full pool drops the cipher.
    void giveBack(Cipher cipher) {
        ciphers.offer(cipher);
    }

    @SuppressWarnings("ReturnValueIgnored") // A full pool drops the digest.
    byte[] hmac(SecretKey key, byte[] bytes) {
        var kept = macs.poll();
        try {
            var mac = kept != null ? kept : Mac.getInstance("HmacSHA256", macProvider);
            mac.init(key);
            var digest = mac.doFinal(bytes);
            macs.offer(mac);
            return digest;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 failed", e);
        }
    }
}
