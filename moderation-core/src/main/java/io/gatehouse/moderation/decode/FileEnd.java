package io.gatehouse.moderation.decode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Whether a file ends before it says it does. Decoders fill what is missing with grey, or with the last good frame, and say nothing;
 * who looks at such a picture must know that part of it was not there.
 */
final class FileEnd {
    /** Boxes of one file at its top: some recorders write one or two a second. */
    private static final int MAX_BOXES = 20_000;

    private FileEnd() {}

    /** Of a picture that is in memory. Formats that do not say where they end are taken for whole. */
    static boolean isCut(MediaFormat format, byte[] file) {
        try {
            return switch (format) {
                case JPEG -> jpegEnd(file) < 0;
                case PNG -> !pngEnds(ByteBuffer.wrap(file));
                case WEBP ->
                    (ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(4) & 0xffffffffL) + 8 > file.length;
                case GIF -> !gifEnds(file);
                case BMP ->
                    (ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(2) & 0xffffffffL) > file.length;
                case TIFF, HEIF, MP4, MATROSKA -> false;
            };
        } catch (IndexOutOfBoundsException _) {
            return true;
        }
    }

    /** Of a file of boxes or elements, whose sizes at the top are asked for one after the other. */
    static boolean isCut(MediaFormat format, RemoteFile file) throws IOException {
        return switch (format) {
            case MP4, HEIF -> boxIsCut(file);
            case MATROSKA -> segmentIsCut(file);
            case JPEG, PNG, GIF, WEBP, BMP, TIFF ->
                throw new IllegalArgumentException(format + " is looked at in memory");
        };
    }

    /** @return the first byte behind the picture; -1 where its end is not found */
    static int jpegEnd(byte[] file) {
        int at = 2;
        while (at + 3 < file.length) {
            if ((file[at] & 0xff) != 0xff) {
                at++;
                continue;
            }
            int marker = file[at + 1] & 0xff;
            if (marker == 0xd9) return at + 2;
            // Stuffed zeroes, fill bytes and restarts stand alone; everything else says how long it is.
            boolean alone = marker == 0 || marker == 0xff || (marker >= 0xd0 && marker <= 0xd8) || marker == 1;
            if (alone) at += marker == 0xff ? 1 : 2;
            else at += 2 + ((file[at + 2] & 0xff) << 8 | (file[at + 3] & 0xff));
        }
        int last = file.length - 2;
        boolean ends = at <= last && (file[last] & 0xff) == 0xff && (file[last + 1] & 0xff) == 0xd9;
        return ends ? file.length : -1;
    }

    private static boolean pngEnds(ByteBuffer file) {
        for (long at = 8; at + 12 <= file.limit(); ) {
            int length = file.getInt((int) at);
            if (length < 0) return false;
            if (file.getInt((int) at + 4) == 0x49454E44) return true;
            at += 12L + length;
        }
        return false;
    }

    private static boolean gifEnds(byte[] file) {
        int at = 13 + colours(file[10]);
        while (true) {
            switch (file[at] & 0xff) {
                case 0x3b -> {
                    return true;
                }
                case 0x21 -> at = afterBlocks(file, at + 2);
                case 0x2c -> at = afterBlocks(file, at + 11 + colours(file[at + 9]));
                default -> {
                    return false;
                }
            }
        }
    }

    private static int colours(byte flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private static int afterBlocks(byte[] file, int from) {
        int at = from;
        while (file[at] != 0) at += 1 + (file[at] & 0xff);
        return at + 1;
    }

    private static boolean boxIsCut(RemoteFile file) throws IOException {
        var head = new byte[16];
        long at = 0;
        for (int box = 0; box < MAX_BOXES && at < file.sizeBytes(); box++) {
            int read = file.read(at, head, 0, head.length);
            if (read < 8) return true;
            var buffer = ByteBuffer.wrap(head);
            long size = buffer.getInt(0) & 0xffffffffL;
            // Zeroes behind the last box are padding, not a box up to the end.
            if (size == 0) return false;
            if (size == 1) size = read < 16 ? Long.MAX_VALUE : buffer.getLong(8);
            if (size < 8 || !isName(head)) return false;
            if (size > file.sizeBytes() - at) return true;
            at += size;
        }
        return false;
    }

    /** What is no box's name is something behind the last one. */
    private static boolean isName(byte[] head) {
        String name = new String(head, 4, 4, StandardCharsets.ISO_8859_1);
        return name.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    private static boolean segmentIsCut(RemoteFile file) throws IOException {
        var head = new byte[64];
        int read = file.read(0, head, 0, head.length);
        int at = 4;
        long[] length = number(head, at, read);
        at += (int) length[1];
        if (length[0] < 0 || length[0] > head.length) return false;
        at += (int) length[0];
        var segment = new byte[12];
        if (file.read(at, segment, 0, segment.length) < 12
                || ByteBuffer.wrap(segment).getInt(0) != 0x18538067) return false;
        long[] size = number(segment, 4, segment.length);
        // Streams that are written as they come say no size.
        return size[0] >= 0 && size[0] > file.sizeBytes() - at - 4 - size[1];
    }

    /** A number of Matroska's and its length in bytes; -1 when it is unknown. */
    private static long[] number(byte[] from, int at, int limit) {
        int first = at < limit ? from[at] & 0xff : 0;
        int length = Integer.numberOfLeadingZeros(first) - 23;
        if (first == 0 || at + length > limit) return new long[] {-1, 1};
        long value = first & (0xff >> length);
        boolean ones = value == (0xff >> length);
        for (int i = 1; i < length; i++) {
            value = value << 8 | (from[at + i] & 0xff);
            ones &= (from[at + i] & 0xff) == 0xff;
        }
        return new long[] {ones ? -1 : value, length};
    }
}
