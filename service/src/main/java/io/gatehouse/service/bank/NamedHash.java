package io.gatehouse.service.bank;

import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.residency.bank.FileDigest;
import io.gatehouse.residency.bank.NewEntry;
import io.gatehouse.service.media.DigestHash;
import java.time.Instant;
import java.util.Optional;

/**
 * A hash as lists and questions write it: of a picture, or the digest of a whole file.
 *
 * @param picture what is looked for; of a digest, where it lies among hashes of pictures
 */
record NamedHash(HashedPicture picture, Optional<FileDigest> digest) {
    /** The kind where none is said. */
    static final String PDQ = "pdq";

    /** @throws IllegalArgumentException when it is no hash of its kind; the message says what is wrong */
    static NamedHash parse(String kind, String hash, int quality) {
        if (kind.equals(PDQ)) return new NamedHash(new HashedPicture(PdqHash.parse(hash), quality), Optional.empty());
        return FileDigest.Kind.ofWireName(kind)
                .map(known -> of(FileDigest.parse(known, hash)))
                .orElseThrow(() -> new IllegalArgumentException("kind must be pdq, md5 or sha256"));
    }

    static NamedHash of(FileDigest digest) {
        return new NamedHash(DigestHash.of(digest), Optional.of(digest));
    }

    NewEntry entry(String provenance, String notes, Optional<Instant> disableUntil, Optional<String> video) {
        return digest.isPresent()
                ? NewEntry.of(digest.get(), provenance, notes, disableUntil)
                : new NewEntry(
                        RegionHashes.bytes(picture.hash()), picture.quality(), provenance, notes, disableUntil, video);
    }
}
