package io.gatehouse.moderation.classifier;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How every model file is packed: magic, length of the header, header (JSON, UTF-8), weights, SHA-256 of all before. Nothing is
 * believed before the digest agrees.
 *
 * @param weights positioned at the first; their layout is the model's own
 * @param digest {@code sha256:} and the digest of the whole file
 */
record ModelContainer<H>(H header, ByteBuffer weights, String digest) {
    private static final int DIGEST_BYTES = 32;

    /** A model is some megabytes; what is larger is not one, and is not read. */
    static final long MOST_BYTES = 64L << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** Whether the file begins as such a model does; false, too, when it cannot be read. */
    static boolean begins(Path file, String magic) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(magic.length()), magic.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return false;
        }
    }

    /** @throws ModelRefusedException when the file is missing, cut, changed or foreign */
    static <H> ModelContainer<H> read(Path file, String magic, Class<H> type) {
        byte[] bytes = bytes(file);
        byte[] start = magic.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length < start.length || !Arrays.equals(bytes, 0, start.length, start, 0, start.length))
            throw new ModelRefusedException(file, "not a Gatehouse model of this version");
        int body = bytes.length - DIGEST_BYTES;
        if (body < start.length + Integer.BYTES) throw new ModelRefusedException(file, "cut short");
        if (!MessageDigest.isEqual(sha256(Arrays.copyOf(bytes, body)), Arrays.copyOfRange(bytes, body, bytes.length)))
            throw new ModelRefusedException(file, "its contents do not agree with its digest: cut short or changed");
        var buffer = ByteBuffer.wrap(bytes, start.length, body - start.length);
        int headerBytes = buffer.getInt();
        if (headerBytes < 0 || headerBytes > buffer.remaining())
            throw new ModelRefusedException(file, "header of " + headerBytes + " bytes in " + bytes.length);
        H header;
        try {
            header = JSON.readValue(new String(bytes, buffer.position(), headerBytes, StandardCharsets.UTF_8), type);
        } catch (JacksonException e) {
            throw new ModelRefusedException(file, "malformed header", e);
        }
        buffer.position(buffer.position() + headerBytes);
        return new ModelContainer<>(header, buffer, digestOf(bytes));
    }

    private static byte[] bytes(Path file) {
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES)
                throw new ModelRefusedException(file, size + " bytes; a model has at most " + MOST_BYTES);
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ModelRefusedException(file, "cannot be read: " + e, e);
        }
    }

    /** Writes beside the target and renames, so that no reader ever sees half a model. Returns the digest of the file. */
    static String write(Path file, String magic, Object header, byte[] weights) throws IOException {
        byte[] start = magic.getBytes(StandardCharsets.US_ASCII);
        byte[] json = JSON.writeValueAsBytes(header);
        var buffer = ByteBuffer.allocate(start.length + Integer.BYTES + json.length + weights.length + DIGEST_BYTES);
        buffer.put(start).putInt(json.length).put(json).put(weights);
        buffer.put(sha256(Arrays.copyOf(buffer.array(), buffer.position())));
        var part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, buffer.array());
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return digestOf(buffer.array());
    }

    /** {@code sha256:} and the digest in hexadecimal. */
    static String digestOf(byte[] bytes) {
        return "sha256:" + HexFormat.of().formatHex(sha256(bytes));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
