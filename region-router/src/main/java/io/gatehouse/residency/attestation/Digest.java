package io.gatehouse.residency.attestation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Counts and digests lines as they come. Not thread-safe. */
final class Digest implements Consumer<String> {
    private final MessageDigest sha256;
    private long count;

    Digest() {
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void accept(String line) {
        sha256.update((line + '\n').getBytes(StandardCharsets.UTF_8));
        count++;
    }

    /** To be called once, at the end. */
    Attestation.Counted counted(Inventory kind) {
        return new Attestation.Counted(kind.wireName(), count, HexFormat.of().formatHex(sha256.digest()));
    }
}
