package io.gatehouse.moderation.language;

import org.jspecify.annotations.Nullable;

/** Scripts that the languages told apart are written in. */
enum Script {
    LATIN,
    CYRILLIC,
    GREEK,
    ARABIC,
    DEVANAGARI,
    BENGALI,
    HANGUL,
    KANA,
    HAN;

    /** Of a letter; null for one of another script. */
    static @Nullable Script of(char c) {
        if (c < 0x370) return c < 0x300 || c > 0x36f ? LATIN : null;
        if (c < 0x400) return GREEK;
        if (c < 0x530) return CYRILLIC;
        if (c >= 0x600 && c < 0x780) return ARABIC;
        if (c >= 0x900 && c < 0x980) return DEVANAGARI;
        if (c >= 0x980 && c < 0xa00) return BENGALI;
        if (c >= 0x1100 && c < 0x1200 || c >= 0xac00 && c < 0xd7b0) return HANGUL;
        if (c >= 0x1e00 && c < 0x1f00) return LATIN;
        if (c >= 0x1f00 && c < 0x2000) return GREEK;
        if (c >= 0x3040 && c < 0x3100) return KANA;
        if (c >= 0x3400 && c < 0xa000 || c >= 0xf900 && c < 0xfb00) return HAN;
        if (c >= 0xfb50 && c < 0xfe00 || c >= 0xfe70 && c < 0xff00) return ARABIC;
        return null;
    }

    /** The script of a language that is told by pieces of words. */
    static Script ofLanguage(String language) {
        return switch (language) {
            case "bg", "ru", "uk" -> CYRILLIC;
            case "ar", "ur" -> ARABIC;
            default -> LATIN;
        };
    }

    boolean writesWith(@Nullable Script other) {
        // Japanese writes with Chinese characters too.
        return this == other || this == KANA && other == HAN;
    }

    /**
     * The script of most of these letters; null when there is none. One ideograph says as much as two letters, and any kana among
     * ideographs make Japanese of them.
     */
    static @Nullable Script mostOf(char[] letters, int length) {
        int[] seen = new int[values().length];
        for (int i = 0; i < length; i++) {
            var script = of(letters[i]);
            if (script == null) continue;
            seen[script.ordinal()] += script == HAN || script == KANA || script == HANGUL ? 2 : 1;
        }
        if (seen[KANA.ordinal()] > 0) {
            seen[KANA.ordinal()] += seen[HAN.ordinal()];
            seen[HAN.ordinal()] = 0;
        }
        Script most = null;
        for (var script : values())
            if (seen[script.ordinal()] > (most == null ? 0 : seen[most.ordinal()])) most = script;
        return most;
    }
}
