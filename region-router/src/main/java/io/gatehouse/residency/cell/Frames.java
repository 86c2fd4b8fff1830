package io.gatehouse.residency.cell;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bytes one after another, each preceded by its length, so that no two lists of parts look alike. Not thread-safe. */
final class Frames {
    private static final int ABSENT = -1;

    private ByteBuffer buffer = ByteBuffer.allocate(2_048);

    Frames text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    Frames bytes(byte @Nullable [] bytes) {
        if (bytes == null) return put(ABSENT);
        put(bytes.length);
        room(bytes.length).put(bytes);
        return this;
    }

    Frames number(long number) {
        room(Long.BYTES).putLong(number);
        return this;
    }

    private Frames put(int length) {
        room(Integer.BYTES).putInt(length);
        return this;
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            var larger = ByteBuffer.allocate(Math.max(2 * buffer.capacity(), buffer.position() + bytes));
            buffer = larger.put(buffer.flip());
        }
        return buffer;
    }

    byte[] toBytes() {
        return java.util.Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** Reads back what was put. */
    static final class Reader {
        private final ByteBuffer bytes;

        Reader(byte[] bytes) {
            this.bytes = ByteBuffer.wrap(bytes);
        }

        String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        byte[] bytes() {
            var part = new byte[bytes.getInt()];
            bytes.get(part);
            return part;
        }
    }
}
