package io.gatehouse.moderation.match;

import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.WordBank;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The text rules of a policy set for some purposes, compiled. Immutable and thread-safe. */
public final class TextMatcher {
    private TextMatcher() {}

    /**
     * Compiles the text conditions among these rules; others are ignored.
     *
     * @param banks by id; every bank that a rule names
     */
    public static TextMatcher compile(Collection<Rule> rules, Map<String, WordBank> banks) {
        return new TextMatcher();
    }

    /**
     * Which text rules match. Pure; linear in the text; never throws on any text.
     *
     * @param part index of the text among the content's parts, for the spans
     * @param text as submitted
     * @return ordered by signal type, then name; at most one per bank or rule
     */
    public List<TextMatch> match(int part, String text, LanguageGuess language) {
        return List.of();
    }
}
