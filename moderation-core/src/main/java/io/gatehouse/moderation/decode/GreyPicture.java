package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_ALPHA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PAL;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A picture as it is shown, in grey, at a size at which its letters can be read: small ones are made larger, and those larger than
 * letters need are made smaller.
 *
 * @param bytes row after row, without padding
 * @param scale pixels of this one for each pixel that is shown
 */
@SuppressWarnings("ArrayRecordComponent") // Handed to the reader, which nobody else sees.
record GreyPicture(byte[] bytes, int width, int height, double scale) {
    /** Letters of a twentieth of a small picture's height get the 20 pixels that the reader likes. */
    static final int LEAST_SIDE = 1_280;

    /** A frame of 1080p stays as it is; a photograph of 12 million pixels is halved. What is left costs about a second. */
    static final int MOST_SIDE = 1_920;

    /** More only makes the blur larger. */
    private static final double MOST_GROWTH = 3;

    /** How much larger than it is a picture is read. */
    private static double scaleOf(int width, int height) {
        int side = Math.max(width, height);
        if (side > MOST_SIDE) return (double) MOST_SIDE / side;
        return side >= LEAST_SIDE ? 1 : Math.min(MOST_GROWTH, (double) LEAST_SIDE / side);
    }

    /** Of a decoded picture or frame. */
    static GreyPicture of(AVFrame frame, Orientation shown) {
        var description = av_pix_fmt_desc_get(frame.format());
        if (description == null) throw new RefusedException(Refusal.UNREADABLE);
        // Letters can be cut into transparency alone: such pictures are read as they are shown, on white.
        if ((description.flags() & (AV_PIX_FMT_FLAG_ALPHA | AV_PIX_FMT_FLAG_PAL)) != 0)
            try (var pixels = Frames.opened(frame)) {
                return of(pixels.pixels(), shown);
            }
        double scale = scaleOf(frame.width(), frame.height());
        int width = scaled(frame.width(), scale);
        int height = scaled(frame.height(), scale);
        try (var scaler = Scaler.toGrey(frame, width, height)) {
            var grey = scaler.convert(frame);
            var plane = Frames.plane(grey, 0, height);
            var bytes = new byte[width * height];
            for (int y = 0; y < height; y++)
                MemorySegment.copy(plane, ValueLayout.JAVA_BYTE, (long) y * grey.linesize(0), bytes, y * width, width);
            return turned(bytes, width, height, scale, shown);
        }
    }

    /** Of pixels that are read one by one: the nearest are taken where there are too many, and mixed where there are too few. */
    static GreyPicture of(Pixels pixels, Orientation shown) {
        double scale = scaleOf(pixels.width(), pixels.height());
        int width = Math.min(pixels.width(), scaled(pixels.width(), scale));
        int height = Math.min(pixels.height(), scaled(pixels.height(), scale));
        var columns = new int[width];
        for (int x = 0; x < width; x++) columns[x] = (int) ((long) x * pixels.width() / width);
        var row = new float[width];
        var bytes = new byte[width * height];
        for (int y = 0; y < height; y++) {
            pixels.read((int) ((long) y * pixels.height() / height), columns, row, 0);
            for (int x = 0; x < width; x++) bytes[y * width + x] = (byte) Math.round(row[x]);
        }
        if (scale <= 1) return turned(bytes, width, height, scale, shown);
        int wide = scaled(width, scale);
        int high = scaled(height, scale);
        return turned(grown(bytes, width, height, wide, high), wide, high, scale, shown);
    }

    private static int scaled(int length, double scale) {
        return Math.max(1, (int) Math.round(length * scale));
    }

    private static byte[] grown(byte[] from, int width, int height, int wide, int high) {
        var to = new byte[wide * high];
        for (int y = 0; y < high; y++) {
            float atY = Math.clamp((y + 0.5f) * height / high - 0.5f, 0, height - 1);
            int top = (int) atY;
            int below = Math.min(top + 1, height - 1);
            for (int x = 0; x < wide; x++) {
                float atX = Math.clamp((x + 0.5f) * width / wide - 0.5f, 0, width - 1);
                int left = (int) atX;
                int right = Math.min(left + 1, width - 1);
                float upper = mixed(from[top * width + left], from[top * width + right], atX - left);
                float lower = mixed(from[below * width + left], from[below * width + right], atX - left);
                to[y * wide + x] = (byte) Math.round(upper + (lower - upper) * (atY - top));
            }
        }
        return to;
    }

    private static float mixed(byte one, byte other, float part) {
        return (one & 0xff) + ((other & 0xff) - (one & 0xff)) * part;
    }

    private static GreyPicture turned(byte[] bytes, int width, int height, double scale, Orientation shown) {
        if (shown == Orientation.NORMAL) return new GreyPicture(bytes, width, height, scale);
        boolean transposes = shown.transposes();
        int wide = transposes ? height : width;
        int high = transposes ? width : height;
        var turned = new byte[bytes.length];
        for (int y = 0; y < height; y++) {
            int toY = shown.fromBottom() ? height - 1 - y : y;
            for (int x = 0; x < width; x++) {
                int toX = shown.fromRight() ? width - 1 - x : x;
                turned[transposes ? toX * wide + toY : toY * wide + toX] = bytes[y * width + x];
            }
        }
        return new GreyPicture(turned, wide, high, scale);
    }

    /**
     * The letters that are brighter than nearly everything, black on white: captions are laid over pictures in white, often with a
     * dark rim, and a common threshold loses them on a bright background.
     */
    GreyPicture brightest() {
        var kept = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) kept[i] = (bytes[i] & 0xff) >= BRIGHT ? 0 : (byte) 255;
        return new GreyPicture(kept, width, height, scale);
    }

    /** Of 255; white of videos is 235. */
    private static final int BRIGHT = 215;

    /** A box of this picture, in pixels as shown. */
    int shown(int length) {
        return (int) Math.round(length / scale);
    }
}
