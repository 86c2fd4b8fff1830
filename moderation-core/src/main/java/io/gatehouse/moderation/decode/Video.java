package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avutil.*;

import io.gatehouse.moderation.hash.FrameHasher;
import io.gatehouse.moderation.hash.HashedPicture;
import java.io.IOException;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Hashes a video's frames at their own size, as vPDQ does. */
final class Video implements AutoCloseable {
    /**
     * From here on a hash of brightness alone is within 12 bits of the published ones, in all three published videos; below 10 it
     * is up to 46 off. Matching leaves out what is below 50.
     */
    private static final int SURE_QUALITY = 20;

    /** Below here, by either way of hashing: the two differ by a point or two. */
    private static final int PLAIN_QUALITY = SURE_QUALITY / 2;

    /** Of one file: views from other places, and alternates. */
    private static final int MAX_TRACKS = 4;

    private final Inspector inspector;
    private final Answers answers;
    private @Nullable Scaler scaler;
    private @Nullable FrameHasher hasher;
    private int width;
    private int height;
    private boolean isPlain;
    private Orientation shown = Orientation.NORMAL;
    private int frames;
    private long end;
    private boolean broken;

    Video(Inspector inspector) {
        this.inspector = inspector;
        this.answers = inspector.answers();
    }

    void inspect(Job job, MediaFormat format, RemoteFile file) throws IOException {
        boolean cut = job.looks() && FileEnd.isCut(format, file);
        try (var container = Container.open(format, file);
                var subtitles = subtitles(container, job)) {
            var stream = Stream.first(container, job, subtitles);
            long millis = stream.declaredMillis();
            if (millis > job.maxMillis()) throw new RefusedException(Refusal.TOO_LONG);
            var codec = stream.stream().codecpar();
            if ((long) codec.width() * codec.height() > job.maxPixels())
                throw new RefusedException(Refusal.TOO_MANY_PIXELS);
            var size = codec.width() > 0 && codec.height() > 0
                    ? new Stream.Size(codec.width(), codec.height())
                    : firstSize(job, format, file);
            turn(stream);
            boolean lies = shown.transposes();
            answers.video(format, lies ? size.height() : size.width(), lies ? size.width() : size.height(), millis);
            subtitles.answer(answers);
            if (job.looks()) for (var cover : Thumbnails.covers(container, job, inspector)) answers.thumbnail(cover);
            look(job, stream);
            subtitles.end();
            var all = Stream.tracks(container);
            if (job.looks()) tracks(job, format, file, all.subList(1, all.size()));
            if (cut || broken) answers.incomplete();
            answers.done(frames);
        }
    }

    /** Of a container that does not say it: its frames know. */
    private static Stream.Size firstSize(Job job, MediaFormat format, RemoteFile file) throws IOException {
        try (var container = Container.open(format, file)) {
            return Stream.first(container, job, Subtitles.NONE).firstSize();
        }
    }

    /** The frames alone, behind what an answer begins with: of a video that lies in a picture's file. */
    void inspectPart(Job job, RemoteFile file) throws IOException {
        try (var container = Container.open(MediaFormat.MP4, file)) {
            var stream = Stream.first(container, job, Subtitles.NONE);
            turn(stream);
            look(job, stream);
        } catch (RefusedException _) {
            answers.missed(Missed.ATTACHED_VIDEO);
        }
    }

    /** As {@link #inspectPart}, of the sequences of pictures in a HEIF file. */
    void inspectSequence(Job job, RemoteFile file) throws IOException {
        List<Integer> tracks;
        try (var container = Container.open(MediaFormat.HEIF, file)) {
            tracks = Stream.tracks(container).stream()
                    .filter(track -> Stream.isSequence(container.context().streams(track)))
                    .toList();
        }
        tracks(job, MediaFormat.HEIF, file, tracks);
    }

    /** How many were looked at. */
    int frames() {
        return frames;
    }

    /** Players show them so: a matrix in the container would hide what is known otherwise. */
    private void turn(Stream stream) {
        var codec = stream.stream().codecpar();
        var now = Orientation.of(codec.coded_side_data(), codec.nb_coded_side_data());
        if (now != shown) hasher = null;
        shown = now;
    }

