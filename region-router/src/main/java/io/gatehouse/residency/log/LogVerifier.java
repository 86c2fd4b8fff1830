package io.gatehouse.residency.log;

import java.nio.file.Path;
import java.util.Optional;

/** Checks a log against its signed checkpoint, from nothing but what was exported. Needs no database. */
@SuppressWarnings("DoNotCallSuggester") // Stub.
public final class LogVerifier {
    /** @param verifierKey {@code name+hash+base64}, from somewhere the operator cannot change */
    public LogVerifier(String verifierKey) {
        throw new UnsupportedOperationException("not yet: " + verifierKey);
    }

    /**
     * Checks signature, every entry, every tile and the root.
     *
     * @param earlierCheckpoint a signed note of the same log kept from before: the log must still contain it
     */
    public LogReport verify(LogSource source, Optional<byte[]> earlierCheckpoint) {
        throw new UnsupportedOperationException("not yet: " + source + earlierCheckpoint);
    }

    /** Checks an exported directory with the key and the {@code checkpoint.previous} (when there) that lie in it. */
    public static LogReport verifyDirectory(Path directory) {
        throw new UnsupportedOperationException("not yet: " + directory);
    }
}
