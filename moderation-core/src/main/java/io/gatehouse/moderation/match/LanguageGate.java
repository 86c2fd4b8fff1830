package io.gatehouse.moderation.match;

import io.gatehouse.moderation.language.LanguageGuess;
import org.jspecify.annotations.Nullable;

/** Whether words of one language are looked for in a text. */
final class LanguageGate {
    /** Below this many code points a guess is wrong too often to keep a bank from looking. */
    static final int SHORT_TEXT = 40;

    /** Below this confidence a guess is not believed against a bank. */
    static final double BELIEVED = 0.7;

    private LanguageGate() {}

    /** @param language of the bank or phrase; null asks every text */
    static boolean admits(@Nullable String language, LanguageGuess guess, int codePoints) {
        return language == null
                || !guess.isKnown()
                || guess.confidence() < BELIEVED
                || codePoints < SHORT_TEXT
                || language.equals(guess.code());
    }
}
