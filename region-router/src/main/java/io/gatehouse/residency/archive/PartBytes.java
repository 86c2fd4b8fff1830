package io.gatehouse.residency.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Numbers big-endian, bytes after their length, absent bytes as length -1. Not thread-safe. */
final class PartBytes {
    private static final int ABSENT = -1;

    private ByteBuffer buffer = ByteBuffer.allocate(4_096);

    PartBytes number(long number) {
        room(Long.BYTES).putLong(number);
        return this;
    }

    PartBytes small(int number) {
        room(Integer.BYTES).putInt(number);
        return this;
    }

    PartBytes text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    PartBytes bytes(byte @Nullable [] bytes) {
        if (bytes == null) return small(ABSENT);
        small(bytes.length);
        room(bytes.length).put(bytes);
        return this;
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            var larger = ByteBuffer.allocate(Math.max(2 * buffer.capacity(), buffer.position() + bytes));
            buffer = larger.put(buffer.flip());
        }
        return buffer;
    }

    /** What was put since the last time. */
    byte[] take() {
        byte[] taken = Arrays.copyOf(buffer.array(), buffer.position());
        buffer.clear();
        return taken;
    }

    /** Reads back what was put. */
    static final class Reader {
        private final ByteBuffer bytes;

        Reader(byte[] bytes) {
            this.bytes = ByteBuffer.wrap(bytes);
        }

        long number() {
            return bytes.getLong();
        }

        int small() {
            return bytes.getInt();
        }

        String text() {
            byte[] text = bytes();
            if (text == null) throw new SegmentRefusedException("a text of a segment is absent");
            return new String(text, StandardCharsets.UTF_8);
        }

        byte @Nullable [] bytes() {
            int length = bytes.getInt();
            if (length == ABSENT) return null;
            if (length < 0 || length > bytes.remaining())
                throw new SegmentRefusedException("a part of a segment is cut short");
            var part = new byte[length];
            bytes.get(part);
            return part;
        }
    }
}
