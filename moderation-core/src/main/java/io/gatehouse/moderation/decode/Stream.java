package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** One stream of pictures in a container. */
final class Stream {
    private final Container container;
    private final AVStream stream;
    private final Job job;
    private final Subtitles subtitles;
    private boolean broken;
    private final FrameClock clock;
    private long firstTime = AV_NOPTS_VALUE;

    /** What is done with each frame. */
    @FunctionalInterface
    interface Sink {
        void accept(int number, long micros, AVFrame frame) throws IOException;
    }

    private Stream(Container container, AVStream stream, Job job, Subtitles subtitles) {
        this.container = container;
        this.stream = stream;
        this.clock = new FrameClock(interval(stream));
        this.job = job;
        this.subtitles = subtitles;
    }

    /** @param subtitles that get their packets beside it */
    static Stream first(Container container, Job job, Subtitles subtitles) {
        var tracks = tracks(container);
        if (tracks.isEmpty()) throw new RefusedException(Refusal.NO_PICTURES);
        return of(tracks.getFirst(), container, job, subtitles);
    }

    /** Numbers of those that move: the one that players show first, then the others. */
    static List<Integer> tracks(Container container) {
        var tracks = new ArrayList<Integer>();
        var context = container.context();
        boolean hasShown = false;
        for (int i = 0; i < context.nb_streams(); i++) {
            var stream = context.streams(i);
            if (stream.codecpar().codec_type() != AVMEDIA_TYPE_VIDEO
                    || (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0) continue;
            boolean isShown = !hasShown && (stream.disposition() & AV_DISPOSITION_DEFAULT) != 0;
            tracks.add(isShown ? 0 : tracks.size(), i);
            hasShown |= isShown;
        }
        return tracks;
    }

    /** Whether it is no item of a HEIF file, which has no time. */
    static boolean isSequence(AVStream stream) {
        return stream.time_base().den() > 1 || stream.nb_frames() > 1;
    }

    /** @param track one of {@link #tracks} */
    static Stream of(int track, Container container, Job job, Subtitles subtitles) {
        var context = container.context();
        for (int i = 0; i < context.nb_streams(); i++)
            if (i != track && !subtitles.wants(i)) context.streams(i).discard(AVDISCARD_ALL);
        return new Stream(container, context.streams(track), job, subtitles);
    }

    AVStream stream() {
        return stream;
    }

    /** In pixels. */
    record Size(int width, int height) {}

    /**
     * Of the first frame that can be decoded; packets up to there are gone.
     *
     * @throws RefusedException when there is none
     */
    Size firstSize() throws IOException {
        try (var decoder = Decoder.of(stream.codecpar(), job.maxPixels(), 1, job.keyFramesOnly())) {
            for (var packet = container.next(); packet != null; packet = container.next()) {
                if (packet.stream_index() != stream.index() || !decoder.send(packet)) continue;
                var frame = decoder.receive();
                if (frame != null) return new Size(frame.width(), frame.height());
            }
            var last = decoder.send(null) ? decoder.receive() : null;
            if (last != null) return new Size(last.width(), last.height());
        }
        throw new RefusedException(Refusal.UNREADABLE);
    }

    /** @return how many were decoded */
    int eachFrame(Sink sink) throws IOException {
        int number = 0;
        try (var decoder = Decoder.of(stream.codecpar(), job.maxPixels(), job.threads(), job.keyFramesOnly())) {
            for (var packet = container.next(); packet != null; packet = container.next()) {
                if (packet.stream_index() != stream.index()) {
                    subtitles.packet(packet);
                    continue;
                }
                // When the decoder is full its frames are taken, and the packet is offered once more.
                if (decoder.send(packet)) {
                    number = drain(decoder, number, sink);
                } else {
                    number = drain(decoder, number, sink);
                    if (decoder.send(packet)) number = drain(decoder, number, sink);
                }
            }
            if (decoder.send(null)) number = drain(decoder, number, sink);
        }
        if (number == 0) throw new RefusedException(Refusal.UNREADABLE);
        return number;
    }

    /** From the first frame to the end of the last. */
    long lengthMicros() {
        return clock.end();
    }

    /** Whether a second picture beside each frame says what of it is seen. */
    boolean hasTransparency() {
        var mode = av_dict_get(stream.metadata(), "alpha_mode", null, 0);
        return mode != null && !mode.isNull() && "1".equals(mode.value().getString());
    }

    /** Whether a frame was put together from less than it needs. */
    boolean isBroken() {
        return broken;
    }

    private int drain(Decoder decoder, int from, Sink sink) throws IOException {
        int number = from;
        for (var frame = decoder.receive(); frame != null; frame = decoder.receive()) {
            if (number >= job.maxFrames()) throw new RefusedException(Refusal.TOO_MANY_FRAMES);
            long micros = micros(frame, number);
            if (micros / 1000 > job.maxMillis()) throw new RefusedException(Refusal.TOO_LONG);
            broken |= frame.decode_error_flags() != 0 || (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0;
            sink.accept(number++, micros, frame);
        }
        return number;
    }

    private long micros(AVFrame frame, int number) {
        long time = frame.best_effort_timestamp();
        var base = stream.time_base();
        if (time == AV_NOPTS_VALUE || base.den() <= 0 || base.num() <= 0) return clock.next(number * interval(stream));
        if (firstTime == AV_NOPTS_VALUE) firstTime = time;
        double seconds = (double) (time - firstTime) * base.num() / base.den();
        return clock.next((long) Math.clamp(seconds * 1e6, -1e15, 1e15));
    }

    private static long interval(AVStream stream) {
        var rate = stream.avg_frame_rate();
        return rate.num() > 0 && rate.den() > 0 ? (long) (1e6 * rate.den() / rate.num()) : 0;
    }

    /** @return -1 when the file does not say */
    long declaredMillis() {
        long micros = container.context().duration();
        if (micros != AV_NOPTS_VALUE && micros >= 0) return micros / 1000;
        var base = stream.time_base();
        long ticks = stream.duration();
        if (ticks == AV_NOPTS_VALUE || ticks < 0 || base.num() <= 0 || base.den() <= 0) return -1;
        return (long) Math.min(1e3 * ticks * base.num() / base.den(), 1e15);
    }
}
