package io.gatehouse.benchmarks.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** One answer. The bytes are the connection's own: read them at once. */
public final class Answer {
    private final int status;
    private final byte[] bytes;
    private final int start;
    private final int end;

    Answer(int status, byte[] bytes, int start, int end) {
        this.status = status;
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    public int status() {
        return status;
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public byte[] body() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    public byte[] bodyDigest() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, start, end - start);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * The first text field of this name, by looking at the bytes: parsing every answer would cost the server its time. For
     * ids and names, which hold no escapes.
     */
    public Optional<String> text(String field) {
        int from = valueOf(field);
        if (from < 0 || from >= end || bytes[from] != '"') return Optional.empty();
        int to = from + 1;
        while (to < end && bytes[to] != '"') to++;
        return Optional.of(new String(bytes, from + 1, to - from - 1, StandardCharsets.UTF_8));
    }

    /** The first whole number of this name, or -1. */
    public long number(String field) {
        int at = valueOf(field);
        if (at < 0 || at >= end || !isDigit(bytes[at])) return -1;
        long value = 0;
        for (; at < end && isDigit(bytes[at]); at++) value = value * 10 + bytes[at] - '0';
        return value;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private int valueOf(String field) {
        byte[] name = ('"' + field + '"').getBytes(StandardCharsets.US_ASCII);
        for (int i = start; i + name.length < end; i++) {
            if (bytes[i] != '"' || !Arrays.equals(bytes, i, i + name.length, name, 0, name.length)) continue;
            int at = i + name.length;
            while (at < end && (bytes[at] == ' ' || bytes[at] == ':')) at++;
            return at;
        }
        return -1;
    }
}
