package io.gatehouse.service.screen;

import io.gatehouse.moderation.content.Surface;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One message a line; blank lines are skipped. */
final class PlainRows implements RowReader {
    private final String file;
    private final BoundedLines lines;
    private final InputFiles.CountingInputStream counted;
    private final Surface defaultSurface;

    PlainRows(String file, InputStream in, InputFiles.CountingInputStream counted, Surface defaultSurface) {
        this.file = file;
        this.lines = new BoundedLines(in);
        this.counted = counted;
        this.defaultSurface = defaultSurface;
    }

    @Override
    public @Nullable Row next() throws IOException {
        while (true) {
            var line = lines.next();
            if (line == null) return null;
            if (line.fault() != null) return new Row.Malformed(file, line.number(), line.fault());
            String text = line.text();
            if (text == null || text.isBlank()) continue;
            return RowFields.toRow(file, line.number(), Map.of("text", text), defaultSurface);
        }
    }

    @Override
    public long bytesRead() {
        return counted.count();
    }

    @Override
    public void close() throws IOException {
        counted.close();
    }
}
