package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import io.gatehouse.moderation.decode.Stream.Sink;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The frames of a WebP file that moves, which the decoding library does not know: each is made a file of its own, decoded, and laid
 * upon those before it.
 *
 * @see <a href="https://developers.google.com/speed/webp/docs/riff_container#animation">WebP container, animation</a>
 */
final class AnimatedWebp {
    private static final int ANIMATED = 0x02;
    private static final int PIXEL_BYTES = 4;

    private final ByteBuffer file;
    private final int width;
    private final int height;
    private final List<Part> parts;
    private boolean broken;

    /** A frame's place in the file and on the canvas. */
    private record Part(
            int at,
            int length,
            int left,
            int top,
            int width,
            int height,
            int millis,
            boolean replaces,
            boolean clears) {}

    private AnimatedWebp(ByteBuffer file, int width, int height, List<Part> parts, boolean broken) {
        this.file = file;
        this.width = width;
        this.height = height;
        this.parts = parts;
        this.broken = broken;
    }

    /** @return empty when the file does not move */
    static Optional<AnimatedWebp> in(byte[] bytes, long maxPixels) {
        var file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < 30 || !name(file, 12).equals("VP8X") || (file.get(20) & ANIMATED) == 0)
            return Optional.empty();
        int width = 1 + three(file, 24);
        int height = 1 + three(file, 27);
        if ((long) width * height > maxPixels) throw new RefusedException(Refusal.TOO_MANY_PIXELS);
        var parts = new ArrayList<Part>();
        boolean cut = false;
        for (long at = 12; at + 8 <= bytes.length; ) {
            long length = file.getInt((int) at + 4) & 0xffffffffL;
            if (at + 8 + length > bytes.length) {
                cut = true;
                break;
            }
            if (name(file, (int) at).equals("ANMF") && length > 24) parts.add(part(file, (int) at + 8, (int) length));
            at += 8 + length + (length & 1);
        }
        if (parts.isEmpty()) throw new RefusedException(Refusal.UNREADABLE);
        return Optional.of(new AnimatedWebp(file, width, height, parts, cut));
    }

    private static Part part(ByteBuffer file, int at, int length) {
        int flags = file.get(at + 15);
        return new Part(
                at + 16,
                length - 16,
                2 * three(file, at),
                2 * three(file, at + 3),
                1 + three(file, at + 6),
                1 + three(file, at + 9),
                three(file, at + 12),
                (flags & 2) != 0,
                (flags & 1) != 0);
    }

    /** Whether a frame was not there, or could not be decoded. */
    boolean isBroken() {
        return broken;
    }

    /** @return how many there were */
    int eachFrame(Job job, Sink sink) throws IOException {
        AVFrame canvas = av_frame_alloc();
        canvas.width(width);
        canvas.height(height);
        canvas.format(AV_PIX_FMT_RGBA);
        try {
            if (av_frame_get_buffer(canvas, 0) < 0) throw new RefusedException(Refusal.TOO_MANY_PIXELS);
            Frames.plane(canvas, 0, height).fill((byte) 0);
            long micros = 0;
            int number = 0;
            for (var part : parts) {
                if (number >= job.maxFrames()) throw new RefusedException(Refusal.TOO_MANY_FRAMES);
                if (micros / 1000 > job.maxMillis()) throw new RefusedException(Refusal.TOO_LONG);
                if (!draw(part, canvas, job)) {
                    broken = true;
                    continue;
                }
                sink.accept(number++, micros, canvas);
                micros += 1000L * part.millis;
                if (part.clears) clear(part, canvas);
            }
            if (number == 0) throw new RefusedException(Refusal.UNREADABLE);
            return number;
        } finally {
            av_frame_free(canvas);
        }
    }

    private boolean draw(Part part, AVFrame canvas, Job job) {
        if (part.width > width - part.left || part.height > height - part.top) return false;
        try (var decoder = Decoder.ofPicture(MediaFormat.WEBP, job.maxPixels())) {
            var frame = decoder.picture(single(part));
            if (frame.width() != part.width || frame.height() != part.height) return false;
            try (var scaler = Scaler.toRgba(frame)) {
                var pixels = scaler.convert(frame);
                var from = Frames.plane(pixels, 0, part.height);
                var to = Frames.plane(canvas, 0, height);
                for (int y = 0; y < part.height; y++)
                    lay(
                            from,
                            (long) y * pixels.linesize(0),
                            to,
                            (long) (part.top + y) * canvas.linesize(0) + (long) PIXEL_BYTES * part.left,
                            part);
            }
            return true;
        } catch (RefusedException _) {
            return false;
        }
    }

    private static void lay(MemorySegment from, long fromAt, MemorySegment to, long toAt, Part part) {
        if (part.replaces) {
            MemorySegment.copy(from, fromAt, to, toAt, (long) PIXEL_BYTES * part.width);
            return;
        }
        for (int x = 0; x < part.width; x++) {
            int above = from.get(ValueLayout.JAVA_INT_UNALIGNED, fromAt + 4L * x);
            int alpha = above >>> 24;
            if (alpha == 0) continue;
            int below = to.get(ValueLayout.JAVA_INT_UNALIGNED, toAt + 4L * x);
            to.set(ValueLayout.JAVA_INT_UNALIGNED, toAt + 4L * x, alpha == 255 ? above : over(above, below));
        }
    }

    /** Colours that are not multiplied with their alpha, lowest byte first, as the format's own document mixes them. */
    private static int over(int above, int below) {
        int alpha = above >>> 24;
        int rest = (below >>> 24) * (255 - alpha) / 255;
        int both = alpha + rest;
        int mixed = both << 24;
        for (int shift = 0; shift < 24; shift += 8)
            mixed |= ((above >> shift & 0xff) * alpha + (below >> shift & 0xff) * rest) / both << shift;
        return mixed;
    }

    private void clear(Part part, AVFrame canvas) {
        var to = Frames.plane(canvas, 0, height);
        for (int y = 0; y < part.height; y++)
            to.asSlice(
                            (long) (part.top + y) * canvas.linesize(0) + (long) PIXEL_BYTES * part.left,
                            (long) PIXEL_BYTES * part.width)
                    .fill((byte) 0);
    }

    /** The frame's own chunks as a file that does not move. */
    private byte[] single(Part part) {
        boolean hasAlpha = name(file, part.at).equals("ALPH");
        int head = hasAlpha ? 30 : 12;
        var single = ByteBuffer.allocate(head + part.length).order(ByteOrder.LITTLE_ENDIAN);
        single.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(head - 8 + part.length);
        single.put("WEBP".getBytes(StandardCharsets.US_ASCII));
        if (hasAlpha) {
            single.put("VP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(0x10);
            putThree(single, part.width - 1);
            putThree(single, part.height - 1);
        }
        var chunks = new byte[part.length];
        file.get(part.at, chunks);
        single.put(chunks);
        return single.array();
    }

    private static void putThree(ByteBuffer to, int value) {
        to.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
    }

    private static int three(ByteBuffer from, int at) {
        return (from.get(at) & 0xff) | (from.get(at + 1) & 0xff) << 8 | (from.get(at + 2) & 0xff) << 16;
    }

    private static String name(ByteBuffer from, int at) {
        var bytes = new byte[4];
        from.get(at, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
