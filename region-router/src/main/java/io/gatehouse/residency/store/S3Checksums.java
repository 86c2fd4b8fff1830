package io.gatehouse.residency.store;

import java.util.Base64;

/**
 * SHA-256 as S3 writes it: of a whole object, or, for one sent in parts, of the parts' digests one after the other. The latter
 * may be followed by {@code -<number of parts>}.
 */
final class S3Checksums {
    private S3Checksums() {}

    static String of(byte[] digest) {
        return Base64.getEncoder().encodeToString(digest);
    }

    /** Whether the checksum says of itself that it is of parts. */
    static boolean isOfParts(String checksum) {
        return checksum.indexOf('-') >= 0;
    }

    static boolean areEqual(String one, String other) {
        return digestOf(one).equals(digestOf(other));
    }

    private static String digestOf(String checksum) {
        int dash = checksum.indexOf('-');
        return dash < 0 ? checksum : checksum.substring(0, dash);
    }
}
