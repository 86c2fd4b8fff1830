package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avformat.AV_STREAM_GROUP_PARAMS_TILE_GRID;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;

import io.gatehouse.moderation.decode.PackedPixels.Layout;
import io.gatehouse.moderation.hash.Luma;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.AVStreamGroupTileGrid;
import org.bytedeco.javacpp.IntPointer;

/** HEIF and AVIF: one picture, or one that is laid out in tiles, each of which is a stream. Transparency is not looked at. */
final class Heif {
    private static final int CHANNELS = 3;

    private final Job job;
    private final Container container;

    private Heif(Job job, Container container) {
        this.job = job;
        this.container = container;
    }

    /** What is shown. */
    record Shown(int width, int height, Luma luma) {}

    static Shown decode(Job job, RemoteFile file) throws IOException {
        if (file.sizeBytes() > job.maxPictureBytes()) throw new RefusedException(Refusal.TOO_MANY_BYTES);
        try (var container = Container.open(MediaFormat.HEIF, file)) {
            return new Heif(job, container).decode();
        }
    }

    private Shown decode() {
        var context = container.context();
        for (int i = 0; i < context.nb_stream_groups(); i++) {
            var group = context.stream_groups(i);
            if (group.type() == AV_STREAM_GROUP_PARAMS_TILE_GRID) {
                var streams = new AVStream[group.nb_streams()];
                for (int j = 0; j < streams.length; j++) streams[j] = group.streams(j);
                return tiles(group.params_tile_grid(), streams);
            }
        }
        AVStream found = null;
        for (int i = 0; i < context.nb_streams(); i++) {
            var stream = context.streams(i);
            if (stream.codecpar().codec_type() != AVMEDIA_TYPE_VIDEO) continue;
            boolean isMain = (stream.disposition() & AV_DISPOSITION_DEFAULT) != 0;
            if (found == null || isMain) found = stream;
            if (isMain) break;
        }
        if (found == null) throw new RefusedException(Refusal.UNREADABLE);
        return single(found);
    }

    private Shown single(AVStream stream) {
        var codec = stream.codecpar();
        var turned = turned(codec.coded_side_data(), codec.nb_coded_side_data());
        try (var decoder = Decoder.of(codec, job.maxPixels(), 1, false)) {
            for (var packet = container.next(); packet != null; packet = container.next()) {
                if (packet.stream_index() != stream.index() || !decoder.send(packet)) continue;
                var frame = decoder.receive();
                if (frame == null && decoder.send(null)) frame = decoder.receive();
                if (frame == null) throw new RefusedException(Refusal.UNREADABLE);
                return shown(frame.width(), frame.height(), turned, Frames.luma(frame, turned, false));
            }
        }
        throw new RefusedException(Refusal.UNREADABLE);
    }

    private static Shown shown(int width, int height, Orientation turned, Luma luma) {
        return turned.transposes() ? new Shown(height, width, luma) : new Shown(width, height, luma);
    }

    private Shown tiles(AVStreamGroupTileGrid grid, AVStream[] streams) {
        int width = grid.coded_width();
        int height = grid.coded_height();
        int left = grid.horizontal_offset();
        int top = grid.vertical_offset();
        if (width < 1 || height < 1 || left < 0 || top < 0 || grid.width() < 1 || grid.height() < 1)
            throw new RefusedException(Refusal.UNREADABLE);
        if (grid.width() > width - left || grid.height() > height - top) throw new RefusedException(Refusal.UNREADABLE);
        if ((long) width * height > job.maxPixels()) throw new RefusedException(Refusal.TOO_MANY_PIXELS);
        var turned = turned(grid.coded_side_data(), grid.nb_coded_side_data());
        try (var arena = Arena.ofConfined()) {
            long stride = (long) CHANNELS * width;
            var canvas = arena.allocate(stride * height);
            fill(canvas, stride, height, grid, streams);
            var inside = canvas.asSlice(top * stride + (long) CHANNELS * left);
            var pixels =
                    new PackedPixels(grid.width(), grid.height(), inside, stride, new Layout(CHANNELS, 0, 1, 2, -1));
            return shown(grid.width(), grid.height(), turned, pixels.toLuma(turned));
        }
    }

    private void fill(MemorySegment canvas, long stride, int height, AVStreamGroupTileGrid grid, AVStream[] streams) {
        int drawn = 0;
        for (var packet = container.next(); packet != null; packet = container.next()) {
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
                        var rgb = Frames.plane(plain, 0, plain.height());
                        draw(
                                rgb,
                                plain.linesize(0),
                                plain.width(),
                                plain.height(),
                                canvas,
                                stride,
                                height,
                                grid.offsets_horizontal(tile),
                                grid.offsets_vertical(tile));
                    }
                    drawn++;
                }
            }
        }
        if (drawn < grid.nb_tiles()) throw new RefusedException(Refusal.UNREADABLE);
    }

    private static void draw(
            MemorySegment tile,
            long tileStride,
            int width,
            int rows,
            MemorySegment canvas,
            long stride,
            int height,
            int left,
            int top) {
        if (left < 0 || top < 0 || (long) CHANNELS * left >= stride) throw new RefusedException(Refusal.UNREADABLE);
        long bytes = Math.min((long) CHANNELS * width, stride - (long) CHANNELS * left);
        for (int y = 0; y < rows && top + y < height; y++)
            MemorySegment.copy(tile, y * tileStride, canvas, (top + y) * stride + (long) CHANNELS * left, bytes);
    }

    private static Orientation turned(AVPacketSideData all, int count) {
        var found = count == 0 ? null : av_packet_side_data_get(all, count, AV_PKT_DATA_DISPLAYMATRIX);
        if (found == null || found.isNull()) return Orientation.NORMAL;
        // The matrix says how far to turn against the clock.
        double degrees = -av_display_rotation_get(new IntPointer(found.data()));
        return Double.isNaN(degrees) ? Orientation.NORMAL : Orientation.ofTurn((int) Math.round(degrees));
    }
}
