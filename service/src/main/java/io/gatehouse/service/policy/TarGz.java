package io.gatehouse.service.policy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * A policy directory as {@code tar czf} packs it (POSIX ustar): plain files and folders. Anything else, links above all, is
 * refused, and so is an archive that unpacks to more than a version may hold.
 */
public final class TarGz {
    private static final int BLOCK = 512;

    private TarGz() {}

    /** The archive is none, or is not one that may be unpacked. The message is for its sender. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    /** Nothing is written anywhere: names that lead out of the directory are the caller's to refuse. */
    static Map<String, byte[]> read(InputStream packed, long maxBytes, int maxFiles)
            throws RefusedException, IOException {
        var files = new TreeMap<String, byte[]>();
        try (var tar = new GZIPInputStream(packed)) {
            long left = maxBytes;
            for (byte[] header = block(tar); header.length > 0 && header[0] != 0; header = block(tar)) {
                String name = name(header);
                long size = number(header, 124, 12);
                // Headers, too, count: an archive of empty files must not be endless.
                left -= size + BLOCK;
                if (left < 0 || size > maxBytes)
                    throw new RefusedException("unpacks to more than " + maxBytes + " bytes");
                char type = (char) header[156];
                switch (type) {
                    case '5', 'g' -> skip(tar, size);
                    case 'x' -> refuseLongName(tar, size);
                    case '0', '\0' -> {
                        if (files.size() == maxFiles)
                            throw new RefusedException("holds more than " + maxFiles + " files");
                        byte[] bytes = tar.readNBytes((int) size);
                        if (bytes.length < size) throw new RefusedException("ends in the middle of " + name);
                        skip(tar, padding(size));
                        if (files.put(name, bytes) != null) throw new RefusedException("holds " + name + " twice");
                        continue;
                    }
                    default -> throw new RefusedException("holds " + name + ", which is neither a file nor a folder");
                }
                skip(tar, padding(size));
            }
        } catch (ZipException | java.io.EOFException notPacked) {
            throw new RefusedException("is no gzip archive, or ends early");
        }
        return files;
    }

    /** At most a few kilobytes are names: more is not what tar writes for our names. */
    private static void refuseLongName(InputStream tar, long size) throws IOException, RefusedException {
        if (size > 64 * 1024) throw new RefusedException("holds an extended header of " + size + " bytes");
        String records = new String(tar.readNBytes((int) size), StandardCharsets.UTF_8);
        if (records.contains(" path=") || records.contains(" linkpath=") || records.contains(" size="))
            throw new RefusedException("holds a name or a size that only an extended header can say");
    }

    private static byte[] block(InputStream tar) throws IOException, RefusedException {
        byte[] block = tar.readNBytes(BLOCK);
        if (block.length != 0 && block.length != BLOCK) throw new RefusedException("ends in the middle of a header");
        return block;
    }

    private static String name(byte[] header) {
        String prefix = new String(header, 257, 5, StandardCharsets.US_ASCII).equals("ustar") && header[262] == 0
                ? text(header, 345, 155)
                : "";
        String name = prefix.isEmpty() ? text(header, 0, 100) : prefix + "/" + text(header, 0, 100);
        return name.startsWith("./") ? name.substring(2) : name;
    }

    private static String text(byte[] header, int at, int length) {
        int end = at;
        while (end < at + length && header[end] != 0) end++;
        return new String(header, at, end - at, StandardCharsets.UTF_8);
    }

    private static long number(byte[] header, int at, int length) throws RefusedException {
        String octal = text(header, at, length).strip();
        try {
            return octal.isEmpty() ? 0 : Long.parseUnsignedLong(octal, 8);
        } catch (NumberFormatException e) {
            throw new RefusedException("is no tar archive");
        }
    }

    private static long padding(long size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }

    private static void skip(InputStream tar, long bytes) throws IOException {
        tar.skipNBytes(bytes);
    }

    /** Packs a directory's version for {@code POST /v1/policies}. */
    public static byte[] pack(java.nio.file.Path directory) throws IOException {
        return write(PolicyFiles.read(directory).byPath());
    }

    static byte[] write(Map<String, byte[]> files) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var tar = new GZIPOutputStream(packed)) {
            for (var file : files.entrySet()) {
                tar.write(header(file.getKey(), file.getValue().length));
                tar.write(file.getValue());
                tar.write(new byte[(int) padding(file.getValue().length)]);
            }
            tar.write(new byte[2 * BLOCK]);
        }
        return packed.toByteArray();
    }

    private static byte[] header(String path, int size) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length > 100) throw new IOException("the name is too long for a tar archive: " + path);
        var header = new byte[BLOCK];
        put(header, 0, path);
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, String.format(java.util.Locale.ROOT, "%011o", size));
        put(header, 136, "00000000000");
        put(header, 148, "        ");
        header[156] = '0';
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) sum += b & 0xff;
        put(header, 148, String.format(java.util.Locale.ROOT, "%06o\0 ", sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
