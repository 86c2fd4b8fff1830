package io.gatehouse.residency.bank;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The digest of a whole file: known for the same bytes, near nothing else.
 *
 * @param value not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record FileDigest(Kind kind, byte[] value) {
    /** How it is made. SHA-1 is not among them: lists that give it give MD5 beside it. */
    public enum Kind {
        MD5(16),
        SHA256(32);

        private final int bytes;

        Kind(int bytes) {
            this.bytes = bytes;
        }

        /** In files, questions and answers. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> ofWireName(String name) {
            return Stream.of(values())
                    .filter(kind -> kind.wireName().equals(name))
                    .findFirst();
        }
    }

    public FileDigest {
        if (value.length != kind.bytes)
            throw new IllegalArgumentException(kind + " has " + kind.bytes + " bytes, not " + value.length);
    }

    /** @throws IllegalArgumentException when it is not a digest of this kind in hexadecimal digits; the message says what is wrong */
    public static FileDigest parse(Kind kind, String hex) {
        if (hex.length() != 2 * kind.bytes)
            throw new IllegalArgumentException("a digest by " + kind.wireName() + " has " + 2 * kind.bytes
                    + " hexadecimal digits, not " + hex.length());
        try {
            return new FileDigest(kind, HexFormat.of().parseHex(hex.toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a digest by " + kind.wireName() + " has only hexadecimal digits (0-9, a-f)", e);
        }
    }

    public String toHex() {
        return HexFormat.of().formatHex(value);
    }

    /**
     * Where it lies among the hashes of pictures, so that one index serves both: 32 bytes that are as good as random. That a picture,
     * or another file, comes within 31 bits of them by chance is less likely than one in 10 to the power of 36.
     */
    public byte[] place() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(("gatehouse/" + kind + "/").getBytes(StandardCharsets.US_ASCII));
            return digest.digest(value);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
