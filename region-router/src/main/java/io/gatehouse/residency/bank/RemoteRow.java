package io.gatehouse.residency.bank;

import java.util.List;

/**
 * What another body's list says now about one of its entries; what it said before counts no more.
 *
 * @param id by which the other side tells it from others
 * @param ref what is needed to say something back about it; empty for nothing
 * @param hashes of 32 bytes; none when the entry is gone, as of digests
 * @param digests of the same file
 * @param provenance for people who see a match
 */
public record RemoteRow(String id, String ref, List<byte[]> hashes, List<FileDigest> digests, String provenance) {
    public RemoteRow {
        hashes = List.copyOf(hashes);
        digests = List.copyOf(digests);
    }

    /** An entry that was taken back. */
    public static RemoteRow gone(String id, String ref, String provenance) {
        return new RemoteRow(id, ref, List.of(), List.of(), provenance);
    }
}
