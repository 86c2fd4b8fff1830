package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avformat.AV_STREAM_GROUP_PARAMS_TILE_GRID;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.gatehouse.moderation.hash.HashedPicture;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.AVStreamGroup;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * HEIF and AVIF: one picture, or one that is laid out in tiles, each of which is a stream. Its transparency is another picture, in one
 * piece or in tiles; that of a picture in one piece is taken in one piece only.
 */
final class Heif {
    /** Of one picture; telephones write one. */
    private static final int MAX_THUMBNAILS = 4;

    private final Job job;
    private final Inspector inspector;

    /** By stream. */
    private final Map<Integer, Size> thumbnails = new HashMap<>();

    /** How much of a frame is shown; 0 is all. */
    private record Size(int width, int height) {}

    Heif(Job job, Inspector inspector) {
        this.job = job;
        this.inspector = inspector;
    }

    void inspect(RemoteFile file) throws IOException {
        var bytes = file.readAll(job.maxPictureBytes());
        var whole = new MemoryFile(bytes);
        boolean cut = job.looks() && FileEnd.isCut(MediaFormat.HEIF, whole);
        var items = HeifItems.unmark(bytes);
        try (var container = Container.open(MediaFormat.HEIF, whole)) {
            answer(container, items);
            if (cut) inspector.answers().incomplete();
        }
        inspector.answers().done(1 + moving(bytes));
    }

    /** @return frames of a sequence that the file holds beside its picture, and of a video that telephones put there */
    private int moving(byte[] bytes) throws IOException {
        try (var moving = new Video(inspector)) {
            moving.inspectSequence(job, new MemoryFile(bytes));
            var part = MotionPhoto.inHeif(bytes);
            if (part.isPresent() && job.looks()) moving.inspectPart(job, new MemoryFile(part.get()));
            return moving.frames();
        }
    }

    private void answer(Container container, HeifItems items) throws IOException {
        var context = container.context();
        for (int i = 0; i < context.nb_streams(); i++)
            if (items.isThumbnail(context.streams(i).id())) thumbnails.put(i, new Size(0, 0));
        AVStreamGroup main = null;
        for (int i = 0; i < context.nb_stream_groups(); i++) {
            var group = context.stream_groups(i);
            if (group.type() != AV_STREAM_GROUP_PARAMS_TILE_GRID) continue;
            if (items.isThumbnail((int) group.id())) noteThumbnail(group);
            // Transparency is a picture of tiles like the one that it belongs to, and may stand before it.
            else if (main == null && !items.isAlpha((int) group.id())) main = group;
        }
        if (main != null) {
            tiles(container, items, main);
            return;
        }
        AVStream found = null;
        for (int i = 0; i < context.nb_streams(); i++) {
            var stream = context.streams(i);
            if (stream.codecpar().codec_type() != AVMEDIA_TYPE_VIDEO || thumbnails.containsKey(i)) continue;
            boolean isMain = (stream.disposition() & AV_DISPOSITION_DEFAULT) != 0;
            if (found == null || isMain) found = stream;
            if (isMain) break;
        }
        if (found == null) throw new RefusedException(Refusal.UNREADABLE);
        single(container, items, found);
    }

    private void single(Container container, HeifItems items, AVStream stream) throws IOException {
        var codec = stream.codecpar();
        var turned = Orientation.of(codec.coded_side_data(), codec.nb_coded_side_data());
        var hashes = new ArrayList<HashedPicture>();
        Decoded shown = null;
        Decoded alpha = null;
        try {
            for (var packet = container.next(); packet != null; packet = container.next()) {
                var from = container.context().streams(packet.stream_index());
                if (packet.stream_index() == stream.index() && shown == null) shown = Decoded.of(from, packet, job);
                else if (items.isAlphaOf(from.id(), stream.id()) && alpha == null)
                    alpha = Decoded.of(from, packet, job);
                else thumbnail(from, packet, hashes);
            }
            if (shown == null) throw new RefusedException(Refusal.UNREADABLE);
            if (alpha == null) inspector.answer(job, MediaFormat.HEIF, shown.frame(), turned);
            else transparent(shown.frame(), alpha.frame(), turned);
            if (alpha == null && alphaOf(container, items, stream.id()) != null)
                inspector.answers().missed(Missed.TILED_TRANSPARENCY);
        } finally {
            if (shown != null) shown.close();
            if (alpha != null) alpha.close();
        }
        for (var thumbnail : hashes) inspector.answers().thumbnail(thumbnail);
    }

    /** A thumbnail in tiles has one, which may be larger than what is shown of it. */
    private void noteThumbnail(AVStreamGroup group) {
        var grid = group.params_tile_grid();
        if (group.nb_streams() != 1 || grid.horizontal_offset() != 0 || grid.vertical_offset() != 0) return;
        thumbnails.put(group.streams(0).index(), new Size(grid.width(), grid.height()));
    }

