package io.gatehouse.service.media;

import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.residency.bank.FileDigest;
import java.nio.ByteBuffer;

/** Digests of files, as hash banks are asked about them. */
public final class DigestHash {
    /** It is the file, or it is not. */
    private static final int QUALITY = 100;

    private DigestHash() {}

    /** Where a digest lies among the hashes of pictures. */
    public static HashedPicture of(FileDigest digest) {
        var words = ByteBuffer.wrap(digest.place()).asLongBuffer();
        return new HashedPicture(new PdqHash(words.get(0), words.get(1), words.get(2), words.get(3)), QUALITY);
    }
}
