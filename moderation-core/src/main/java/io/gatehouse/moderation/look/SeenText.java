package io.gatehouse.moderation.look;

import io.gatehouse.moderation.signal.Place;

/**
 * One line of text that was read in media.
 *
 * @param text never blank, at most {@link #MAX_LENGTH} characters
 * @param confidence of the reader, 0 to 1; 1 where nobody had to guess
 */
public record SeenText(Source source, String text, double confidence, Place place) {
    /** Of UTF-16: longer than any line on a picture, and than any caption. */
    public static final int MAX_LENGTH = 2_000;

    /** How it was read. */
    public enum Source {
        /** Letters on a picture or a frame. */
        SCREEN,
        /** A stream of subtitles inside of the file. */
        SUBTITLES;

        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public SeenText {
        if (text.isBlank() || text.length() > MAX_LENGTH)
            throw new IllegalArgumentException("a line that was read has 1 to " + MAX_LENGTH + " characters");
        if (!(confidence >= 0 && confidence <= 1))
            throw new IllegalArgumentException("confidence must be in [0, 1]: " + confidence);
    }
}
