package io.gatehouse.moderation.match;

import io.gatehouse.moderation.text.FoldLevel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a policy author may write as a word, a term of several words, or a phrase. */
public final class WordForm {
    /** Longer than any term or slogan; keeps the automaton and the check of a candidate small. */
    public static final int MAX_LENGTH = 100;

    /** An open-ended word shorter than this begins too many innocent ones. */
    public static final int MIN_OPEN_LETTERS = 3;

    private WordForm() {}

    /** What is wrong with a word, for its author. */
    public record Fault(String message, @Nullable String hint) {}

    /** The fault of a word that the matcher could not look for; empty when there is none. */
    public static Optional<Fault> faultOf(String word, FoldLevel fold) {
        if (word.codePointCount(0, word.length()) > MAX_LENGTH)
            return fault("the word is longer than " + MAX_LENGTH + " characters", "a phrase rule can hold more");
        int star = word.indexOf('*', 1);
        if (star >= 0 && star < word.length() - 1)
            return fault("'*' may only begin or end a word", "it stands for any letters");
        var literal = Literal.of(word, fold);
        if (literal.isEmpty()) {
            boolean isFull = fold == FoldLevel.FULL;
            return fault("nothing is left of the word after folding", isFull ? "symbols need fold: case" : null);
        }
        var found = literal.get();
        if ((found.isOpenStart() || found.isOpenEnd()) && found.chars().length() < MIN_OPEN_LETTERS)
            return fault("too short for '*'", "at least " + MIN_OPEN_LETTERS + " different letters in a row");
        return Optional.empty();
    }

    private static Optional<Fault> fault(String message, @Nullable String hint) {
        return Optional.of(new Fault(message, hint));
    }
}
