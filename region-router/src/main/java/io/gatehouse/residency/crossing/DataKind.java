package io.gatehouse.residency.crossing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Kinds of personal data that may cross. What is in no kind does not cross. */
public enum DataKind {
    /** What people wrote. */
    CONTENT,
    /** Pictures and videos. */
    MEDIA,
    /** Decisions, statements and traces; they quote what they are about. */
    DECISION,
    /** Who someone is and where they live. */
    ACCOUNT,
    /** Labels and strikes. */
    NOTES,
    /** All that is kept about one person. */
    EXPORT,
    /** What the law wants reported to an authority or a clearing house. */
    REPORT;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<DataKind> ofWireName(String name) {
        return Arrays.stream(values()).filter(k -> k.wireName().equals(name)).findFirst();
    }
}
