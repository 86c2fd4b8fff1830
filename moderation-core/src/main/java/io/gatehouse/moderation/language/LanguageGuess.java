package io.gatehouse.moderation.language;

/**
 * The most probable language of a text.
 *
 * @param code ISO 639-1, or {@code und} when it cannot be told
 * @param confidence probability in [0, 1] among the configured languages; 0 for {@code und}
 */
public record LanguageGuess(String code, double confidence) {
    public static final LanguageGuess UNKNOWN = new LanguageGuess("und", 0);

    public LanguageGuess {
        if (!(confidence >= 0 && confidence <= 1))
            throw new IllegalArgumentException("confidence must be in [0, 1]: " + confidence);
    }

    public boolean isKnown() {
        return !code.equals("und");
    }
}
