package io.gatehouse.moderation.condition;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a condition may name. The documentation's table is made of these. */
public enum Variable {
    SURFACE("surface", SimpleType.STRING, "where it appears, for example comment"),
    LANGUAGE("language", SimpleType.STRING, "of the text, ISO 639-1; und where it cannot be told"),
    LANGUAGE_CONFIDENCE("language_confidence", SimpleType.DOUBLE, "from 0 to 1"),
    COUNTRY("country", SimpleType.STRING, "where the author lives, ISO 3166-1"),
    HOME_REGION("home_region", SimpleType.STRING, "where the author's data live"),
    NOW("now", SimpleType.TIMESTAMP, "when it is judged"),
    DATE("date", SimpleType.STRING, "the day of judging in UTC, as 2026-12-31"),
    AUTHOR_CREATED_AT("author.created_at", SimpleType.TIMESTAMP, "when the account was opened"),
    AUTHOR_AGE_DAYS("author.age_days", SimpleType.INT, "whole days since then"),
    AUTHOR_FOLLOWERS("author.followers", SimpleType.INT, "as the platform says"),
    CONVERSATION_PARTICIPANTS("conversation.participants", SimpleType.INT, "people in it beside the author"),
    CONVERSATION_IS_FIRST_CONTACT(
            "conversation.is_first_contact",
            SimpleType.BOOL,
            "whether the author never wrote to these people before, as the platform says");

    private final String wireName;
    private final CelType type;
    private final String meaning;

    Variable(String wireName, CelType type, String meaning) {
        this.wireName = wireName;
        this.type = type;
        this.meaning = meaning;
    }

    public String wireName() {
        return wireName;
    }

    CelType type() {
        return type;
    }

    /** {@code string, int, double, bool} or {@code timestamp}. */
    public String typeName() {
        return type.equals(SimpleType.TIMESTAMP) ? "timestamp" : type.name();
    }

    public String meaning() {
        return meaning;
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Variable::wireName).toList();
    }

    static Optional<Variable> ofWireName(String name) {
        return Arrays.stream(values()).filter(v -> v.wireName.equals(name)).findFirst();
    }
}
