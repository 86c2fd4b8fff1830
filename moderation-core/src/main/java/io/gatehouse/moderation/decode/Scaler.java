package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avutil.*;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_DEFAULT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;

/** Turns frames of one size and format into red, green and blue, of the same size. The frame it gives is used again. */
final class Scaler implements AutoCloseable {
    /** Contrast and saturation as they are, in 65536ths. */
    private static final int NEUTRAL = 1 << 16;

    private final int width;
    private final int height;
    private final int format;
    private final SwsContext context;
    private final AVFrame converted = av_frame_alloc();

    private Scaler(AVFrame like, int how, boolean plainCode, boolean keepsAlpha) {
        width = like.width();
        height = like.height();
        format = like.format();
        var description = av_pix_fmt_desc_get(format);
        if (description == null) throw new RefusedException(Refusal.UNREADABLE);
        boolean transparent = keepsAlpha && (description.flags() & AV_PIX_FMT_FLAG_ALPHA) != 0;
        int wanted = transparent ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24;
        converted.width(width);
        converted.height(height);
        converted.format(wanted);
        if (plainCode) av_force_cpu_flags(0);
        try {
            var made =
                    sws_getContext(width, height, format, width, height, wanted, how, null, null, (DoublePointer) null);
            if (made == null) {
                av_frame_free(converted);
                throw new RefusedException(Refusal.UNREADABLE);
            }
            context = made;
        } finally {
            if (plainCode) av_force_cpu_flags(-1);
        }
    }

    /** For pictures: colours between are mixed; transparency stays. */
    static Scaler forPictures(AVFrame like) {
        int how = SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP;
        var scaler = new Scaler(like, how, false, true);
        int full = like.color_range() == AVCOL_RANGE_JPEG ? 1 : 0;
        // Refused for formats without colour differences, which need nothing of it.
        if (full == 1 || like.colorspace() != AVCOL_SPC_UNSPECIFIED)
            sws_setColorspaceDetails(
                    scaler.context,
                    sws_getCoefficients(like.colorspace()),
                    full,
                    sws_getCoefficients(SWS_CS_DEFAULT),
                    1,
                    0,
                    NEUTRAL,
                    NEUTRAL);
        return scaler;
    }

    /**
     * For frames: as vPDQ asks for it, by the library's plain code. Its code for one processor or another rounds otherwise,
     * which on plain surfaces is all that a hash sees; the published hashes are those of the plain code, to the bit.
     */
    static Scaler forFrames(AVFrame like) {
        return new Scaler(like, SWS_AREA, true, false);
    }

    boolean fits(AVFrame frame) {
        return frame.width() == width && frame.height() == height && frame.format() == format;
    }

    AVFrame convert(AVFrame frame) {
        if (sws_scale_frame(context, converted, frame) < 0) throw new RefusedException(Refusal.UNREADABLE);
        return converted;
    }

    @Override
    public void close() {
        sws_freeContext(context);
        av_frame_free(converted);
    }
}
