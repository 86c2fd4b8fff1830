package io.gatehouse.moderation.signal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What content may be about. The first thirteen are those of the OpenAI moderation contract. */
public enum Category {
    HARASSMENT("harassment"),
    HARASSMENT_THREATENING("harassment/threatening"),
    HATE("hate"),
    HATE_THREATENING("hate/threatening"),
    ILLICIT("illicit"),
    ILLICIT_VIOLENT("illicit/violent"),
    SELF_HARM("self-harm"),
    SELF_HARM_INTENT("self-harm/intent"),
    SELF_HARM_INSTRUCTIONS("self-harm/instructions"),
    SEXUAL("sexual"),
    SEXUAL_MINORS("sexual/minors"),
    VIOLENCE("violence"),
    VIOLENCE_GRAPHIC("violence/graphic"),
    SPAM("spam"),
    SCAM("scam"),
    PROFANITY("profanity"),
    PII("pii"),
    EXTREMISM("extremism"),
    INTELLECTUAL_PROPERTY("intellectual_property"),
    OTHER_ILLEGAL("other_illegal");

    /** The names of all, in order, as messages list them. */
    public static final List<String> WIRE_NAMES =
            Arrays.stream(values()).map(Category::wireName).toList();

    private final String wireName;

    Category(String wireName) {
        this.wireName = wireName;
    }

    /** The name used in JSON, policy files and reports. */
    public String wireName() {
        return wireName;
    }

    public static Optional<Category> ofWireName(String name) {
        return Arrays.stream(values()).filter(c -> c.wireName.equals(name)).findFirst();
    }
}
