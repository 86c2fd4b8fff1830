package io.gatehouse.moderation.training;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a word of a lexicon is about. */
public enum Concept {
    HOSTILITY,
    IDENTITY,
    DEHUMANISING,
    VIOLENCE,
    WEAPONS,
    DEATH,
    SEXUAL,
    BODY,
    SELF_HARM,
    FRAUD,
    MONEY,
    CRIME,
    DRUGS,
    POLITICS,
    PEOPLE,
    AFFECTION,
    EVERYDAY,
    INTENSITY,
    NEGATION;

    /** The name used in lexicon files. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Concept> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(concept -> concept.wireName().equals(name))
                .findFirst();
    }
}
