package io.gatehouse.residency.migration;

import io.gatehouse.residency.cell.CarriedMedia;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.media.OpeningStream;
import io.gatehouse.residency.media.SealingStream;
import io.gatehouse.residency.store.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Copies objects from store to store, a chunk in memory at a time: opened under the old key, sealed under the new one, never
 * plain on a disk. Thread-safe.
 */
public final class ObjectCopier {
    private final CellEnd from;
    private final CellEnd to;

    /** @param passage from one region to the other, for media */
    public ObjectCopier(CellEnd from, CellEnd to, Passage passage) {
        passage.check(from.region(), to.region(), DataKind.MEDIA);
        this.from = from;
        this.to = to;
    }

    /**
     * Replaces what lies under the key in the new store: it can only be of an earlier attempt.
     *
     * @return what is wrong with the object in the old store; null for nothing
     */
    public @Nullable String copy(Passage passage, AccountRef account, CarriedMedia media) {
        passage.check(from.region(), to.region(), DataKind.MEDIA);
        var key = new ObjectKey(media.objectKey());
        var oldKey = from.cell().reader().personKey(account);
        if (oldKey.isEmpty()) return "the person has no key in the old cell";
        var stored = from.store().get(key);
        if (stored.isEmpty()) return "the old store lacks the object " + key;
        try (var plain = new OpeningStream(stored.get(), oldKey.get(), media.mediaId())) {
            var sealing = new SealingStream(
                    plain, Long.MAX_VALUE - 1, to.cell().arrivals().key(account), media.mediaId());
            to.store().put(key, sealing);
            return isSame(media, sealing.sha256(), sealing.sizeBytes())
                    ? null
                    : "the object " + key + " of the old store is not what was stored there";
        } catch (IOException e) {
            return "the object " + key + " of the old store cannot be opened";
        }
    }

    /** Reads the object from the new store. @return what is wrong with it; null for nothing */
    @Nullable
    String verify(AccountRef account, CarriedMedia media) {
        return faultOf(to, to.cell().arrivals().key(account), media);
    }

    private static @Nullable String faultOf(CellEnd end, PersonKey personKey, CarriedMedia media) {
        var key = new ObjectKey(media.objectKey());
        var stored = end.store().get(key);
        if (stored.isEmpty()) return "the new store lacks the object " + key;
        try (InputStream plain = new OpeningStream(stored.get(), personKey, media.mediaId());
                var digest = new DigestOutputStream(OutputStream.nullOutputStream(), sha256())) {
            long bytes = plain.transferTo(digest);
            return isSame(media, digest.getMessageDigest().digest(), bytes)
                    ? null
                    : "the object " + key + " of the new store is not the one that was sent";
        } catch (IOException e) {
            return "the object " + key + " of the new store cannot be opened";
        }
    }

    private static boolean isSame(CarriedMedia media, byte[] sha256, long bytes) {
        return bytes == media.sizeBytes() && Arrays.equals(sha256, media.sha256());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
