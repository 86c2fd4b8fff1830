package io.gatehouse.moderation.decode;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Tells where one scene ends and the next begins: brightness changes at many points at once, and is spread otherwise. Two
 * thousand points of each frame are looked at, which costs some microseconds.
 */
final class Cuts {
    private static final int COLUMNS = 64;
    private static final int ROWS = 32;
    private static final int POINTS = COLUMNS * ROWS;

    private static final int LEVELS = 16;

    /** Mean change of a point, of 255: a moving camera stays below 20. */
    private static final double CHANGED = 24;

    /** Share of points that are of another level of brightness. */
    private static final double SPREAD = 0.25;

    /** A change so large is a cut, whatever the levels say: two scenes may be of one brightness. */
    private static final double CHANGED_FOR_SURE = 42;

    private byte[] before = new byte[POINTS];
    private byte[] now = new byte[POINTS];
    private boolean hasBefore;

    /** @return whether this frame begins a scene; the first frame does */
    boolean isCut(AVFrame frame) {
        if (frame.width() < COLUMNS || frame.height() < ROWS || frame.data(0) == null) return !seen();
        sample(Frames.plane(frame, 0, frame.height()), frame.linesize(0), frame.width(), frame.height());
        boolean cut = !seen() || differs();
        var kept = before;
        before = now;
        now = kept;
        return cut;
    }

    private boolean seen() {
        boolean seen = hasBefore;
        hasBefore = true;
        return seen;
    }

    /** Of planar formats the brightness; of packed ones some colour of each, which changes as well. */
    private void sample(MemorySegment plane, long stride, int width, int height) {
        int columns = (int) Math.min(width, stride);
        for (int row = 0, i = 0; row < ROWS; row++) {
            long start = (2L * row + 1) * height / (2 * ROWS) * stride;
            for (int column = 0; column < COLUMNS; column++, i++)
                now[i] = plane.get(ValueLayout.JAVA_BYTE, start + (2L * column + 1) * columns / (2 * COLUMNS));
        }
    }

    private boolean differs() {
        int change = 0;
        var levels = new int[LEVELS];
        for (int i = 0; i < POINTS; i++) {
            int one = now[i] & 0xff;
            int other = before[i] & 0xff;
            change += Math.abs(one - other);
            levels[one * LEVELS / 256]++;
            levels[other * LEVELS / 256]--;
        }
        int moved = 0;
        for (int level : levels) moved += Math.max(0, level);
        double mean = (double) change / POINTS;
        return mean >= CHANGED_FOR_SURE || (mean >= CHANGED && moved >= SPREAD * POINTS);
    }
}
