package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Digests keyed by the cell's own secret: they find equal values inside the cell and say nothing outside it. */
final class CellDigests {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKey key;

    CellDigests(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    byte[] content(ContentName name) {
        return digest("content", utf8(name.client()), utf8(name.id()));
    }

    byte[] conversation(ConversationName name) {
        return digest("conversation", utf8(name.client()), utf8(name.id()));
    }

    byte[] idempotencyKey(IdempotencyKey key) {
        return digest("idempotency-key", utf8(key.client()), utf8(key.key()));
    }

    /** Names a record by what its sender calls it, or finds what one person sent: of a kind, within this cell. */
    byte[] record(String kind, String... parts) {
        var all = new byte[parts.length][];
        for (int i = 0; i < parts.length; i++) all[i] = utf8(parts[i]);
        return digest("record-" + kind, all);
    }

    /** A plain digest of a short text could be guessed. */
    byte[] body(IdempotencyKey key) {
        return digest("body", key.bodyDigest());
    }

    byte[] media(byte[] sha256) {
        return digest("media", sha256);
    }

    /** Finds an erased account among those that come again, and says nothing of it outside the cell. */
    byte[] erased(AccountRef account) {
        return digest("erased", account.digest());
    }

    /** Tells whether a secret is the one that a database was filled with. */
    byte[] check() {
        return digest("check");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Each part is preceded by its length, so that no two lists of parts look alike. */
    private byte[] digest(String purpose, byte[]... parts) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(framed(utf8(purpose)));
            for (var part : parts) mac.update(framed(part));
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static byte[] framed(byte[] part) {
        return ByteBuffer.allocate(Integer.BYTES + part.length)
                .putInt(part.length)
                .put(part)
                .array();
    }
}
