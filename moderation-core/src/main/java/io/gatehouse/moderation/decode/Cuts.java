package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BITSTREAM;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

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
    private int format = -1;
    private @Nullable Place place;

    /**
     * Where the upper eight bits of a point's brightness lie; of red, green and blue, those of green.
     *
     * @param step bytes from one point to the next
     * @param offset bytes in front of the first
     * @param shift bits below those that are taken, in the number of two bytes that is there
     * @param isDeep whether a point is such a number
     */
    private record Place(int plane, int step, int offset, int shift, boolean isDeep, boolean isBigEndian) {
        /** @return null for formats whose points are no bytes */
        static @Nullable Place of(int format) {
            var description = av_pix_fmt_desc_get(format);
            if (description == null || (description.flags() & AV_PIX_FMT_FLAG_BITSTREAM) != 0) return null;
            boolean isRgb = (description.flags() & AV_PIX_FMT_FLAG_RGB) != 0 && description.nb_components() >= 3;
            var part = description.comp(isRgb ? 1 : 0);
            boolean isDeep = part.depth() > 8;
            int shift = isDeep ? part.shift() + part.depth() - 8 : 0;
            boolean isBigEndian = (description.flags() & AV_PIX_FMT_FLAG_BE) != 0;
            return new Place(part.plane(), part.step(), part.offset(), shift, isDeep, isBigEndian);
        }

        byte read(MemorySegment plane, long row, int column) {
            long at = row + (long) column * step + offset;
            int low = plane.get(ValueLayout.JAVA_BYTE, at) & 0xff;
            if (!isDeep) return (byte) low;
            int high = plane.get(ValueLayout.JAVA_BYTE, at + 1) & 0xff;
            return (byte) ((isBigEndian ? low << 8 | high : high << 8 | low) >> shift);
        }
    }

    /** @return whether this frame begins a scene; the first frame does */
    boolean isCut(AVFrame frame) {
        if (format != frame.format()) {
            format = frame.format();
            place = Place.of(format);
        }
        var points = place;
        if (points == null || frame.width() < COLUMNS || frame.height() < ROWS) return !seen();
        sample(
                points,
                Frames.plane(frame, points.plane, frame.height()),
                frame.linesize(points.plane),
                frame.width(),
                frame.height());
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

    private void sample(Place points, MemorySegment plane, long stride, int width, int height) {
        for (int row = 0, i = 0; row < ROWS; row++) {
            long start = (2L * row + 1) * height / (2 * ROWS) * stride;
            for (int column = 0; column < COLUMNS; column++, i++)
                now[i] = points.read(plane, start, (2 * column + 1) * width / (2 * COLUMNS));
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
