package io.gatehouse.service.perspective;

import static io.gatehouse.moderation.signal.Category.HARASSMENT;
import static io.gatehouse.moderation.signal.Category.HARASSMENT_THREATENING;
import static io.gatehouse.moderation.signal.Category.HATE;
import static io.gatehouse.moderation.signal.Category.HATE_THREATENING;
import static io.gatehouse.moderation.signal.Category.PROFANITY;
import static io.gatehouse.moderation.signal.Category.SCAM;
import static io.gatehouse.moderation.signal.Category.SEXUAL;
import static io.gatehouse.moderation.signal.Category.SEXUAL_MINORS;
import static io.gatehouse.moderation.signal.Category.SPAM;
import static io.gatehouse.moderation.signal.Category.VIOLENCE;
import static io.gatehouse.moderation.signal.Category.VIOLENCE_GRAPHIC;

import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.signal.Category;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the Perspective API calls an attribute, and the categories that mean the same here: its score is the highest of theirs. An
 * attribute that is about something else here is not served, rather than guessed at.
 */
public enum Attribute {
    TOXICITY(HARASSMENT, HARASSMENT_THREATENING, HATE, HATE_THREATENING, PROFANITY),
    SEVERE_TOXICITY(HARASSMENT_THREATENING, HATE, HATE_THREATENING),
    IDENTITY_ATTACK(HATE, HATE_THREATENING),
    INSULT(HARASSMENT),
    PROFANITY_(PROFANITY),
    THREAT(HARASSMENT_THREATENING, HATE_THREATENING, VIOLENCE, VIOLENCE_GRAPHIC),
    SEXUALLY_EXPLICIT(SEXUAL, SEXUAL_MINORS),
    OBSCENE(PROFANITY),
    SPAM_(SPAM, SCAM);

    /** Names by which the same attributes went before they were released, and still go in many programs. */
    private static final String EXPERIMENTAL = "_EXPERIMENTAL";

    @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf makes one that nobody changes.
    private final Set<Category> categories;

    Attribute(Category first, Category... rest) {
        categories = Set.copyOf(EnumSet.of(first, rest));
    }

    /** As the contract writes it. */
    public String wireName() {
        // An enum's constant must not hide the category that it imports.
        return name().endsWith("_") ? name().substring(0, name().length() - 1) : name();
    }

    public static Optional<Attribute> ofWireName(String name) {
        String plain = name.endsWith(EXPERIMENTAL) ? name.substring(0, name.length() - EXPERIMENTAL.length()) : name;
        return Arrays.stream(values()).filter(it -> it.wireName().equals(plain)).findFirst();
    }

    Set<Category> categories() {
        return categories;
    }

    /** In [0, 1]. */
    public double scoreOf(Judgement judgement) {
        return categories.stream()
                .mapToDouble(category -> judgement.scores().getOrDefault(category, 0.0))
                .max()
                .orElseThrow();
    }
}
