package io.gatehouse.moderation.match;

import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.TokenList;
import io.gatehouse.moderation.text.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words that every sentence of a language has, as a cue to what language a text too short to identify is in. Written by
 * hand, as full folding leaves them.
 */
final class SmallWords {
    /** Cues that chance may leave. */
    private static final int FEW = 2;

    private static final List<String> LANGUAGES = new ArrayList<>();
    /** By key of a word: a bit for each language that has it. */
    private static final Map<Long, Long> WORDS = read();

    private SmallWords() {}

    /**
     * What languages a text may be in, a bit for each.
     *
     * @param likely those with most cues; none where there is no cue at all
     * @param possible those that are not ruled out
     */
    record Languages(long likely, long possible) {}

    static Languages languagesOf(TokenList tokens) {
        var votes = new int[LANGUAGES.size()];
        int most = 0;
        for (int token = 0; token < tokens.count(); token++) {
            long languages = WORDS.getOrDefault(tokens.state(token), 0L);
            for (; languages != 0; languages &= languages - 1) {
                int language = Long.numberOfTrailingZeros(languages);
                most = Math.max(most, ++votes[language]);
            }
        }
        long likely = 0;
        long possible = most <= FEW ? -1L : 0;
        for (int language = 0; language < votes.length && most > 0; language++) {
            if (votes[language] == most) likely |= 1L << language;
            if (votes[language] > 0 && votes[language] >= most - FEW) possible |= 1L << language;
        }
        return new Languages(likely, possible);
    }

    /** How many languages there are; each has a number below. */
    static int languages() {
        return LANGUAGES.size();
    }

    /** Whether some language has the word. */
    static boolean hold(long state) {
        return WORDS.containsKey(state);
    }

    /** The languages that have the word, as bits. */
    static long languagesWith(long state) {
        return WORDS.getOrDefault(state, 0L);
    }

    /** The bit of a language; of none in particular, that of English; 0 of one without a list. */
    static long bit(@Nullable String language) {
        int number = LANGUAGES.indexOf(language == null ? "en" : language);
        return number < 0 ? 0 : 1L << number;
    }

    private static Map<Long, Long> read() {
        var words = new HashMap<Long, Long>();
        try (InputStream lines = SmallWords.class.getResourceAsStream("small-words.txt")) {
            if (lines == null) throw new IllegalStateException("small-words.txt is not beside its class");
            for (var line : new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                var all = line.split(" ", -1);
                LANGUAGES.add(all[0]);
                for (int i = 1; i < all.length; i++) {
                    var literal = Literal.of(all[i], FoldLevel.FULL);
                    // A letter that stands alone may be one of a word spelled out.
                    if (literal.isEmpty() || literal.get().chars().length() < 2) continue;
                    char[] chars = literal.get().chars().toCharArray();
                    words.merge(Tokens.state(chars, 0, chars.length), bit(all[0]), (a, b) -> a | b);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read small-words.txt", e);
        }
        return Map.copyOf(words);
    }
}
