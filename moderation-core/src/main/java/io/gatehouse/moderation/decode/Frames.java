package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avutil.*;

import io.gatehouse.moderation.decode.JpegPixels.Plane;
import io.gatehouse.moderation.decode.PackedPixels.Layout;
import java.lang.foreign.MemorySegment;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** What the decoding library gives, as pixels. */
@SuppressWarnings("restricted") // Planes are memory of the library, of a size that it names.
final class Frames {
    private Frames() {}

    /** Pixels to be read one by one, and what was made for them. */
    record Opened(Pixels pixels, @Nullable Scaler scaler) implements AutoCloseable {
        @Override
        public void close() {
            if (scaler != null) scaler.close();
        }
    }

    /** As they are to be hashed. */
    static Opened toHash(AVFrame frame, boolean jpeg) {
        var pixels = jpeg ? jpegPixels(frame) : null;
        return pixels == null ? opened(frame) : new Opened(pixels, null);
    }

    static Opened opened(AVFrame frame) {
        var pixels = packed(frame);
        if (pixels != null) return new Opened(pixels, null);
        var scaler = Scaler.forPictures(frame);
        var plain = packed(scaler.convert(frame));
        if (plain != null) return new Opened(plain, scaler);
        scaler.close();
        throw new RefusedException(Refusal.UNREADABLE);
    }

    /** Bytes of a plane as the library allocated them, for rows that are read from the top down. */
    static MemorySegment plane(AVFrame frame, int plane, int rows) {
        var data = frame.data(plane);
        long stride = frame.linesize(plane);
        if (data == null || data.isNull() || stride < 0) throw new RefusedException(Refusal.UNREADABLE);
        return MemorySegment.ofAddress(data.address()).reinterpret(stride * rows);
    }

    private static @Nullable Pixels jpegPixels(AVFrame frame) {
        int format = frame.format();
        if (format != AV_PIX_FMT_YUVJ420P
                && format != AV_PIX_FMT_YUVJ422P
                && format != AV_PIX_FMT_YUVJ440P
                && format != AV_PIX_FMT_YUVJ444P) return null;
        int shiftX = format == AV_PIX_FMT_YUVJ420P || format == AV_PIX_FMT_YUVJ422P ? 1 : 0;
        int shiftY = format == AV_PIX_FMT_YUVJ420P || format == AV_PIX_FMT_YUVJ440P ? 1 : 0;
        int rows = frame.height();
        int coarseRows = (rows + shiftY) >> shiftY;
        int coarseColumns = (frame.width() + shiftX) >> shiftX;
        return new JpegPixels(
                frame.width(),
                rows,
                new Plane(plane(frame, 0, rows), frame.linesize(0), frame.width()),
                new Plane(plane(frame, 1, coarseRows), frame.linesize(1), coarseColumns),
                new Plane(plane(frame, 2, coarseRows), frame.linesize(2), coarseColumns),
                shiftX,
                shiftY);
    }

    private static @Nullable Pixels packed(AVFrame frame) {
        int width = frame.width();
        int height = frame.height();
        long stride = frame.linesize(0);
        if (frame.format() == AV_PIX_FMT_PAL8)
            return new PalettePixels(
                    width,
                    height,
                    plane(frame, 0, height),
                    stride,
                    MemorySegment.ofAddress(frame.data(1).address()).reinterpret(4 * 256));
        var layout = layout(frame.format());
        return layout == null ? null : new PackedPixels(width, height, plane(frame, 0, height), stride, layout);
    }

    private static @Nullable Layout layout(int format) {
        return switch (format) {
            case AV_PIX_FMT_RGB24 -> new Layout(3, 0, 1, 2, -1);
            case AV_PIX_FMT_BGR24 -> new Layout(3, 2, 1, 0, -1);
            case AV_PIX_FMT_RGBA -> new Layout(4, 0, 1, 2, 3);
            case AV_PIX_FMT_BGRA -> new Layout(4, 2, 1, 0, 3);
            case AV_PIX_FMT_ARGB -> new Layout(4, 1, 2, 3, 0);
            case AV_PIX_FMT_BGR0 -> new Layout(4, 2, 1, 0, -1);
            case AV_PIX_FMT_RGB0 -> new Layout(4, 0, 1, 2, -1);
            case AV_PIX_FMT_GRAY8 -> new Layout(1, 0, 0, 0, -1);
            case AV_PIX_FMT_YA8 -> new Layout(2, 0, 0, 0, 1);
            case AV_PIX_FMT_RGB48BE -> new Layout(6, 0, 2, 4, -1);
            case AV_PIX_FMT_RGB48LE -> new Layout(6, 1, 3, 5, -1);
            case AV_PIX_FMT_RGBA64BE -> new Layout(8, 0, 2, 4, 6);
            case AV_PIX_FMT_RGBA64LE -> new Layout(8, 1, 3, 5, 7);
            case AV_PIX_FMT_GRAY16BE -> new Layout(2, 0, 0, 0, -1);
            case AV_PIX_FMT_GRAY16LE -> new Layout(2, 1, 1, 1, -1);
            case AV_PIX_FMT_YA16BE -> new Layout(4, 0, 0, 0, 2);
            case AV_PIX_FMT_YA16LE -> new Layout(4, 1, 1, 1, 3);
            default -> null;
        };
    }
}
