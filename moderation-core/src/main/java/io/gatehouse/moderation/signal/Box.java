package io.gatehouse.moderation.signal;

/** A rectangle of a picture or a frame, in pixels of it as it is shown, from its upper left corner. */
public record Box(int left, int top, int width, int height) {
    public Box {
        if (left < 0 || top < 0 || width < 1 || height < 1)
            throw new IllegalArgumentException("not a box: " + left + ", " + top + ", " + width + "x" + height);
    }

    /** The smallest one that holds both. */
    public Box with(Box other) {
        int fromLeft = Math.min(left, other.left);
        int fromTop = Math.min(top, other.top);
        int right = Math.max(left + width, other.left + other.width);
        int bottom = Math.max(top + height, other.top + other.height);
        return new Box(fromLeft, fromTop, right - fromLeft, bottom - fromTop);
    }
}
