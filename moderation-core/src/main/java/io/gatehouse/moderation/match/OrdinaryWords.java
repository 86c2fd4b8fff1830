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
 * Now and then another word passes for one of them.
 */
final class OrdinaryWords {
    /** Of the resource; only the size of the filter depends on it. */
    private static final int EXPECTED = 1_050_000;

    private static final KeyFilter WORDS = read();

    private OrdinaryWords() {}

    /** @param letters as full folding writes them, a letter that repeats its neighbour left out */
    static boolean hold(String letters) {
        return WORDS.mayHold(keyOf(letters));
    }

    /** @param state as {@link Tokens#state} has it after the word's letters */
    static boolean holdState(long state) {
        return WORDS.mayHold(Tokens.key(state));
    }

    private static long keyOf(String letters) {
        long state = 0;
        for (int i = 0; i < letters.length(); i++) state = Tokens.state(state, letters.charAt(i));
        return Tokens.key(state);
    }

    private static KeyFilter read() {
        var words = new KeyFilter(EXPECTED);
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
