package io.gatehouse.moderation.hash;

/**
 * One frame of a video.
 *
 * @param number counted from 0 in the order shown
 * @param seconds when it is shown, from the begin
 */
public record VideoFrame(int number, HashedPicture picture, double seconds) {
    public VideoFrame {
        if (number < 0) throw new IllegalArgumentException("a frame's number is 0 or more: " + number);
        // Negated so that NaN, which fails every comparison, is refused too.
        if (!(seconds >= 0)) throw new IllegalArgumentException("a frame's time is 0 or more seconds: " + seconds);
    }
}
