package io.gatehouse.residency.archive;

/**
 * A line of a segment's index.
 *
 * @param contentIndex increasing from line to line
 * @param offset of the content's first byte in the segment
 * @param contentLength bytes of the sealed words; 0 for a content that was deleted before
 * @param decisionLength bytes of the sealed decisions, which follow
 */
public record SegmentEntry(long contentIndex, long offset, int contentLength, int decisionLength) {
    public SegmentEntry {
        if (offset < SegmentForm.MAGIC.length || contentLength < 0 || decisionLength < 0)
            throw new IllegalArgumentException("not a place in a segment: " + offset);
    }

    /** Bytes of both parts. */
    public int length() {
        return Math.addExact(contentLength, decisionLength);
    }
}
