package io.gatehouse.residency.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The textual keys of C2SP signed-note, Ed25519 only: {@code name+hash+base64(0x01 || key)}. */
final class NoteKeys {
    static final int KEY_BYTES = 32;
    static final int SIGNATURE_BYTES = 64;
    private static final byte ED25519 = 1;
    /** What precedes a raw key in its X.509 form (RFC 8410). */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final Pattern VERIFIER = Pattern.compile("([^+\\s]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/]{44})");

    private NoteKeys() {}

    /** @throws IllegalArgumentException when the text is not an Ed25519 verifier key */
    static Verifier parse(String text) {
        var match = VERIFIER.matcher(text.strip());
        if (!match.matches()) throw new IllegalArgumentException("not a verifier key: '" + text.strip() + "'");
        var typed = Base64.getDecoder().decode(match.group(3));
        if (typed.length != 1 + KEY_BYTES || typed[0] != ED25519)
            throw new IllegalArgumentException("not an Ed25519 key: '" + text.strip() + "'");
        var verifier = verifier(match.group(1), Arrays.copyOfRange(typed, 1, typed.length));
        if (!verifier.text().equals(text.strip()))
            throw new IllegalArgumentException(
                    "the key's hash does not fit its name and bytes: '" + text.strip() + "'");
        return verifier;
    }

    static Verifier verifier(String name, byte[] key) {
        return new Verifier(name, hash(name, key), key);
    }

    private static int hash(String name, byte[] key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((name + '\n').getBytes(StandardCharsets.UTF_8));
            digest.update(ED25519);
            return ByteBuffer.wrap(digest.digest(key)).getInt();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Raw bytes of a JDK key. */
    static byte[] raw(PublicKey key) {
        var encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, X509_PREFIX.length, encoded.length);
    }

    static String base64(byte[] key) {
        var typed = ByteBuffer.allocate(1 + key.length).put(ED25519).put(key).array();
        return Base64.getEncoder().encodeToString(typed);
    }

    /** A name with the key that signs for it. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares or changes the bytes.
    record Verifier(String name, int hash, byte[] key) {
        String text() {
            return name + '+' + HexFormat.of().toHexDigits(hash) + '+' + base64(key);
        }

        boolean verifies(byte[] text, byte[] signature) {
            try {
                var encoded = ByteBuffer.allocate(X509_PREFIX.length + KEY_BYTES)
                        .put(X509_PREFIX)
                        .put(key)
                        .array();
                var verification = java.security.Signature.getInstance("Ed25519");
                verification.initVerify(java.security.KeyFactory.getInstance("Ed25519")
                        .generatePublic(new X509EncodedKeySpec(encoded)));
                verification.update(text);
                return verification.verify(signature);
            } catch (GeneralSecurityException e) {
                return false; // Not a point on the curve, or not a signature at all.
            }
        }
    }
}
