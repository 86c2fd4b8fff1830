package io.gatehouse.service.screen;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of UTF-8 in bounded memory: a line that is too long or not UTF-8 is told apart, never kept. Not thread-safe. */
final class BoundedLines {
    /** Room for the longest text (64 KiB) with every character escaped as six, and its fields. */
    static final int MAX_LINE_BYTES = 1 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private byte[] line = new byte[4096];
    private int position;
    private int limit;
    private long number;

    BoundedLines(InputStream in) {
        this.in = in;
    }

    /** Either the text of a line or why it has none. */
    record Line(
            long number, @Nullable String text, @Nullable String fault) {}

    /** @return null at the end */
    @Nullable
    Line next() throws IOException {
        int length = 0;
        boolean any = false;
        boolean tooLong = false;
        while (true) {
            if (position == limit) {
                limit = in.read(buffer);
                position = 0;
                if (limit <= 0) {
                    limit = 0;
                    if (!any) return null;
                    break;
                }
            }
            any = true;
            byte b = buffer[position++];
            if (b == '\n') break;
            if (length == MAX_LINE_BYTES) {
                tooLong = true;
                continue;
            }
            if (length == line.length) line = java.util.Arrays.copyOf(line, Math.min(line.length * 2, MAX_LINE_BYTES));
            line[length++] = b;
        }
        number++;
        if (tooLong) return new Line(number, null, "the line is longer than " + MAX_LINE_BYTES + " bytes");
        if (length > 0 && line[length - 1] == '\r') length--;
        return decode(length);
    }

    private Line decode(int length) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(line, 0, length))
                    .toString();
            return new Line(number, number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text, null);
        } catch (CharacterCodingException notUtf8) {
            return new Line(number, null, "the line is not UTF-8");
        }
    }
}
