package io.gatehouse.service.media;

import io.gatehouse.moderation.cage.MediaLimits;
import io.gatehouse.moderation.decode.MediaFormat;
import io.gatehouse.residency.cell.MediaWork;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The begin of media as they come in: of which format they say they are, and how much work they will be. Nothing is decoded, and
 * what a file says of itself is only believed for an estimate: the cage decides what it is.
 */
final class MediaHead {
    /** Where the sizes of pictures and, of files made for the network, the length of videos stand. */
    static final int HEAD_BYTES = 64 * 1024;

    /** By which a format is known. */
    private static final int FORMAT_BYTES = 64;

    /** A picture of a million pixels takes some 6 ms, 1080p decodes at some 3.6 times real time, on one core. */
    private static final double PICTURE_PIXELS_A_SECOND = 150e6;

    private static final double VIDEO_PIXELS_A_SECOND = 220e6;
    private static final int FRAMES_A_SECOND = 30;

    /** Opened, digested and given to the decoder: what is no frame counts too. */
    private static final double READ_BYTES_A_SECOND = 100e6;

    private final MediaFormat format;
    private final ByteBuffer head;
    private final String text;

    private MediaHead(MediaFormat format, byte[] head) {
        this.format = format;
        this.head = ByteBuffer.wrap(head);
        this.text = new String(head, StandardCharsets.ISO_8859_1);
    }

    /**
     * Reads the begin of a stream and goes back to it.
     *
     * @param mediaType as the client declared it
     * @throws ProblemException when it is no picture or video that could be read here, or not what was declared
     */
    static MediaHead read(BufferedInputStream bytes, String mediaType) throws IOException {
        bytes.mark(HEAD_BYTES);
        byte[] head = bytes.readNBytes(HEAD_BYTES);
        bytes.reset();
        return of(head, mediaType);
    }

    /** As {@link #read}, of the first {@link #HEAD_BYTES} bytes, or of all of a shorter file. */
    static MediaHead of(byte[] head, String mediaType) {
        if (head.length == 0) throw new ProblemException(ProblemType.INVALID_REQUEST, "The body is empty.");
        var format = MediaFormat.of(head)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "The first bytes are of no format that is read here: JPEG, PNG, GIF, WebP, BMP, TIFF, HEIF, AVIF,"
                                + " MP4, QuickTime, Matroska, WebM. Nothing was stored."));
        if (format.isPicture() != mediaType.startsWith("image/"))
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "The first bytes are of a " + (format.isPicture() ? "picture" : "video") + " (" + format
                            + "), and the media type says otherwise. Nothing was stored.");
        return new MediaHead(format, head);
    }

    /** As {@link #of}, where enough came to know. */
    static void refuseOther(byte[] head, String mediaType) {
        if (head.length >= FORMAT_BYTES) {
            var _ = of(head, mediaType);
        }
    }

    /** How long looking takes where nothing else is done, roughly; never longer than decoders are given. */
    MediaWork work(long sizeBytes) {
        double seconds = format.isPicture() ? pictureSeconds(sizeBytes) : videoSeconds(sizeBytes);
        long millis = Math.round(seconds * 1000);
        return new MediaWork(
                Math.clamp(millis, 1, (int) MediaLimits.DEFAULT.maxTime().toMillis()), format.isPicture());
    }

    private double pictureSeconds(long sizeBytes) {
        double byBytes = MediaQueue.estimate(true, sizeBytes);
        long pixels = Math.min(picturePixels(), MediaLimits.DEFAULT.maxPixels());
        return Math.max(byBytes, pixels / PICTURE_PIXELS_A_SECOND);
    }

    private double videoSeconds(long sizeBytes) {
        double length = lengthSeconds();
        long pixels = videoPixels();
        if (length <= 0 || pixels <= 0) return MediaQueue.estimate(false, sizeBytes);
        double decoding =
                Math.min(length, (double) MediaLimits.DEFAULT.maxDuration().toSeconds())
                        * FRAMES_A_SECOND
                        * Math.min(pixels, MediaLimits.DEFAULT.maxPixels())
                        / VIDEO_PIXELS_A_SECOND;
        return decoding + sizeBytes / READ_BYTES_A_SECOND;
    }

    /** 0 where the begin does not say. */
    private long picturePixels() {
        return switch (format) {
            case PNG -> product(number(16, 4), number(20, 4));
            case GIF -> product(littleEndian(6, 2), littleEndian(8, 2));
            case BMP -> product(Math.abs((int) littleEndian(18, 4)), Math.abs((int) littleEndian(22, 4)));
            case WEBP -> text.startsWith("VP8X", 12) ? product(littleEndian(24, 3) + 1, littleEndian(27, 3) + 1) : 0;
            case JPEG -> jpegPixels();
            case TIFF, HEIF, MP4, MATROSKA -> 0;
        };
    }

    /** From the first frame header among the segments. */
    private long jpegPixels() {
        int at = 2;
        while (at + 9 < head.capacity()) {
            int marker = (int) number(at + 1, 1);
            boolean isFrame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (number(at, 1) != 0xff) return 0;
            if (isFrame) return product(number(at + 5, 2), number(at + 7, 2));
            int length = (int) number(at + 2, 2);
            if (length < 2) return 0;
            at += 2 + length;
        }
        return 0;
    }

    /** Of the movie header box, in its short form. */
    private double lengthSeconds() {
        int at = text.indexOf("mvhd") + 4;
        if (format != MediaFormat.MP4 || at < 4 || number(at, 1) != 0) return 0;
        long scale = number(at + 12, 4);
        return scale == 0 ? 0 : (double) number(at + 16, 4) / scale;
    }

    /** Of the largest track header box, in its short form. */
    private long videoPixels() {
        long most = 0;
        for (int at = text.indexOf("tkhd"); at >= 0; at = text.indexOf("tkhd", at + 4))
            if (number(at + 4, 1) == 0) most = Math.max(most, product(number(at + 80, 2), number(at + 84, 2)));
        return most;
    }

    private static long product(long width, long height) {
        return width <= 0 || height <= 0 ? 0 : width * height;
    }

    /** 0 beyond the end. */
    private long number(int at, int bytes) {
        return read(at, bytes, ByteOrder.BIG_ENDIAN);
    }

    private long littleEndian(int at, int bytes) {
        return read(at, bytes, ByteOrder.LITTLE_ENDIAN);
    }

    private long read(int at, int bytes, ByteOrder order) {
        if (at < 0 || at + bytes > head.capacity()) return 0;
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            int next = order == ByteOrder.BIG_ENDIAN ? at + i : at + bytes - 1 - i;
            value = value << 8 | head.get(next) & 0xff;
        }
        return value;
    }
}