    /** A decoded item, as long as it is looked at. */
    private record Decoded(Decoder decoder, AVFrame frame) implements AutoCloseable {
        static Decoded of(AVStream stream, AVPacket packet, Job job) {
            var decoder = Decoder.of(stream.codecpar(), job.maxPixels(), 1, false);
            var frame = decoder.send(packet) ? decoder.receive() : null;
            if (frame == null && decoder.send(null)) frame = decoder.receive();
            if (frame != null) return new Decoded(decoder, frame);
            decoder.close();
            throw new RefusedException(Refusal.UNREADABLE);
        }

        @Override
        public void close() {
            decoder.close();
        }
    }

    private void thumbnail(AVStream stream, AVPacket packet, List<HashedPicture> hashes) {
        var shown = thumbnails.get(stream.index());
        if (!job.looks() || shown == null || hashes.size() == MAX_THUMBNAILS) return;
        try (var small = Decoded.of(stream, packet, job)) {
            var frame = small.frame();
            if (shown.width > 0 && shown.width <= frame.width()) frame.width(shown.width);
            if (shown.height > 0 && shown.height <= frame.height()) frame.height(shown.height);
            hashes.add(inspector.hash(frame, false));
        } catch (RefusedException _) {
            // Who shows thumbnails does not show this one.
        }
    }

    /** The picture with its transparency, which another item holds in grey. */
    private void transparent(AVFrame frame, AVFrame alpha, Orientation turned) throws IOException {
        int width = frame.width();
        int height = frame.height();
        try (var colours = Scaler.toRgba(frame);
                var grey = Scaler.toGrey(alpha, width, height)) {
            var rgba = colours.convert(frame);
            var opacity = grey.convert(alpha);
            var to = Frames.plane(rgba, 0, height);
            var from = Frames.plane(opacity, 0, height);
            for (int y = 0; y < height; y++)
                for (int x = 0; x < width; x++)
                    to.set(
                            ValueLayout.JAVA_BYTE,
                            (long) y * rgba.linesize(0) + 4L * x + 3,
                            from.get(ValueLayout.JAVA_BYTE, (long) y * opacity.linesize(0) + x));
            inspector.answer(job, MediaFormat.HEIF, rgba, turned);
        }
    }

    private void tiles(Container container, HeifItems items, AVStreamGroup main) throws IOException {
        var grid = main.params_tile_grid();
        var turned = Orientation.of(grid.coded_side_data(), grid.nb_coded_side_data());
        var tiledAlpha = alphaOf(container, items, (int) main.id());
        var hashes = new ArrayList<HashedPicture>();
        Decoded alpha = null;
        try (var arena = Arena.ofConfined()) {
            var canvas = new HeifCanvas(job, main, arena);
            var veil = tiledAlpha == null ? null : new HeifCanvas(job, tiledAlpha, arena);
            for (var packet = container.next(); packet != null; packet = container.next()) {
                var from = container.context().streams(packet.stream_index());
                thumbnail(from, packet, hashes);
                canvas.take(packet);
                if (veil != null) veil.take(packet);
                else if (alpha == null && items.isAlphaOf(from.id(), (int) main.id()))
                    alpha = Decoded.of(from, packet, job);
            }
            canvas.requireWhole();
            if (veil != null) veil.requireWhole();
            var opacity = veil != null ? veil.asOpacity() : null;
            if (alpha != null) answerTiles(canvas, alpha.frame(), turned);
            else answerTiles(opacity == null ? canvas.shown() : canvas.shown(opacity), turned);
        } finally {
            if (alpha != null) alpha.close();
        }
        for (var thumbnail : hashes) inspector.answers().thumbnail(thumbnail);
    }

    private static @Nullable AVStreamGroup alphaOf(Container container, HeifItems items, int of) {
        var context = container.context();
        for (int i = 0; i < context.nb_stream_groups(); i++) {
            var group = context.stream_groups(i);
            if (group.type() == AV_STREAM_GROUP_PARAMS_TILE_GRID && items.isAlphaOf((int) group.id(), of)) return group;
        }
        return null;
    }

    /** Tiles whose transparency is one piece. */
    private void answerTiles(HeifCanvas canvas, AVFrame alpha, Orientation turned) throws IOException {
        int width = canvas.grid().width();
        int height = canvas.grid().height();
        try (var scaler = Scaler.toGrey(alpha, width, height)) {
            var grey = scaler.convert(alpha);
            var plane = Frames.plane(grey, 0, height);
            answerTiles(
                    canvas.shown(new HeifCanvas.Opacity() {
                        @Override
                        public int width() {
                            return width;
                        }

                        @Override
                        public int height() {
                            return height;
                        }

                        @Override
                        public byte at(int x, int y) {
                            return plane.get(ValueLayout.JAVA_BYTE, (long) y * grey.linesize(0) + x);
                        }
                    }),
                    turned);
        }
    }

    private void answerTiles(AVFrame picture, Orientation turned) throws IOException {
        try {
            inspector.answer(job, MediaFormat.HEIF, picture, turned);
        } finally {
            av_frame_free(picture);
        }
    }
}
