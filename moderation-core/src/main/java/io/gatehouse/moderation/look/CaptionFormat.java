package io.gatehouse.moderation.look;

import java.util.Locale;
import java.util.Optional;

/** How captions and transcripts are written. */
public enum CaptionFormat {
    /** <a href="https://www.w3.org/TR/webvtt1/">WebVTT</a>. */
    WEBVTT,
    /** SubRip, which nobody has specified. */
    SRT;

    /** The name used in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<CaptionFormat> ofWireName(String name) {
        for (var format : values()) if (format.wireName().equals(name)) return Optional.of(format);
        return Optional.empty();
    }
}
