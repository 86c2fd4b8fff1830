package io.gatehouse.moderation.evaluation;

import java.util.Locale;

/** How long a text is, in code points. */
public enum Length {
    /** A few words. */
    UP_TO_40(40),
    /** A sentence. */
    UP_TO_120(120),
    /** A post. */
    UP_TO_400(400),
    LONGER(Integer.MAX_VALUE);

    private final int most;

    Length(int most) {
        this.most = most;
    }

    /** The name used in tables and JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    public static Length of(String text) {
        int codePoints = text.codePointCount(0, text.length());
        for (var length : values()) if (codePoints <= length.most) return length;
        return LONGER;
    }
}
