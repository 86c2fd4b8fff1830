package io.gatehouse.moderation.classifier;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Languages that share words and endings, and so share what is learned from their characters. */
enum Family {
    /** Alone: it has most of the labelled texts, which would drown its neighbours. */
    ENGLISH("en"),
    GERMANIC("da", "de", "nl", "sv"),
    ROMANCE("es", "fr", "it", "pt", "ro"),
    SLAVIC("cs", "hr", "pl", "sk", "sl"),
    /** Related to the Slavic ones, in other letters. */
    BULGARIAN("bg"),
    BALTIC("lt", "lv"),
    FINNIC("et", "fi"),
    HUNGARIAN("hu"),
    GREEK("el"),
    MALTESE("mt"),
    IRISH("ga");

    private final List<String> languages;

    Family(String... languages) {
        this.languages = List.of(languages);
    }

    /** Empty for a language that none has, and for {@code und}. */
    static Optional<Family> of(String language) {
        return Arrays.stream(values())
                .filter(family -> family.languages.contains(language))
                .findFirst();
    }

    /** Of all families, sorted. */
    static List<String> allLanguages() {
        return Arrays.stream(values())
                .flatMap(family -> family.languages.stream())
                .sorted()
                .toList();
    }

    /** Keeps the hashes of families apart; never 0, which is nobody's. */
    int salt() {
        return (ordinal() + 1) * 0x3C6EF372;
    }
}
