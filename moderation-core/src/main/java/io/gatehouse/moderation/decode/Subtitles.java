package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.jspecify.annotations.Nullable;

/** The lines of a file's own subtitles: as they stand there, or read where they are kept as pictures. */
final class Subtitles implements AutoCloseable {
    /** Streams of one file: the languages of a film. */
    private static final int MAX_STREAMS = 16;

    /** Lines of one medium. */
    static final int MAX_LINES = 8_000;

    /** Bytes of one. */
    private static final int MAX_BYTES = 4_000;

    /** Of reading those that are pictures: the lines of a film of an hour take a minute. */
    private static final long MAX_READING_NANOS = 90_000_000_000L;

    /** Nobody asks for them. */
    static final Subtitles NONE = new Subtitles();

    private @Nullable Answers answers;
    private boolean unread;
    private boolean tooMany;
    private final Map<Integer, Kind> kinds = new HashMap<>();
    private final Map<Integer, AVStream> streams = new HashMap<>();
    private final Map<Integer, PictureSubtitles> pictures = new HashMap<>();
    private int said;
    private long readingNanos;
    private boolean over;

    /** How the text of a packet is written. */
    enum Kind {
        PLAIN,
        /** With two bytes of length in front. */
        MOV_TEXT,
        /** Behind eight commas. */
        ASS
    }

    private Subtitles() {}

    /** @param reader of those that are pictures; without one they are told as missed */
    static Subtitles of(AVFormatContext context, @Nullable TextReader reader, long maxPixels) {
        var found = new Subtitles();
        for (int i = 0; i < context.nb_streams(); i++) {
            var stream = context.streams(i);
            if (stream.codecpar().codec_type() == AVMEDIA_TYPE_SUBTITLE) found.add(stream, reader, maxPixels);
        }
        return found;
    }

    private void add(AVStream stream, @Nullable TextReader reader, long maxPixels) {
        String codec = avcodec_get_name(stream.codecpar().codec_id()).getString();
        var kind = kind(codec);
        boolean fits = kinds.size() + pictures.size() < MAX_STREAMS;
        if (kind != null) {
            if (!fits) {
                tooMany = true;
                return;
            }
            kinds.put(stream.index(), kind);
            streams.put(stream.index(), stream);
            return;
        }
        var drawn = reader == null || !fits
                ? Optional.<PictureSubtitles>empty()
                : PictureSubtitles.of(stream, codec, reader, maxPixels);
        if (drawn.isPresent()) pictures.put(stream.index(), drawn.get());
        else unread = true;
    }

    /** To be called once what an answer begins with was said. */
    void answer(Answers to) {
        answers = to;
    }

    private static @Nullable Kind kind(String codec) {
        return switch (codec) {
            case "subrip", "webvtt", "text" -> Kind.PLAIN;
            case "mov_text" -> Kind.MOV_TEXT;
            case "ass", "ssa" -> Kind.ASS;
            default -> null;
        };
    }

    /** Whether packets of a stream are wanted. */
    boolean wants(int stream) {
        return kinds.containsKey(stream) || pictures.containsKey(stream);
    }

    void packet(AVPacket packet) throws IOException {
        var drawn = pictures.get(packet.stream_index());
        if (drawn != null) {
            read(drawn, packet);
            return;
        }
        var kind = kinds.get(packet.stream_index());
        var stream = streams.get(packet.stream_index());
        if (answers == null || kind == null || stream == null || packet.size() < 1) return;
        tooMany |= packet.size() > MAX_BYTES;
        var bytes = new byte[Math.min(packet.size(), MAX_BYTES)];
        packet.data().get(bytes);
        long start = micros(stream, packet.pts());
        say(start, start + micros(stream, Math.max(0, packet.duration())), text(kind, bytes));
    }

    private void read(PictureSubtitles drawn, AVPacket packet) throws IOException {
        if (answers == null || over) return;
        long started = System.nanoTime();
        for (var line : drawn.packet(packet)) say(line.beginMicros(), line.endMicros(), line.text());
        readingNanos += System.nanoTime() - started;
        if (readingNanos <= MAX_READING_NANOS) return;
        over = true;
        answers.missed(Missed.SUBTITLE_TIME);
    }

    private void say(long begin, long end, String text) throws IOException {
        if (answers == null || text.isBlank()) return;
        if (said++ < MAX_LINES) answers.subtitle(begin, end, text);
        else tooMany = true;
    }

    /** To be called when no more packets come. */
    void end() throws IOException {
        for (var drawn : pictures.values()) {
            unread |= drawn.isBroken();
            var last = drawn.last();
            if (last.isPresent())
                say(last.get().beginMicros(), last.get().endMicros(), last.get().text());
        }
        if (tooMany && answers != null) answers.missed(Missed.TOO_MANY_SUBTITLES);
        if (unread && answers != null) answers.missed(Missed.SUBTITLES_AS_PICTURES);
    }

    @Override
    public void close() {
        pictures.values().forEach(PictureSubtitles::close);
    }

    static String text(Kind kind, byte[] bytes) {
        return switch (kind) {
            case PLAIN -> new String(bytes, StandardCharsets.UTF_8);
            case MOV_TEXT -> {
                if (bytes.length < 2) yield "";
                int length = Math.min((bytes[0] & 0xff) << 8 | (bytes[1] & 0xff), bytes.length - 2);
                boolean isWide = length >= 2 && isMark(bytes[2] & 0xff, bytes[3] & 0xff);
                yield new String(bytes, 2, length, isWide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
            }
            case ASS -> {
                var fields = new String(bytes, StandardCharsets.UTF_8).split(",", 9);
                yield fields.length < 9
                        ? ""
                        : fields[8].replaceAll("\\{[^}]{0,200}}", "").replaceAll("\\\\[Nn]", "\n");
            }
        };
    }

    /** Of the order of bytes, with which text in UTF-16 begins. */
    private static boolean isMark(int first, int second) {
        return (first == 0xfe && second == 0xff) || (first == 0xff && second == 0xfe);
    }

    static long micros(AVStream stream, long ticks) {
        var base = stream.time_base();
        if (ticks == AV_NOPTS_VALUE || ticks < 0 || base.num() <= 0 || base.den() <= 0) return 0;
        return (long) Math.min(1e6 * ticks * base.num() / base.den(), 1e13);
    }
}
