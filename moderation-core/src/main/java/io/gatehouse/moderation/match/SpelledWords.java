package io.gatehouse.moderation.match;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Common words that full folding writes otherwise, as they are spelled: a word of a bank with other marks, or other double
 * letters, is often another word. Read when the first is asked about; where they come from: see make_spelled_words.py among the tests'
 * resources.
 */
final class SpelledWords {
    private static final Map<String, Integer> WORDS = read();

    private SpelledWords() {}

    /**
     * The languages in which it is a common word, as bits.
     *
     * @param word in small letters, composed
     */
    static long languagesOf(String word) {
        return Integer.toUnsignedLong(WORDS.getOrDefault(word, 0));
    }

    private static Map<String, Integer> read() {
        var words = new HashMap<String, Integer>();
        var resource = SpelledWords.class.getResourceAsStream("spelled-words.txt.gz");
        if (resource == null) throw new IllegalStateException("spelled-words.txt.gz is not beside its class");
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(resource, 1 << 16), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var all = line.split(" ", -1);
                int bit = (int) SmallWords.bit(all[0]);
                if (bit == 0) throw new IllegalStateException("no small words of " + all[0]);
                for (int i = 1; i < all.length; i++) words.merge(all[i], bit, (a, b) -> a | b);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read spelled-words.txt.gz", e);
        }
        return words;
    }
}
