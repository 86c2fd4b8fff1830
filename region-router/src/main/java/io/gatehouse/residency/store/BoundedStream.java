package io.gatehouse.residency.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a stream, up to a number. */
final class BoundedStream extends FilterInputStream {
    private long remaining;

    BoundedStream(InputStream bytes, long lengthBytes) {
        super(bytes);
        this.remaining = lengthBytes;
    }

    @Override
    public int read() throws IOException {
        if (remaining == 0) return -1;
        int value = super.read();
        if (value >= 0) remaining--;
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) return 0;
        if (remaining == 0) return -1;
        int count = super.read(buffer, offset, (int) Math.min(length, remaining));
        if (count > 0) remaining -= count;
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(Math.min(count, remaining));
        remaining -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(super.available(), remaining);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
