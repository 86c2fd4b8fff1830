package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.IOException;
import java.lang.ref.Reference;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** A file of streams, opened by one named demuxer over bytes that only the job's file gives. */
final class Container implements AutoCloseable {
    /** Bytes read at once: a round trip to the program costs less than decoding that much. */
    private static final int BUFFER_BYTES = 256 << 10;

    /** More streams than any video that people share has. */
    private static final int MAX_STREAMS = 64;

    private final Reader reader;
    private final Seeker seeker;
    private final AVIOContext io;
    private final AVFormatContext context;
    private final AVPacket packet = av_packet_alloc();

    private Container(Reader reader, Seeker seeker, AVIOContext io, AVFormatContext context) {
        this.reader = reader;
        this.seeker = seeker;
        this.io = io;
        this.context = context;
    }

    static Container open(MediaFormat format, RemoteFile file) {
        String demuxer = switch (format) {
            case MP4, HEIF -> "mov";
            case MATROSKA -> "matroska";
            case GIF -> "gif";
            case JPEG, PNG, WEBP, BMP, TIFF ->
                throw new IllegalArgumentException(format + " is decoded without a container");
        };
        return open(demuxer, file);
    }

    private static Container open(String demuxer, RemoteFile file) {
        var input = av_find_input_format(demuxer);
        if (input == null) throw new IllegalStateException("the decoding library has no demuxer " + demuxer);
        var reader = new Reader(file);
        var seeker = new Seeker(reader);
        var buffer = new BytePointer(av_malloc(BUFFER_BYTES));
        var io = avio_alloc_context(buffer, BUFFER_BYTES, 0, null, reader, null, seeker);
        var context = avformat_alloc_context();
        context.pb(io);
        var options = new AVDictionary(null);
        // Neither another demuxer nor any protocol may be reached from inside of a file.
        av_dict_set(
                options,
                "format_whitelist",
                demuxer.equals("mov")
                        ? "mov,mp4,m4a,3gp,3g2,mj2"
                        : demuxer.equals("matroska") ? "matroska,webm" : demuxer,
                0);
        av_dict_set(options, "protocol_whitelist", "none", 0);
        av_dict_set(options, "max_streams", Integer.toString(MAX_STREAMS), 0);
        int opened = avformat_open_input(context, "", input, options);
        av_dict_free(options);
        if (opened < 0) {
            free(io);
            seeker.close();
            reader.close();
            reader.rethrow();
            throw new RefusedException(Refusal.UNREADABLE);
        }
        return new Container(reader, seeker, io, context);
    }

    /** A PNG file whose frames are wanted. */
    static Container openAnimatedPng(RemoteFile file) {
        return open("apng", file);
    }

    AVFormatContext context() {
        return context;
    }

    /** @return the next packet of any stream, valid until the next call; null at the end, or where the rest is unreadable */
    @Nullable
    AVPacket next() {
        av_packet_unref(packet);
        int result = av_read_frame(context, packet);
        reader.rethrow();
        return result >= 0 ? packet : null;
    }

    @Override
    public void close() {
        try {
            av_packet_free(packet);
            avformat_close_input(context);
            free(io);
            // Ten of each can live at once; left to the collector, the eleventh is none, and its file is refused.
            seeker.close();
            reader.close();
        } finally {
            // Callbacks must not be collected while the library may still call them.
            Reference.reachabilityFence(reader);
            Reference.reachabilityFence(seeker);
        }
    }

    private static void free(AVIOContext io) {
        av_free(io.buffer());
        avio_context_free(io);
    }

    /** Called by the library. A failure is kept, and thrown where Java is in charge again. */
    private static final class Reader extends Read_packet_Pointer_BytePointer_int {
        private final RemoteFile file;
        private final byte[] bytes = new byte[BUFFER_BYTES];
        private long at;
        private @Nullable Exception failure;

        Reader(RemoteFile file) {
            this.file = file;
        }

        @Override
        public int call(Pointer opaque, BytePointer buffer, int size) {
            if (failure != null) return AVERROR_EOF();
            try {
                int read = file.read(at, bytes, 0, Math.min(size, bytes.length));
                if (read == 0) return AVERROR_EOF();
                buffer.put(bytes, 0, read);
                at += read;
                return read;
            } catch (IOException | RuntimeException e) {
                failure = e;
                return AVERROR_EOF();
            }
        }

        void rethrow() {
            switch (failure) {
                case null -> {}
                case RuntimeException e -> throw e;
                default -> throw new LostProgramException(failure);
            }
        }
    }

    /** Called by the library. */
    private static final class Seeker extends Seek_Pointer_long_int {
        private static final int FROM_HERE = 1;
        private static final int FROM_END = 2;

        private final Reader reader;

        Seeker(Reader reader) {
            this.reader = reader;
        }

        @Override
        public long call(Pointer opaque, long offset, int whence) {
            if ((whence & AVSEEK_SIZE) != 0) return reader.file.sizeBytes();
            long to = switch (whence & 3) {
                case FROM_HERE -> reader.at + offset;
                case FROM_END -> reader.file.sizeBytes() + offset;
                default -> offset;
            };
            if (to < 0) return -1;
            reader.at = to;
            return to;
        }
    }
}
