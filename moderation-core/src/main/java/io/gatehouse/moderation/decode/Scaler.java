package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avutil.*;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
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

/** Turns frames of one size and format into other colours, or another size. The frame it gives is used again. */
final class Scaler implements AutoCloseable {
    /** Contrast and saturation as they are, in 65536ths. */
    private static final int NEUTRAL = 1 << 16;

    private final int width;
    private final int height;
    private final int format;
    private final SwsContext context;
    private final AVFrame converted = av_frame_alloc();

    private Scaler(AVFrame like, int wanted, int newWidth, int newHeight, int how, boolean plainCode) {
        width = like.width();
        height = like.height();
        format = like.format();
        converted.width(newWidth);
        converted.height(newHeight);
        converted.format(wanted);
        if (plainCode) av_force_cpu_flags(0);
        try {
            var made = sws_getContext(
                    width, height, format, newWidth, newHeight, wanted, how, null, null, (DoublePointer) null);
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
        var description = av_pix_fmt_desc_get(like.format());
        if (description == null) throw new RefusedException(Refusal.UNREADABLE);
        boolean transparent = (description.flags() & AV_PIX_FMT_FLAG_ALPHA) != 0;
        int wanted = transparent ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24;
        return new Scaler(like, wanted, like.width(), like.height(), how, false).withColoursOf(like);
    }

    /** Whose range and mix of colours are said by the frame. */
    private Scaler withColoursOf(AVFrame like) {
        int full = like.color_range() == AVCOL_RANGE_JPEG ? 1 : 0;
        // Refused for formats without colour differences, which need nothing of it.
        if (full == 1 || like.colorspace() != AVCOL_SPC_UNSPECIFIED)
            sws_setColorspaceDetails(
                    context,
                    sws_getCoefficients(like.colorspace()),
                    full,
                    sws_getCoefficients(SWS_CS_DEFAULT),
                    1,
                    0,
                    NEUTRAL,
                    NEUTRAL);
        return this;
    }

    /**
     * For frames: as vPDQ asks for it, by the library's plain code. Its code for one processor or another rounds otherwise,
     * which on plain surfaces is all that a hash sees; the published hashes are those of the plain code, to the bit.
     * Colours with a fourth byte are the same, and are summed with vector instructions.
     */
    static Scaler forFrames(AVFrame like) {
        return new Scaler(like, AV_PIX_FMT_RGBA, like.width(), like.height(), SWS_AREA, true);
    }

    /** With transparency, also where there is none. */
    static Scaler toRgba(AVFrame like) {
        return new Scaler(like, AV_PIX_FMT_RGBA, like.width(), like.height(), SWS_BILINEAR | SWS_ACCURATE_RND, false)
                .withColoursOf(like);
    }

    /** For reading: brightness alone, at another size. */
    static Scaler toGrey(AVFrame like, int width, int height) {
        return new Scaler(like, AV_PIX_FMT_GRAY8, width, height, width < like.width() ? SWS_AREA : SWS_BICUBIC, false);
    }

    /** For classifiers: a small square, whatever the shape was, with transparency. */
    static Scaler toSquare(AVFrame like, int side) {
        return new Scaler(like, AV_PIX_FMT_RGBA, side, side, SWS_AREA, false);
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
