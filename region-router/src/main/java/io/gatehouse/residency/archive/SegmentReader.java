package io.gatehouse.residency.archive;

import io.gatehouse.residency.region.RegionId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads one segment. Needs nothing but its bytes and the keys: no cell, no service, no Spring, so that programs elsewhere in
 * the region (Spark) may read segments too. Thread-safe.
 */
public final class SegmentReader {
    private static final int ENTRY_BYTES = Long.BYTES + 2 * Integer.BYTES;

    private final RegionId region;
    private final byte[] segment;
    private final List<SegmentEntry> entries;

    private SegmentReader(RegionId region, byte[] segment, List<SegmentEntry> entries) {
        this.region = region;
        this.segment = segment;
        this.entries = entries;
    }

    /**
     * @param segment all of it; not to be changed afterwards
     * @throws SegmentRefusedException when it is not a segment of version 1, was cut short or was changed
     */
    public static SegmentReader of(RegionId region, byte[] segment) {
        int body = segment.length - SegmentForm.TRAILER_BYTES;
        if (body < SegmentForm.MAGIC.length || !isMagic(segment, 0) || !isMagic(segment, segment.length - 8))
            throw new SegmentRefusedException("not a segment, or cut short: " + segment.length + " bytes");
        var trailer = ByteBuffer.wrap(segment, body, SegmentForm.TRAILER_BYTES);
        long indexOffset = trailer.getLong();
        int indexLength = trailer.getInt();
        var digest = new byte[32];
        trailer.get(digest);
        if (!Arrays.equals(digest, SegmentWriter.sha256(segment, body)))
            throw new SegmentRefusedException("a segment's bytes are not those that were written");
        if (indexOffset < SegmentForm.MAGIC.length || indexLength < 0 || indexOffset + indexLength != body)
            throw new SegmentRefusedException("a segment's index lies outside of it");
        return new SegmentReader(
                region, segment, index(Arrays.copyOfRange(segment, (int) indexOffset, body), indexOffset));
    }

    private static boolean isMagic(byte[] segment, int at) {
        return at >= 0 && Arrays.equals(segment, at, at + 8, SegmentForm.MAGIC, 0, 8);
    }

    private static List<SegmentEntry> index(byte[] deflated, long end) {
        var index = ByteBuffer.wrap(inflate(deflated));
        int count = index.getInt();
        var entries = new ArrayList<SegmentEntry>(count);
        long offset = SegmentForm.MAGIC.length;
        for (int i = 0; i < count; i++) {
            var entry = new SegmentEntry(index.getLong(), offset, index.getInt(), index.getInt());
            entries.add(entry);
            offset += entry.length();
        }
        if (offset != end) throw new SegmentRefusedException("a segment's index does not fit its contents");
        return List.copyOf(entries);
    }

    private static byte[] inflate(byte[] deflated) {
        var inflater = new Inflater();
        try {
            inflater.setInput(deflated);
            var count = new byte[Integer.BYTES];
            if (inflater.inflate(count) != count.length) throw new SegmentRefusedException("a segment's index is cut");
            int contents = ByteBuffer.wrap(count).getInt();
            if (contents < 0 || contents > SegmentWriter.MAX_CONTENTS)
                throw new SegmentRefusedException("a segment says that it holds " + contents + " contents");
            var index = Arrays.copyOf(count, Integer.BYTES + contents * ENTRY_BYTES);
            int at = Integer.BYTES;
            while (at < index.length) {
                int read = inflater.inflate(index, at, index.length - at);
                if (read == 0) throw new SegmentRefusedException("a segment's index is cut short");
                at += read;
            }
            return index;
        } catch (DataFormatException broken) {
            throw new SegmentRefusedException("a segment's index does not decompress", broken);
        } finally {
            inflater.end();
        }
    }

    /** The index, in the order of contents. */
    public List<SegmentEntry> entries() {
        return entries;
    }

    /**
     * A content of it, opened.
     *
     * @return empty when nothing opens it any more
     * @throws io.gatehouse.residency.key.KeyRefusedException when the keys are another content's
     */
    public Optional<ArchivedContent> open(SegmentEntry entry, SegmentKeys keys) {
        return keys.of(entry.contentIndex())
                .flatMap(opening -> open(
                        region,
                        entry.contentIndex(),
                        Arrays.copyOfRange(
                                segment, (int) entry.offset(), Math.toIntExact(entry.offset() + entry.length())),
                        entry.contentLength(),
                        opening));
    }

    /**
     * A content of which only its own bytes were fetched.
     *
     * @param sealed both parts, one after the other
     */
    public static Optional<ArchivedContent> open(
            RegionId region, long contentIndex, byte[] sealed, int contentLength, SegmentKeys.Opening opening) {
        return Optional.ofNullable(SegmentParts.open(region, contentIndex, sealed, contentLength, opening));
    }
}
