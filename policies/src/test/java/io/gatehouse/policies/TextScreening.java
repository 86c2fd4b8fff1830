package io.gatehouse.policies;

import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.language.LanguageIdentifier;
import io.gatehouse.moderation.language.OpenNlpLanguageIdentifier;
import io.gatehouse.moderation.match.TextMatch;
import io.gatehouse.moderation.match.TextMatcher;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.signal.Category;
import java.util.List;

/** What the text rules of the shipped policies say of a message. Personal data are left out: they are no offence. */
final class TextScreening {
    private final TextMatcher matcher;
    private final LanguageIdentifier identifier =
            OpenNlpLanguageIdentifier.load(OpenNlpLanguageIdentifier.DEFAULT_LANGUAGES);

    TextScreening(PolicySet policies) {
        this.matcher = policies.textMatcher(policies.purposes());
    }

    /** What is known of a message's language. */
    enum Language {
        UNKNOWN,
        STATED,
        IDENTIFIED
    }

    List<TextMatch> matches(String text, String statedLanguage, Language known) {
        var guess = switch (known) {
            case UNKNOWN -> LanguageGuess.UNKNOWN;
            case STATED -> new LanguageGuess(statedLanguage, 1);
            case IDENTIFIED -> identifier.identify(text);
        };
        return matcher.match(0, text, guess).stream()
                .filter(match -> match.signal().category() != Category.PII)
                .toList();
    }

    boolean flags(ScreeningRow row, Language known) {
        return !matches(row.text(), row.language(), known).isEmpty();
    }
}
