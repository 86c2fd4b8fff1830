package io.gatehouse.moderation.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a text may differ from a word and still be that word. */
public enum FoldLevel {
    /** Not at all. */
    EXACT,
    /** In case, compatibility forms, characters that cannot be seen, and escapes (HTML, percent, backslash). */
    CASE,
    /**
     * Also in accents, stretched and doubled letters, look-alikes of any script, digits and symbols for letters, masked
     * letters, what is put between letters (signs, spaces, line ends, emoji), a cut in two or three, a number stuck to it,
     * and direction: reversed, turned upside down, forced from right to left.
     */
    FULL;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<FoldLevel> ofWireName(String name) {
        return Arrays.stream(values()).filter(l -> l.wireName().equals(name)).findFirst();
    }
}