    /** Looks at one track's frames, which are counted on and come behind those of the one before. */
    private void look(Job job, Stream stream) throws IOException {
        long begin = end;
        var look = new Look(job, inspector, 1000 * Math.max(0, stream.declaredMillis()), shown);
        stream.eachFrame((_, since, frame) -> {
            int number = frames;
            long micros = begin + since;
            if (number >= job.maxFrames()) throw new RefusedException(Refusal.TOO_MANY_FRAMES);
            if (micros / 1000 > job.maxMillis()) throw new RefusedException(Refusal.TOO_LONG);
            frames++;
            end = micros;
            if (look.isDue(number, micros, frame)) {
                var hashed = hash(frame);
                answers.frame(number, micros, hashed);
                look.hashed(number, micros, hashed);
            }
            look.see(number, micros, frame);
        });
        look.end();
        end = begin + stream.lengthMicros();
        broken |= job.looks() && stream.isBroken();
        if (job.looks() && stream.hasTransparency()) answers.missed(Missed.VIDEO_TRANSPARENCY);
    }

    /** Players show another track where they like it better, or are asked to. */
    private void tracks(Job job, MediaFormat format, RemoteFile file, List<Integer> tracks) throws IOException {
        boolean missed = tracks.size() > MAX_TRACKS;
        for (int track : tracks.subList(0, Math.min(tracks.size(), MAX_TRACKS))) {
            try (var container = Container.open(format, file)) {
                var stream = Stream.of(track, container, job, Subtitles.NONE);
                turn(stream);
                look(job, stream);
            } catch (RefusedException _) {
                missed = true;
            }
        }
        if (missed) answers.missed(Missed.TRACKS);
    }

    private Subtitles subtitles(Container container, Job job) {
        if (!job.looks()) return Subtitles.NONE;
        return Subtitles.of(container.context(), job.reads() ? inspector.reader() : null, job.maxPixels());
    }

    private HashedPicture hash(AVFrame frame) {
        var levels = levels(frame.format());
        if (levels == null) return hashExactly(frame);
        // One plain frame follows another: their brightness alone need not be asked.
        var plain = isPlain ? hashPlain(frame, levels) : null;
        if (plain != null && plain.quality() < PLAIN_QUALITY) return plain;
        var hashed = hashPlane(frame, levels);
        isPlain = hashed.quality() < SURE_QUALITY;
        if (!isPlain) return hashed;
        return plain == null ? hashPlain(frame, levels) : plain;
    }

    /** Of a plain surface the last places make the hash, and only the reference's own way gives the same ones. */
    private HashedPicture hashPlain(AVFrame frame, FrameHasher.Levels levels) {
        return isHalved(frame) && hasher(frame).takesHalved() ? hashHalved(frame, levels) : hashExactly(frame);
    }

    private static boolean isHalved(AVFrame frame) {
        boolean planar = frame.format() == AV_PIX_FMT_YUV420P || frame.format() == AV_PIX_FMT_YUVJ420P;
        return planar && frame.linesize(1) == frame.linesize(2);
    }

    /** To the bit as {@link #hashExactly}, at a fraction of its cost. */
    private HashedPicture hashHalved(AVFrame frame, FrameHasher.Levels levels) {
        int half = frame.height() / 2;
        return hasher(frame)
                .hashHalved(
                        Frames.plane(frame, 0, frame.height()),
                        frame.linesize(0),
                        Frames.plane(frame, 1, half),
                        Frames.plane(frame, 2, half),
                        frame.linesize(1),
                        levels);
    }

    private HashedPicture hashExactly(AVFrame frame) {
        if (scaler == null || !scaler.fits(frame)) {
            if (scaler != null) scaler.close();
            scaler = Scaler.forFrames(frame);
        }
        var converted = scaler.convert(frame);
        return hasher(frame).hashRgba(Frames.plane(converted, 0, frame.height()), converted.linesize(0));
    }

    private FrameHasher hasher(AVFrame frame) {
        if (hasher == null || width != frame.width() || height != frame.height()) {
            width = frame.width();
            height = frame.height();
            hasher = new FrameHasher(width, height, shown.form());
        }
        return hasher;
    }

    private HashedPicture hashPlane(AVFrame frame, FrameHasher.Levels levels) {
        return hasher(frame).hash(Frames.plane(frame, 0, frame.height()), frame.linesize(0), levels);
    }

    @Override
    public void close() {
        if (scaler != null) scaler.close();
    }

    /** @return null for frames whose first plane is not brightness in bytes */
    private static FrameHasher.@Nullable Levels levels(int format) {
        return switch (format) {
            case AV_PIX_FMT_YUV420P,
                    AV_PIX_FMT_YUV422P,
                    AV_PIX_FMT_YUV444P,
                    AV_PIX_FMT_YUV440P,
                    AV_PIX_FMT_YUV411P,
                    AV_PIX_FMT_NV12,
                    AV_PIX_FMT_NV21,
                    AV_PIX_FMT_YUVA420P -> FrameHasher.Levels.VIDEO;
            case AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_YUVJ440P, AV_PIX_FMT_GRAY8 ->
                FrameHasher.Levels.FULL;
            default -> null;
        };
    }
}
