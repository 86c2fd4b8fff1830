package io.gatehouse.moderation.language;

/** Says which of the configured languages a text is in. Implementations are immutable and thread-safe. */
@FunctionalInterface
public interface LanguageIdentifier {
    /** @param text as submitted; any length, any characters. Never throws on content */
    LanguageGuess identify(String text);
}
