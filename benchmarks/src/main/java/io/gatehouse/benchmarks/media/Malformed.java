package io.gatehouse.benchmarks.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Sound files of every format that is read, and damage of many kinds done to them; the same for the same seed. */
public final class Malformed {
    /** Sizes, counts and offsets that programs get wrong. */
    private static final int[] BAD_NUMBERS = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7fff, 0xffff, 0x10000};

    /** What a file might say to be read, or called, by a careless demuxer. */
    private static final List<String> BAIT = List.of(
            "http://127.0.0.1:%1$d/escape", "file://%2$s", "concat:%2$s|/etc/hostname", "%2$s", "tcp://127.0.0.1:%1$d");

    private final List<Path> files;
    private final SplittableRandom random;
    private final int port;
    private final Path trap;

    private Malformed(List<Path> files, SplittableRandom random, int port, Path trap) {
        this.files = files;
        this.random = random;
        this.port = port;
        this.trap = trap;
    }

    /**
     * @param port of this machine where somebody listens whether a decoder calls
     * @param trap a file of which somebody watches whether a decoder opens it
     */
    public static Malformed of(Path directory, long seed, int port, Path trap) throws IOException {
        return of(directory, "", seed, port, trap);
    }

    /** @param only what the names of the sound files begin with that are wanted */
    static Malformed of(Path directory, String only, long seed, int port, Path trap) throws IOException {
        try (var found = Files.list(directory)) {
            var files = found.filter(Files::isRegularFile)
                    .filter(file -> String.valueOf(file.getFileName()).startsWith(only))
                    .sorted()
                    .toList();
            if (files.isEmpty()) throw new IOException("no sound files " + only + "* in " + directory);
            return new Malformed(files, new SplittableRandom(seed), port, trap);
        }
    }

    /** @param name of the sound file, and what was done to it */
    @SuppressWarnings("ArrayRecordComponent") // Handed over.
    public record Made(String name, byte[] bytes) {}

    public Made next() throws IOException {
        var file = files.get(random.nextInt(files.size()));
        byte[] bytes = Files.readAllBytes(file);
        var how = new StringBuilder(String.valueOf(file.getFileName()));
        for (int i = 1 + random.nextInt(3); i > 0; i--) bytes = damage(bytes, how);
        return new Made(how.toString(), bytes);
    }

    private byte[] damage(byte[] bytes, StringBuilder how) {
        if (bytes.length < 16) return bytes;
        int at = random.nextInt(random.nextBoolean() ? Math.min(bytes.length, 512) : bytes.length);
        return switch (random.nextInt(7)) {
            case 0 -> {
                how.append(" cut");
                yield Arrays.copyOf(bytes, at);
            }
            case 1 -> {
                how.append(" bits");
                for (int i = 1 + random.nextInt(40); i > 0; i--)
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                yield bytes;
            }
            case 2 -> {
                how.append(" number");
                int number = BAD_NUMBERS[random.nextInt(BAD_NUMBERS.length)];
                boolean little = random.nextBoolean();
                for (int i = 0; i < 4 && at + i < bytes.length; i++)
                    bytes[at + i] = (byte) (number >>> 8 * (little ? i : 3 - i));
                yield bytes;
            }
            case 3 -> {
                how.append(" repeated");
                int length = Math.min(bytes.length - at, 1 + random.nextInt(4096));
                var longer = new byte[bytes.length + 20 * length];
                System.arraycopy(bytes, 0, longer, 0, at);
                for (int i = 0; i < 21; i++) System.arraycopy(bytes, at, longer, at + i * length, length);
                System.arraycopy(bytes, at + length, longer, at + 21 * length, bytes.length - at - length);
                yield longer;
            }
            case 4 -> {
                how.append(" noise");
                var noise = new byte[Math.min(bytes.length - at, 1 + random.nextInt(2000))];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, at, noise.length);
                yield bytes;
            }
            case 5 -> {
                how.append(" removed");
                int length = Math.min(bytes.length - at, 1 + random.nextInt(200));
                var shorter = new byte[bytes.length - length];
                System.arraycopy(bytes, 0, shorter, 0, at);
                System.arraycopy(bytes, at + length, shorter, at, shorter.length - at);
                yield shorter;
            }
            default -> {
                how.append(" bait");
                byte[] bait = BAIT.get(random.nextInt(BAIT.size()))
                        .formatted(port, trap)
                        .getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(bait, 0, bytes, at, Math.min(bait.length, bytes.length - at));
                yield bytes;
            }
        };
    }
}
