package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.jspecify.annotations.Nullable;

/** The lines of a file's own subtitles, as they stand there; no decoder runs for them. */
final class Subtitles {
    /** Streams of one file: the languages of a film. */
    private static final int MAX_STREAMS = 16;

    /** Lines of one medium. */
    static final int MAX_LINES = 8_000;

    /** Bytes of one. */
    private static final int MAX_BYTES = 4_000;

    /** Nobody asks for them. */
    static final Subtitles NONE = new Subtitles();

    private @Nullable Answers answers;
    private boolean asPictures;
    private final Map<Integer, Kind> kinds = new HashMap<>();
    private final Map<Integer, AVStream> streams = new HashMap<>();
    private int said;

    /** How the text of a packet is written. */
    enum Kind {
        PLAIN,
        /** With two bytes of length in front. */
        MOV_TEXT,
        /** Behind eight commas. */
        ASS
    }

    private Subtitles() {}

    static Subtitles of(AVFormatContext context) {
        var found = new Subtitles();
        for (int i = 0; i < context.nb_streams(); i++) {
            var stream = context.streams(i);
            if (stream.codecpar().codec_type() != AVMEDIA_TYPE_SUBTITLE) continue;
            var kind = kind(avcodec_get_name(stream.codecpar().codec_id()).getString());
            found.asPictures |= kind == null;
            if (kind == null || found.kinds.size() == MAX_STREAMS) continue;
            found.kinds.put(stream.index(), kind);
            found.streams.put(stream.index(), stream);
        }
        return found;
    }

    /** To be called once what an answer begins with was said. */
    void answer(Answers to) throws IOException {
        answers = to;
        if (asPictures) to.missed(Missed.SUBTITLES_AS_PICTURES);
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
        return kinds.containsKey(stream);
    }

    void packet(AVPacket packet) throws IOException {
        var kind = kinds.get(packet.stream_index());
        var stream = streams.get(packet.stream_index());
        if (answers == null || kind == null || stream == null || packet.size() < 1) return;
        var bytes = new byte[Math.min(packet.size(), MAX_BYTES)];
        packet.data().get(bytes);
        String text = text(kind, bytes);
        if (text.isBlank()) return;
        if (said++ >= MAX_LINES) {
            if (said == MAX_LINES + 1) answers.missed(Missed.TOO_MANY_SUBTITLES);
            return;
        }
        long start = micros(stream, packet.pts());
        answers.subtitle(start, start + micros(stream, Math.max(0, packet.duration())), text);
    }

    static String text(Kind kind, byte[] bytes) {
        return switch (kind) {
            case PLAIN -> new String(bytes, StandardCharsets.UTF_8);
            case MOV_TEXT -> {
                if (bytes.length < 2) yield "";
                int length = Math.min((bytes[0] & 0xff) << 8 | (bytes[1] & 0xff), bytes.length - 2);
                yield new String(bytes, 2, length, StandardCharsets.UTF_8);
            }
            case ASS -> {
                var fields = new String(bytes, StandardCharsets.UTF_8).split(",", 9);
                yield fields.length < 9
                        ? ""
                        : fields[8].replaceAll("\\{[^}]{0,200}}", "").replaceAll("\\\\[Nn]", "\n");
            }
        };
    }

    private static long micros(AVStream stream, long ticks) {
        var base = stream.time_base();
        if (ticks == AV_NOPTS_VALUE || ticks < 0 || base.num() <= 0 || base.den() <= 0) return 0;
        return (long) Math.min(1e6 * ticks * base.num() / base.den(), 1e13);
    }
}
