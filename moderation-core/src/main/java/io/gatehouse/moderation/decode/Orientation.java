package io.gatehouse.moderation.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** How a picture is turned before it is shown, as its EXIF data say: the values 1 to 8 of tag 0x0112. */
enum Orientation {
    NORMAL(false, false, false),
    MIRRORED(true, false, false),
    HALF_TURN(true, true, false),
    UPSIDE_DOWN(false, true, false),
    TRANSPOSED(false, false, true),
    QUARTER_TURN(false, true, true),
    TRANSVERSE(true, true, true),
    THREE_QUARTER_TURN(true, false, true);

    private static final int TAG = 0x0112;

    /** More entries than any camera writes. */
    private static final int MAX_ENTRIES = 256;

    private final boolean fromRight;
    private final boolean fromBottom;
    private final boolean transposes;

    Orientation(boolean fromRight, boolean fromBottom, boolean transposes) {
        this.fromRight = fromRight;
        this.fromBottom = fromBottom;
        this.transposes = transposes;
    }

    /** Whether stored columns are counted from the right when the picture is shown. */
    boolean fromRight() {
        return fromRight;
    }

    boolean fromBottom() {
        return fromBottom;
    }

    /** Whether stored columns become rows. */
    boolean transposes() {
        return transposes;
    }

    /** @param degrees clockwise */
    static Orientation ofTurn(int degrees) {
        return switch (Math.floorMod(degrees, 360)) {
            case 90 -> QUARTER_TURN;
            case 180 -> HALF_TURN;
            case 270 -> THREE_QUARTER_TURN;
            default -> NORMAL;
        };
    }

    /** Never fails: data that cannot be read turn nothing. */
    static Orientation of(MediaFormat format, byte[] file) {
        try {
            return switch (format) {
                case JPEG -> ofJpeg(ByteBuffer.wrap(file));
                case PNG -> ofPng(ByteBuffer.wrap(file));
                case WEBP -> ofWebp(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
                case TIFF -> ofTiff(ByteBuffer.wrap(file));
                case GIF, BMP, HEIF, MP4, MATROSKA -> NORMAL;
            };
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            return NORMAL;
        }
    }

    private static Orientation ofJpeg(ByteBuffer file) {
        int at = 2;
        while (at + 4 < file.limit() && (file.get(at) & 0xff) == 0xff) {
            int marker = file.get(at + 1) & 0xff;
            if (marker == 0xda || marker == 0xd9) return NORMAL;
            int length = file.getShort(at + 2) & 0xffff;
            if (marker == 0xe1 && length > 8 && ascii(file, at + 4, 6).equals("Exif\0\0"))
                return ofTiff(file.slice(at + 10, length - 8));
            at += 2 + length;
        }
        return NORMAL;
    }

    private static Orientation ofPng(ByteBuffer file) {
        for (long at = 8; at + 12 <= file.limit(); ) {
            int length = file.getInt((int) at);
            if (length < 0) return NORMAL;
            String chunk = ascii(file, (int) at + 4, 4);
            if (chunk.equals("eXIf")) return ofTiff(file.slice((int) at + 8, length));
            if (chunk.equals("IEND")) return NORMAL;
            at += 12L + length;
        }
        return NORMAL;
    }

    private static Orientation ofWebp(ByteBuffer file) {
        for (long at = 12; at + 8 <= file.limit(); ) {
            int length = file.getInt((int) at + 4);
            if (length < 0) return NORMAL;
            if (ascii(file, (int) at, 4).equals("EXIF")) return ofTiff(file.slice((int) at + 8, length));
            at += 8L + length + (length & 1);
        }
        return NORMAL;
    }

    private static Orientation ofTiff(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = Math.min(tiff.getShort(directory) & 0xffff, MAX_ENTRIES);
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if ((tiff.getShort(entry) & 0xffff) != TAG) continue;
            int value = tiff.getShort(entry + 8) & 0xffff;
            return value >= 1 && value <= 8 ? values()[value - 1] : NORMAL;
        }
        return NORMAL;
    }

    private static String ascii(ByteBuffer from, int at, int length) {
        var bytes = new byte[length];
        from.get(at, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
