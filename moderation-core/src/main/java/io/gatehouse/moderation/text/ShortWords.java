package io.gatehouse.moderation.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Short words that people write, in the languages we know, as plain folding leaves them: what is none of them may be a
 * piece of a word that was cut. The words were counted in public texts;
 * A table of bits, so that now and then another word passes for one of them.
 */
final class ShortWords {
    private static final int BITS_LOG = 17;
    private static final int MULTIPLIER = 0x9E3779B1;
    private static final long[] BITS = read();

    private ShortWords() {}

    /**
     * One for a common word, else 0.
     *
     * @param key five bits a letter, at most five letters of a to z
     */
    static int common(int key) {
        int hash = key * MULTIPLIER >>> 32 - BITS_LOG;
        return (int) (BITS[hash >> 6] >>> hash) & 1;
    }

    static int keyOf(CharSequence word) {
        int key = 0;
        for (int i = 0; i < word.length(); i++) key = key << 5 | word.charAt(i) & 31;
        return key;
    }

    private static long[] read() {
        var bits = new long[1 << BITS_LOG - 6];
        try (InputStream words = ShortWords.class.getResourceAsStream("short-words.txt")) {
            if (words == null) throw new IllegalStateException("short-words.txt is not beside its class");
            new String(words.readAllBytes(), StandardCharsets.US_ASCII).lines().forEach(word -> {
                int hash = keyOf(word) * MULTIPLIER >>> 32 - BITS_LOG;
                bits[hash >> 6] |= 1L << hash;
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read short-words.txt", e);
        }
        return bits;
    }
}
