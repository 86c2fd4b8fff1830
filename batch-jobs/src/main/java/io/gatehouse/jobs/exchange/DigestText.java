package io.gatehouse.jobs.exchange;

import io.gatehouse.residency.bank.FileDigest;
import java.util.Optional;

/** Digests of files as other bodies write them: in hexadecimal digits. */
final class DigestText {
    private DigestText() {}

    /** Empty when it is none of this kind. */
    static Optional<FileDigest> of(FileDigest.Kind kind, String text) {
        try {
            return Optional.of(FileDigest.parse(kind, text.strip()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
