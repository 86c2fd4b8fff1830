package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.AVStreamGroup;
import org.bytedeco.ffmpeg.avformat.AVStreamGroupTileGrid;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A picture in red, green and blue that is put together from tiles, each of which is a stream. */
final class HeifCanvas {
    private static final int CHANNELS = 3;

    /** With transparency. */
    private static final int RGBA = 4;

    private final Job job;
    private final AVStreamGroupTileGrid grid;
    private final AVStream[] streams;
    private final Arena arena;
    private final MemorySegment pixels;
    private final long stride;
    private final int height;
    private int drawn;

    /** Memory of ours, as the library wants it. */
    private static final class PointerTo extends Pointer {
        PointerTo(long address) {
            this.address = address;
        }
    }

    /** @throws RefusedException when what is shown is not within the tiles, or is more than is allowed */
    HeifCanvas(Job job, AVStreamGroup group, Arena arena) {
        this.job = job;
        this.arena = arena;
        grid = group.params_tile_grid();
        streams = new AVStream[group.nb_streams()];
        for (int i = 0; i < streams.length; i++) streams[i] = group.streams(i);
        int width = grid.coded_width();
        height = grid.coded_height();
        int left = grid.horizontal_offset();
        int top = grid.vertical_offset();
        if (width < 1 || height < 1 || left < 0 || top < 0 || grid.width() < 1 || grid.height() < 1)
            throw new RefusedException(Refusal.UNREADABLE);
        if (grid.width() > width - left || grid.height() > height - top) throw new RefusedException(Refusal.UNREADABLE);
        if ((long) width * height > job.maxPixels()) throw new RefusedException(Refusal.TOO_MANY_PIXELS);
        stride = (long) CHANNELS * width;
        pixels = arena.allocate(stride * height);
    }

    AVStreamGroupTileGrid grid() {
        return grid;
    }

    /** Draws what a packet holds wherever it belongs; nothing where it belongs to another picture. */
    void take(AVPacket packet) {
        for (int tile = 0; tile < grid.nb_tiles(); tile++) {
            int index = grid.offsets_idx(tile);
            if (index < 0 || index >= streams.length || streams[index].index() != packet.stream_index()) continue;
            try (var decoder = Decoder.of(streams[index].codecpar(), job.maxPixels(), 1, false)) {
                var frame = decoder.send(packet) ? decoder.receive() : null;
                if (frame == null && decoder.send(null)) frame = decoder.receive();
                if (frame == null) throw new RefusedException(Refusal.UNREADABLE);
                try (var scaler = Scaler.forPictures(frame)) {
                    var plain = scaler.convert(frame);
                    if (plain.format() != AV_PIX_FMT_RGB24) throw new RefusedException(Refusal.UNREADABLE);
                    draw(plain, grid.offsets_horizontal(tile), grid.offsets_vertical(tile));
                }
                drawn++;
            }
        }
    }

    private void draw(AVFrame tile, int left, int top) {
        if (left < 0 || top < 0 || (long) CHANNELS * left >= stride) throw new RefusedException(Refusal.UNREADABLE);
        var from = Frames.plane(tile, 0, tile.height());
        long bytes = Math.min((long) CHANNELS * tile.width(), stride - (long) CHANNELS * left);
        for (int y = 0; y < tile.height() && top + y < height; y++)
            MemorySegment.copy(
                    from, (long) y * tile.linesize(0), pixels, (top + y) * stride + (long) CHANNELS * left, bytes);
    }

    /** @throws RefusedException when a tile is missing */
    void requireWhole() {
        if (drawn < grid.nb_tiles()) throw new RefusedException(Refusal.UNREADABLE);
    }

    /** What is shown of the tiles, as long as the arena is open; the caller frees the frame. */
    AVFrame shown() {
        long at = grid.vertical_offset() * stride + (long) CHANNELS * grid.horizontal_offset();
        return frame(pixels.asSlice(at), grid.width(), grid.height(), stride, AV_PIX_FMT_RGB24);
    }

    /** As {@link #shown}, with the transparency that is in grey, of whatever size. */
    AVFrame shown(Opacity opacity) {
        int width = grid.width();
        int rows = grid.height();
        var whole = arena.allocate((long) RGBA * width * rows);
        for (int y = 0; y < rows; y++) {
            long from = (grid.vertical_offset() + y) * stride + (long) CHANNELS * grid.horizontal_offset();
            long to = (long) RGBA * width * y;
            int greyRow = (int) ((long) y * opacity.height() / rows);
            for (int x = 0; x < width; x++) {
                MemorySegment.copy(pixels, from + (long) CHANNELS * x, whole, to + (long) RGBA * x, CHANNELS);
                whole.set(
                        ValueLayout.JAVA_BYTE,
                        to + (long) RGBA * x + CHANNELS,
                        opacity.at((int) ((long) x * opacity.width() / width), greyRow));
            }
        }
        return frame(whole, width, rows, (long) RGBA * width, AV_PIX_FMT_RGBA);
    }

    /** How much of each point is seen: none at 0, all at 255. */
    interface Opacity {
        int width();

        int height();

        byte at(int x, int y);
    }

    /** A picture of tiles that is another one's transparency. */
    Opacity asOpacity() {
        return new Opacity() {
            @Override
            public int width() {
                return grid.width();
            }

            @Override
            public int height() {
                return grid.height();
            }

            @Override
            public byte at(int x, int y) {
                long at = (grid.vertical_offset() + y) * stride + (long) CHANNELS * (grid.horizontal_offset() + x);
                return pixels.get(ValueLayout.JAVA_BYTE, at);
            }
        };
    }

    private static AVFrame frame(MemorySegment pixels, int width, int height, long stride, int format) {
        var frame = av_frame_alloc();
        frame.width(width);
        frame.height(height);
        frame.format(format);
        frame.data(0, new BytePointer(new PointerTo(pixels.address())));
        frame.linesize(0, Math.toIntExact(stride));
        return frame;
    }
}
