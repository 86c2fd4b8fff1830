package io.gatehouse.service.screen;

import io.gatehouse.moderation.content.Surface;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens input files by their names' endings: JSONL, CSV, TSV or plain text, each also as {@code .gz}. */
public final class InputFiles {
    private InputFiles() {}

    /** @param name a path, or {@code -} for standard input, which is JSONL when it begins with a brace, else plain text */
    static RowReader open(String name, Surface defaultSurface) throws IOException {
        boolean isStandardInput = name.equals("-");
        var counted = new CountingInputStream(isStandardInput ? System.in : Files.newInputStream(Path.of(name)));
        try {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean isGzip = lower.endsWith(".gz");
            String plainName = isGzip ? lower.substring(0, lower.length() - ".gz".length()) : lower;
            var in = new BufferedInputStream(isGzip ? new GZIPInputStream(counted, 1 << 16) : counted, 1 << 16);
            String label = isStandardInput
                    ? "standard input"
                    : Path.of(name).getFileName().toString();
            if (plainName.endsWith(".csv")) return new DelimitedRows(label, in, counted, ',', defaultSurface);
            if (plainName.endsWith(".tsv")) return new DelimitedRows(label, in, counted, '\t', defaultSurface);
            boolean isJson =
                    plainName.endsWith(".jsonl") || plainName.endsWith(".ndjson") || plainName.endsWith(".json");
            return isJson || (isStandardInput && beginsWithBrace(in))
                    ? new JsonRows(label, in, counted, defaultSurface)
                    : new PlainRows(label, in, counted, defaultSurface);
        } catch (ZipException notGzip) {
            counted.close();
            throw new IOException(name + " is not a gzip file, in spite of its name", notGzip);
        } catch (IOException | RuntimeException failure) {
            counted.close();
            throw failure;
        }
    }

    /** Bytes of the file on disk, 0 when unknown. */
    public static long sizeBytes(String name) throws IOException {
        return name.equals("-") ? 0 : Files.size(Path.of(name));
    }

    private static boolean beginsWithBrace(BufferedInputStream in) throws IOException {
        in.mark(1);
        int first = in.read();
        in.reset();
        return first == '{';
    }

    /** Counts what was read from the file itself, before decompression. */
    static final class CountingInputStream extends InputStream {
        private final InputStream in;
        private long count;

        CountingInputStream(InputStream in) {
            this.in = in;
        }

        long count() {
            return count;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            if (b >= 0) count++;
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = in.read(bytes, offset, length);
            if (n > 0) count += n;
            return n;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
