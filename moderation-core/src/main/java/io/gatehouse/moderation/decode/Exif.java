package io.gatehouse.moderation.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The EXIF data of a picture's file: how it is turned, and the small picture that cameras put beside it. Never fails: data that
 * cannot be read say nothing.
 */
final class Exif {
    private static final int ORIENTATION = 0x0112;
    private static final int THUMBNAIL_AT = 0x0201;
    private static final int THUMBNAIL_LENGTH = 0x0202;

    /** More entries than any camera writes. */
    private static final int MAX_ENTRIES = 256;

    private static final int LONG_TYPE = 4;

    private final ByteBuffer tiff;

    private Exif(ByteBuffer tiff) {
        this.tiff = tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    static Optional<Exif> in(MediaFormat format, byte[] file) {
        try {
            return switch (format) {
                case JPEG -> inJpeg(ByteBuffer.wrap(file));
                case PNG -> inPng(ByteBuffer.wrap(file));
                case WEBP -> inWebp(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
                case TIFF -> Optional.of(new Exif(ByteBuffer.wrap(file)));
                case GIF, BMP, HEIF, MP4, MATROSKA -> Optional.empty();
            };
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    Orientation orientation() {
        try {
            int entry = entry(tiff.getInt(4), ORIENTATION);
            int value = entry < 0 ? 0 : tiff.getShort(entry + 8) & 0xffff;
            return value >= 1 && value <= 8 ? Orientation.values()[value - 1] : Orientation.NORMAL;
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            return Orientation.NORMAL;
        }
    }

    /** A JPEG file of its own, from the second directory. */
    Optional<byte[]> thumbnail() {
        try {
            int first = tiff.getInt(4);
            int second = tiff.getInt(first + 2 + 12 * (tiff.getShort(first) & 0xffff));
            if (second <= 0) return Optional.empty();
            int at = number(entry(second, THUMBNAIL_AT));
            int length = number(entry(second, THUMBNAIL_LENGTH));
            if (at <= 0 || length <= 4 || at > tiff.limit() - length) return Optional.empty();
            var bytes = new byte[length];
            tiff.get(at, bytes);
            return Optional.of(bytes);
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private int number(int entry) {
        if (entry < 0) return -1;
        return tiff.getShort(entry + 2) == LONG_TYPE ? tiff.getInt(entry + 8) : tiff.getShort(entry + 8) & 0xffff;
    }

    /** @return where it begins; -1 when the directory has none */
    private int entry(int directory, int tag) {
        int entries = Math.min(tiff.getShort(directory) & 0xffff, MAX_ENTRIES);
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if ((tiff.getShort(entry) & 0xffff) == tag) return entry;
        }
        return -1;
    }

    private static Optional<Exif> inJpeg(ByteBuffer file) {
        int at = 2;
        while (at + 4 < file.limit() && (file.get(at) & 0xff) == 0xff) {
            int marker = file.get(at + 1) & 0xff;
            if (marker == 0xff) {
                // Any number of these may stand in front of a marker.
                at++;
                continue;
            }
            if (marker == 0xda || marker == 0xd9) return Optional.empty();
            int length = file.getShort(at + 2) & 0xffff;
            if (marker == 0xe1 && length > 8 && ascii(file, at + 4, 6).equals("Exif\0\0"))
                return Optional.of(new Exif(file.slice(at + 10, length - 8)));
            at += 2 + length;
        }
        return Optional.empty();
    }

    private static Optional<Exif> inPng(ByteBuffer file) {
        for (long at = 8; at + 12 <= file.limit(); ) {
            int length = file.getInt((int) at);
            if (length < 0) return Optional.empty();
            String chunk = ascii(file, (int) at + 4, 4);
            if (chunk.equals("eXIf")) return Optional.of(new Exif(file.slice((int) at + 8, length)));
            if (chunk.equals("IEND")) return Optional.empty();
            at += 12L + length;
        }
        return Optional.empty();
    }

    private static Optional<Exif> inWebp(ByteBuffer file) {
        for (long at = 12; at + 8 <= file.limit(); ) {
            int length = file.getInt((int) at + 4);
            if (length < 0) return Optional.empty();
            if (ascii(file, (int) at, 4).equals("EXIF")) {
                // Some programs write the name that stands there in JPEG files.
                int name = length > 6 && ascii(file, (int) at + 8, 6).equals("Exif\0\0") ? 6 : 0;
                return Optional.of(new Exif(file.slice((int) at + 8 + name, length - name)));
            }
            at += 8L + length + (length & 1);
        }
        return Optional.empty();
    }

    private static String ascii(ByteBuffer from, int at, int length) {
        var bytes = new byte[length];
        from.get(at, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
