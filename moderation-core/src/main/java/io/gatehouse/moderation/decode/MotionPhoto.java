package io.gatehouse.moderation.decode;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The video that telephones put behind a photograph, and show when it is touched. */
final class MotionPhoto {
    private static final int FILE_TYPE = 0x66747970;
    private static final int VIDEO_DATA = 0x6D707664;

    /** Of a file type box, which names some brands. */
    private static final int MAX_BOX_BYTES = 512;

    /** Boxes at the top of a picture's file. */
    private static final int MAX_BOXES = 1_000;

    private MotionPhoto() {}

    /** In a JPEG file: an MP4 file anywhere behind the picture's end. */
    static Optional<byte[]> behindJpeg(byte[] bytes) {
        var file = ByteBuffer.wrap(bytes);
        for (int at = FileEnd.jpegEnd(bytes); at >= 0 && at + 8 <= bytes.length; at++) {
            if (bytes[at + 4] != 'f' || file.getInt(at + 4) != FILE_TYPE) continue;
            int size = file.getInt(at);
            if (size >= 16 && size <= MAX_BOX_BYTES && size <= bytes.length - at)
                return Optional.of(Arrays.copyOfRange(bytes, at, bytes.length));
        }
        return Optional.empty();
    }

    /** In a HEIF file: what its box of motion data holds. */
    static Optional<byte[]> inHeif(byte[] bytes) {
        var file = ByteBuffer.wrap(bytes);
        long at = 0;
        for (int box = 0; box < MAX_BOXES && at + 16 <= bytes.length; box++) {
            long size = file.getInt((int) at) & 0xffffffffL;
            int head = 8;
            if (size == 1) {
                size = file.getLong((int) at + 8);
                head = 16;
            }
            if (size == 0) size = bytes.length - at;
            if (size < head || size > bytes.length - at) return Optional.empty();
            if (file.getInt((int) at + 4) == VIDEO_DATA)
                return Optional.of(Arrays.copyOfRange(bytes, (int) at + head, (int) (at + size)));
            at += size;
        }
        return Optional.empty();
    }
}
