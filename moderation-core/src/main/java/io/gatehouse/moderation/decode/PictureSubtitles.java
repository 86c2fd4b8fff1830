package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avcodec.SUBTITLE_BITMAP;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_decode_subtitle2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avsubtitle_free;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVSubtitle;
import org.bytedeco.ffmpeg.avcodec.AVSubtitleRect;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/** One stream of subtitles that are kept as pictures (Blu-ray, DVD, DVB): players lay them over the frames. */
final class PictureSubtitles implements AutoCloseable {
    /** The decoder for each name by which a container calls them; no other runs. */
    private static final Map<String, String> DECODERS =
            Map.of("hdmv_pgs_subtitle", "pgssub", "dvd_subtitle", "dvdsub", "dvb_subtitle", "dvbsub");

    /** Pictures shown at once: two lines, and signs. */
    private static final int MAX_PICTURES = 16;

    /** Of one, in pixels: as wide as the widest frame of a disc. */
    private static final int MAX_SIDE = 4_096;

    /** For one; what was read until then counts. */
    private static final int MAX_READ_MILLIS = 4_000;

    /** Of one that nothing ends; nobody reads longer at a line. */
    private static final long LONGEST_MICROS = 10_000_000;

    /** How long it is shown is not told: until the next one. */
    private static final long UNTIL_NEXT = 0xffff_ffffL;

    private final AVStream stream;
    private final AVCodecContext context;
    private final TextReader reader;
    private @Nullable Line shown;
    private boolean broken;

    /** What is written, and when. */
    record Line(long beginMicros, long endMicros, String text) {}

    private PictureSubtitles(AVStream stream, AVCodecContext context, TextReader reader) {
        this.stream = stream;
        this.context = context;
        this.reader = reader;
    }

    /** @return empty when the stream is of another kind */
    static Optional<PictureSubtitles> of(AVStream stream, String codec, TextReader reader, long maxPixels) {
        String decoder = DECODERS.get(codec);
        if (decoder == null) return Optional.empty();
        var context = context(decoder);
        context.max_pixels(maxPixels);
        boolean opens = avcodec_parameters_to_context(context, stream.codecpar()) >= 0
                && avcodec_open2(context, context.codec(), (AVDictionary) null) >= 0;
        if (opens) return Optional.of(new PictureSubtitles(stream, context, reader));
        avcodec_free_context(context);
        return Optional.empty();
    }

    private static AVCodecContext context(String decoder) {
        var codec = avcodec_find_decoder_by_name(decoder);
        if (codec == null) throw new IllegalStateException("the decoding library has no " + decoder);
        return avcodec_alloc_context3(codec);
    }

    /** Loads all that a stream needs, while files may still be opened. */
    static void warmUp() {
        for (String decoder : DECODERS.values()) {
            var context = context(decoder);
            var packet = av_packet_alloc();
            try (var subtitle = new AVSubtitle();
                    var _ = new AVSubtitleRect()) {
                if (avcodec_open2(context, context.codec(), (AVDictionary) null) < 0
                        || av_new_packet(packet, Integer.BYTES) < 0)
                    throw new IllegalStateException("the decoder " + decoder + " does not start");
                packet.data().put(new byte[Integer.BYTES]);
                if (decode(context, subtitle, packet)) avsubtitle_free(subtitle);
            } finally {
                av_packet_free(packet);
                avcodec_free_context(context);
            }
        }
    }

    /** @return whether it gave a subtitle */
    private static boolean decode(AVCodecContext context, AVSubtitle subtitle, AVPacket packet) {
        var given = new int[1];
        return avcodec_decode_subtitle2(context, subtitle, given, packet) >= 0 && given[0] != 0;
    }

    /** @return lines of which it is known now how long they were shown */
    List<Line> packet(AVPacket packet) {
        try (var subtitle = new AVSubtitle()) {
            if (!decode(context, subtitle, packet)) return List.of();
            try {
                return next(subtitle, packet);
            } finally {
                avsubtitle_free(subtitle);
            }
        }
    }

    private List<Line> next(AVSubtitle subtitle, AVPacket packet) {
        long at = Subtitles.micros(stream, packet.pts());
        long begin = at + 1_000 * Integer.toUnsignedLong(subtitle.start_display_time());
        long end = Integer.toUnsignedLong(subtitle.end_display_time());
        var said = ended(begin).stream().toList();
        String text = read(subtitle);
        boolean isOpen = end == UNTIL_NEXT || at + 1_000 * end <= begin;
        if (!text.isBlank()) shown = new Line(begin, isOpen ? begin + LONGEST_MICROS : at + 1_000 * end, text);
        return said;
    }

    /** What was shown until then, at most: the next one takes its place, whatever was said of its time. */
    private Optional<Line> ended(long micros) {
        var line = shown;
        shown = null;
        return Optional.ofNullable(line)
                .map(it -> new Line(it.beginMicros(), Math.clamp(micros, it.beginMicros(), it.endMicros()), it.text()));
    }

    /** What nothing ended. */
    Optional<Line> last() {
        return ended(Long.MAX_VALUE);
    }

    private String read(AVSubtitle subtitle) {
        int pictures = subtitle.num_rects();
        broken |= pictures > MAX_PICTURES;
        var lines = new ArrayList<String>();
        for (int i = 0; i < Math.min(pictures, MAX_PICTURES); i++) {
            var picture = subtitle.rects(i);
            if (isReadable(picture)) lines.addAll(read(picture));
            else broken = true;
        }
        return String.join("\n", lines);
    }

    private static boolean isReadable(AVSubtitleRect picture) {
        return picture.type() == SUBTITLE_BITMAP
                && picture.w() > 0
                && picture.w() <= MAX_SIDE
                && picture.h() > 0
                && picture.h() <= MAX_SIDE
                && picture.linesize(0) >= picture.w()
                && picture.data(0) != null
                && picture.data(1) != null;
    }

    private List<String> read(AVSubtitleRect picture) {
        var pixels = SubtitlePixels.of(
                picture.data(0).address(),
                picture.linesize(0),
                picture.w(),
                picture.h(),
                picture.data(1).address());
        return reader.read(GreyPicture.of(pixels, Orientation.NORMAL), MAX_READ_MILLIS).stream()
                .map(TextReader.Line::text)
                .collect(Collectors.toList());
    }

    /** Whether something was there that could not be read. */
    boolean isBroken() {
        return broken;
    }

    @Override
    public void close() {
        avcodec_free_context(context);
    }
}
