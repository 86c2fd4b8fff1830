package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_0BGR;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_0RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_ABGR;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_ARGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR0;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGRA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB0;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The fourth byte of a BMP file's pixels. Viewers take it for transparency where the file names a mask for it, and for nothing
 * elsewhere; the decoding library always takes it for transparency, behind which a picture could hide.
 */
final class Bitmaps {
    /** Bytes of the file's own head, before that of the picture. */
    private static final int HEAD = 14;

    /** Of the least picture's head that has masks for four colours. */
    private static final int HAS_ALPHA_MASK = 56;

    private static final int BIT_FIELDS = 3;
    private static final int ALPHA_BIT_FIELDS = 6;

    private Bitmaps() {}

    /** Makes a frame of which the file says no transparency opaque. */
    static void showAsViewers(byte[] file, AVFrame frame) {
        if (saysAlpha(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN))) return;
        switch (frame.format()) {
            case AV_PIX_FMT_BGRA -> frame.format(AV_PIX_FMT_BGR0);
            case AV_PIX_FMT_RGBA -> frame.format(AV_PIX_FMT_RGB0);
            case AV_PIX_FMT_ARGB -> frame.format(AV_PIX_FMT_0RGB);
            case AV_PIX_FMT_ABGR -> frame.format(AV_PIX_FMT_0BGR);
            default -> {}
        }
    }

    private static boolean saysAlpha(ByteBuffer file) {
        if (file.limit() < HEAD + HAS_ALPHA_MASK) return false;
        int compression = file.getInt(HEAD + 16);
        boolean masked = compression == BIT_FIELDS || compression == ALPHA_BIT_FIELDS;
        boolean room = file.getInt(HEAD) >= HAS_ALPHA_MASK || compression == ALPHA_BIT_FIELDS;
        return masked && room && file.getInt(HEAD + 52) != 0;
    }
}
