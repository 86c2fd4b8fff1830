package io.gatehouse.residency.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * Compares what is read with the checksum that the store keeps, at the end: whoever reads to the end hears of a changed byte.
 * Closing early checks nothing.
 */
final class CheckedStream extends FilterInputStream {
    private final String expected;
    private final String what;
    private final boolean inParts;
    private final long partBytes;
    private final MessageDigest ofBytes = Incoming.sha256();
    private final MessageDigest ofDigests = Incoming.sha256();
    private long inPart;
    private boolean compared;

    private CheckedStream(InputStream bytes, String expected, boolean inParts, long partBytes, String what) {
        super(bytes);
        this.expected = expected;
        this.inParts = inParts;
        this.partBytes = partBytes;
        this.what = what;
    }

    static CheckedStream whole(InputStream bytes, String expected, String what) {
        return new CheckedStream(bytes, expected, false, Long.MAX_VALUE, what);
    }

    /** @param partBytes size of all parts but the last */
    static CheckedStream inParts(InputStream bytes, String expected, long partBytes, String what) {
        return new CheckedStream(bytes, expected, true, partBytes, what);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) return 0;
        // Not beyond a part, so that its digest ends where it does.
        int count = in.read(buffer, offset, (int) Math.min(length, partBytes - inPart));
        if (count < 0) {
            compare();
            return -1;
        }
        ofBytes.update(buffer, offset, count);
        inPart += count;
        if (inPart == partBytes) endPart();
        return count;
    }

    private void endPart() {
        ofDigests.update(ofBytes.digest());
        inPart = 0;
    }

    private void compare() throws IOException {
        if (compared) return;
        compared = true;
        if (inParts && inPart > 0) endPart();
        var found = S3Checksums.of((inParts ? ofDigests : ofBytes).digest());
        if (!S3Checksums.areEqual(found, expected))
            throw new IOException(what + " has not the checksum it was stored with");
    }

    /** Every byte must pass the digest. */
    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.min(count, 1 << 16)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
