package io.gatehouse.benchmarks.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads answers from one connection as bytes arrive: Content-Length or chunked, without pipelining. */
final class AnswerReader {
    private static final int FIRST_SIZE = 16 << 10;
    /** Far above any answer asked for here. */
    private static final int MAX_SIZE = 16 << 20;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int filled;
    private int bodyStart = -1;
    private int status;
    private long contentLength;
    private boolean chunked;
    private boolean closes;

    void reset() {
        filled = 0;
        bodyStart = -1;
    }

    /** Whether the server said that it closes the connection after this answer. */
    boolean closes() {
        return closes;
    }

    boolean isEmpty() {
        return filled == 0;
    }

    /** @return false at the end of the stream */
    boolean readFrom(ReadableByteChannel channel) throws IOException {
        if (filled == bytes.length) {
            if (filled >= MAX_SIZE) throw new IOException("an answer of more than " + MAX_SIZE + " bytes");
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int read = channel.read(ByteBuffer.wrap(bytes, filled, bytes.length - filled));
        if (read < 0) return false;
        filled += read;
        return true;
    }

    /** The whole answer, or null while some of it is missing. */
    @Nullable
    Answer take() throws IOException {
        if (bodyStart < 0 && !readHead()) return null;
        if (chunked) return takeChunked();
        if (filled - bodyStart < contentLength) return null;
        return new Answer(status, bytes, bodyStart, (int) (bodyStart + contentLength));
    }

    private boolean readHead() throws IOException {
        int end = indexOfEmptyLine();
        if (end < 0) return false;
        var lines = new String(bytes, 0, end, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        if (!lines[0].startsWith("HTTP/1.1 ")) throw new IOException("not an HTTP/1.1 answer");
        status = Integer.parseInt(lines[0].substring(9, 12));
        contentLength = 0;
        chunked = false;
        closes = false;
        for (var line : lines) {
            var lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:"))
                contentLength = Long.parseLong(
                        line.substring("content-length:".length()).trim());
            if (lower.startsWith("transfer-encoding:")) chunked = lower.endsWith("chunked");
            if (lower.startsWith("connection:")) closes = lower.endsWith("close");
        }
        bodyStart = end + 4;
        return true;
    }

    private int indexOfEmptyLine() {
        for (int i = 0; i + 3 < filled; i++)
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') return i;
        return -1;
    }

    private @Nullable Answer takeChunked() throws IOException {
        var body = new byte[filled - bodyStart];
        int size = 0;
        int at = bodyStart;
        while (true) {
            int lineEnd = at;
            while (lineEnd + 1 < filled && bytes[lineEnd] != '\r') lineEnd++;
            if (lineEnd + 1 >= filled) return null;
            var line = new String(bytes, at, lineEnd - at, StandardCharsets.ISO_8859_1);
            int length;
            try {
                length = Integer.parseInt(line.split(";", 2)[0].trim(), 16);
            } catch (NumberFormatException e) {
                throw new IOException("not a chunk's length", e);
            }
            int from = lineEnd + 2;
            if (from + length + 2 > filled) return null;
            if (length == 0) return new Answer(status, body, 0, size);
            System.arraycopy(bytes, from, body, size, length);
            size += length;
            at = from + length + 2;
        }
    }
}
