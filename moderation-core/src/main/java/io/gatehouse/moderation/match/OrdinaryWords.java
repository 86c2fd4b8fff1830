package io.gatehouse.moderation.match;

import io.gatehouse.moderation.text.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/**
 * Words, names and towns that mean no harm, so that no misspelling of a bad word is looked for that is one of them. Of
 * three to nine different letters in a row; where they come from: see make_ordinary_words.py among the tests' resources.
 * One other word of some two thousand passes for one of them.
 */
final class OrdinaryWords {
    /** Of the resource; only the size of the filter depends on it. */
    private static final int EXPECTED = 1_050_000;

    /** As if there were twice as many: a word that is taken for one of them is believed less. */
    private static final int ROOM = 2 * EXPECTED;

    /** Makes another hash of a key (Knuth's multiplicative hashing, with 2^64 through the golden ratio). */
    private static final long AGAIN = 0x9E3779B97F4A7C15L;

    private static final OrdinaryWords ALL = read();

    /** Two filters, as one alone takes one word of fifty for another: so many disguises would not be believed. */
    private final KeyFilter words = new KeyFilter(ROOM);

    private final KeyFilter again = new KeyFilter(ROOM);

    private OrdinaryWords() {}

    /** @param letters as full folding writes them, a letter that repeats its neighbour left out */
    static boolean hold(String letters) {
        return ALL.holds(keyOf(letters));
    }

    /** @param state as {@link Tokens#state} has it after the word's letters */
    static boolean holdState(long state) {
        return ALL.holds(Tokens.key(state));
    }

    private boolean holds(long key) {
        return words.mayHold(key) && again.mayHold(key * AGAIN);
    }

    private void add(long key) {
        words.add(key);
        again.add(key * AGAIN);
    }

    private static long keyOf(String letters) {
        long state = 0;
        for (int i = 0; i < letters.length(); i++) state = Tokens.state(state, letters.charAt(i));
        return Tokens.key(state);
    }

    private static OrdinaryWords read() {
        var words = new OrdinaryWords();
        var resource = OrdinaryWords.class.getResourceAsStream("ordinary-words.txt.gz");
        if (resource == null) throw new IllegalStateException("ordinary-words.txt.gz is not beside its class");
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(resource, 1 << 16), StandardCharsets.UTF_8))) {
            for (var word = lines.readLine(); word != null; word = lines.readLine()) words.add(keyOf(word));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read ordinary-words.txt.gz", e);
        }
        return words;
    }
}
