package io.gatehouse.moderation.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a text may differ from a word and still be that word. */
public enum FoldLevel {
    /** Not at all. */
    EXACT,
    /** In case, compatibility forms and characters that cannot be seen. */
    CASE,
    /** Also in accents, look-alike letters, digits for letters, masks, separators and stretched letters. */
    FULL;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<FoldLevel> ofWireName(String name) {
        return Arrays.stream(values()).filter(l -> l.wireName().equals(name)).findFirst();
    }
}
