package io.gatehouse.jobs.exchange;

import io.gatehouse.moderation.hash.PdqHash;
import java.nio.ByteBuffer;
import java.util.Optional;

/** PDQ hashes as other bodies write them. */
final class PdqText {
    private PdqText() {}

    /** As a bank keeps it; empty when it is no PDQ hash. */
    static Optional<byte[]> bytes(String text) {
        try {
            var hash = PdqHash.parse(text.strip());
            return Optional.of(ByteBuffer.allocate(4 * Long.BYTES)
                    .putLong(hash.first())
                    .putLong(hash.second())
                    .putLong(hash.third())
                    .putLong(hash.last())
                    .array());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
