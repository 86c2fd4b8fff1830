package io.gatehouse.service.rights;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip that is written as it is read: nothing of it is ever whole in memory. Not thread-safe. */
final class ExportFile implements AutoCloseable {
    private final ZipOutputStream zip;
    private final Map<String, Object> written = new LinkedHashMap<>();

    ExportFile(OutputStream out) {
        this.zip = new ZipOutputStream(out);
    }

    /** Writes the parts of one entry. */
    @FunctionalInterface
    interface Writing {
        /** @return how many records it wrote */
        long write(OutputStream out) throws IOException;
    }

    void entry(String name, Writing writing) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        var digesting = new DigestOutputStream(new Unclosed(zip), sha256());
        long records = writing.write(digesting);
        zip.closeEntry();
        written.put(
                name,
                Map.of(
                        "records",
                        records,
                        "sha256",
                        HexFormat.of().formatHex(digesting.getMessageDigest().digest())));
    }

    void entry(String name, byte[] bytes) throws IOException {
        entry(name, out -> {
            out.write(bytes);
            return 1;
        });
    }

    void entry(String name, InputStream bytes) throws IOException {
        entry(name, out -> {
            bytes.transferTo(out);
            return 1;
        });
    }

    /** Entries so far, with their digests: what the last entry says, so that a copy that was cut short is seen to be. */
    Map<String, Object> written() {
        return new LinkedHashMap<>(written);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** An entry's writer may close what it got; the zip goes on. */
    private static final class Unclosed extends OutputStream {
        private final OutputStream out;

        Unclosed(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
