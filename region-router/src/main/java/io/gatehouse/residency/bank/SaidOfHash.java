package io.gatehouse.residency.bank;

import java.util.List;
import java.util.Optional;

/**
 * What people here last said about matches of a fetched hash, and whom to tell.
 *
 * @param hash 32 bytes, not to be changed
 * @param digest by which it is known; empty for the hash of a picture
 * @param confirmed that the match was right
 * @param matchIds about which this was said
 * @param rows of the other side that have the hash
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record SaidOfHash(
        byte[] hash, Optional<FileDigest.Kind> digest, boolean confirmed, List<String> matchIds, List<Remote> rows) {
    public SaidOfHash {
        matchIds = List.copyOf(matchIds);
        rows = List.copyOf(rows);
    }

    /** An entry of the other side. */
    public record Remote(String id, String ref) {}
}
