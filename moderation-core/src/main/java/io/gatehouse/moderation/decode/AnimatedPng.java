package io.gatehouse.moderation.decode;

import java.nio.ByteBuffer;

/**
 * Whether a PNG file moves: browsers show its frames, and other programs the picture that is there for them, which need not be one of
 * the frames.
 *
 * @param showsPicture whether that picture is the first frame
 * @see <a href="https://www.w3.org/TR/png-3/#apng-frame-based-animation">PNG, third edition: animation</a>
 */
record AnimatedPng(boolean moves, boolean showsPicture) {
    private static final AnimatedPng STILL = new AnimatedPng(false, true);

    private static final int CONTROL = 0x6163544C;
    private static final int FRAME = 0x6663544C;
    private static final int DATA = 0x49444154;

    static AnimatedPng in(byte[] bytes) {
        var file = ByteBuffer.wrap(bytes);
        boolean moves = false;
        boolean shows = false;
        boolean isBefore = true;
        for (long at = 8; at + 12 <= bytes.length; ) {
            int length = file.getInt((int) at);
            int type = file.getInt((int) at + 4);
            // The decoding library would take memory for what a chunk says, before it reads it.
            if (length < 0 || length > bytes.length) return STILL;
            isBefore &= type != DATA;
            moves |= isBefore && type == CONTROL;
            shows |= isBefore && type == FRAME;
            at += 12L + length;
        }
        return moves ? new AnimatedPng(true, shows) : STILL;
    }
}
