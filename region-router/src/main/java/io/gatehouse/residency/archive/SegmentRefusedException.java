package io.gatehouse.residency.archive;

/** Bytes that are no segment, or not the segment that was written. A retry cannot help. */
public final class SegmentRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SegmentRefusedException(String message) {
        super(message);
    }

    SegmentRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
