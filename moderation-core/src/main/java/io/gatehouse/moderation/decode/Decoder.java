package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONKEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** One of the allowed decoders. A frame that it gives is valid until the next one is asked for. */
final class Decoder implements AutoCloseable {
    /** The decoder for each name by which a container calls its codec; no other runs. */
    private static final Map<String, String> VIDEO = Map.of(
            "h264", "h264",
            "hevc", "hevc",
            "vp8", "vp8",
            "vp9", "vp9",
            "av1", "libaom-av1",
            "mpeg4", "mpeg4",
            "mjpeg", "mjpeg",
            "gif", "gif",
            "apng", "apng");

    private final AVCodecContext context;
    private final AVFrame frame;

    private Decoder(AVCodecContext context) {
        this.context = context;
        this.frame = av_frame_alloc();
    }

    static Decoder ofPicture(MediaFormat format, long maxPixels) {
        String name = switch (format) {
            case JPEG -> "mjpeg";
            case PNG -> "png";
            case WEBP -> "webp";
            case BMP -> "bmp";
            case TIFF -> "tiff";
            case GIF, HEIF, MP4, MATROSKA ->
                throw new IllegalArgumentException(format + " is read through its container");
        };
        return open(newContext(name, maxPixels), 1);
    }

    static boolean knows(AVCodecParameters stream) {
        return VIDEO.containsKey(avcodec_get_name(stream.codec_id()).getString());
    }

    static Decoder of(AVCodecParameters stream, long maxPixels, int threads, boolean keyFramesOnly) {
        String codec = VIDEO.get(avcodec_get_name(stream.codec_id()).getString());
        if (codec == null) throw new RefusedException(Refusal.UNKNOWN_CODEC);
        if ((long) stream.width() * stream.height() > maxPixels) throw new RefusedException(Refusal.TOO_MANY_PIXELS);
        var context = newContext(codec, maxPixels);
        if (avcodec_parameters_to_context(context, stream) < 0) throw unreadable(context);
        if (keyFramesOnly) context.skip_frame(AVDISCARD_NONKEY);
        return open(context, threads);
    }

    private static AVCodecContext newContext(String name, long maxPixels) {
        var codec = avcodec_find_decoder_by_name(name);
        if (codec == null) throw new IllegalStateException("the decoding library has no " + name);
        var context = avcodec_alloc_context3(codec);
        // Checked by the library before it allocates a frame, also when a size changes in the middle.
        context.max_pixels(maxPixels);
        return context;
    }

    private static Decoder open(AVCodecContext context, int threads) {
        context.thread_count(threads);
        context.thread_type(AVCodecContext.FF_THREAD_FRAME);
        if (avcodec_open2(context, context.codec(), (AVDictionary) null) < 0) throw unreadable(context);
        return new Decoder(context);
    }

    private static RefusedException unreadable(AVCodecContext context) {
        avcodec_free_context(context);
        return new RefusedException(Refusal.UNREADABLE);
    }

    /**
     * @param packet null at the end of the stream
     * @return whether it was taken; a packet that cannot be decoded is not, and the next one may be
     */
    boolean send(@Nullable AVPacket packet) {
        return avcodec_send_packet(context, packet) >= 0;
    }

    /**
     * A picture whose file is one packet.
     *
     * @throws RefusedException when it is none
     */
    AVFrame picture(byte[] file) {
        var packet = av_packet_alloc();
        try {
            if (av_new_packet(packet, file.length) < 0) throw new RefusedException(Refusal.UNREADABLE);
            packet.data().put(file, 0, file.length);
            boolean taken = send(packet);
            var decoded = taken ? receive() : null;
            if (taken && decoded == null && send(null)) decoded = receive();
            if (decoded == null) throw new RefusedException(Refusal.UNREADABLE);
            return decoded;
        } finally {
            av_packet_free(packet);
        }
    }

    /** @return null when another packet is needed, or no more comes */
    @Nullable
    AVFrame receive() {
        // A damaged frame is passed over, as players do: others of the same video may be whole.
        for (int damaged = 0; damaged < MAX_DAMAGED; damaged++) {
            int result = avcodec_receive_frame(context, frame);
            if (result >= 0) return frame;
            if (result == AVERROR_EAGAIN() || result == AVERROR_EOF()) return null;
        }
        return null;
    }

    /** Frames in a row, at most as many as a decoder's threads and its reordering hold back. */
    private static final int MAX_DAMAGED = 64;

    @Override
    public void close() {
        av_frame_free(frame);
        avcodec_free_context(context);
    }
}
