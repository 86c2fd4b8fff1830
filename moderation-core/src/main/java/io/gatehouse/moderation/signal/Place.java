package io.gatehouse.moderation.signal;

import org.jspecify.annotations.Nullable;

/**
 * Where in a picture or a video something was seen, or when in captions it is said.
 *
 * @param frame among the decoded ones, from 0, which is the picture itself; {@link #NO_FRAME} where nothing was decoded
 * @param startMillis from the begin
 * @param endMillis until when it is seen or said at least; not before {@code startMillis}
 * @param box null when it is the whole frame, or no frame
 */
public record Place(
        int frame,
        long startMillis,
        long endMillis,
        @Nullable Box box) {
    /** Captions are read, not seen. */
    public static final int NO_FRAME = -1;

    public Place {
        if (frame < NO_FRAME) throw new IllegalArgumentException("frames are counted from 0: " + frame);
        if (startMillis < 0 || endMillis < startMillis)
            throw new IllegalArgumentException("not a time: " + startMillis + " to " + endMillis + " ms");
    }

    /** The first of the two frames, the time from the begin of one to the end of the other, and a box around both of one frame. */
    public Place with(Place other) {
        var first = other.startMillis < startMillis ? other : this;
        Box around = first.box;
        if (frame == other.frame) around = box == null || other.box == null ? null : box.with(other.box);
        return new Place(
                first.frame, Math.min(startMillis, other.startMillis), Math.max(endMillis, other.endMillis), around);
    }
}
