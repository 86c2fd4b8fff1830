package io.gatehouse.moderation.signal;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of one part: of its text as submitted; of the text that was read in it, lines joined by line breaks, where the part
 * is media; or a place in media where there is no text at all.
 *
 * @param part index into the content's parts
 * @param start first Unicode code point, inclusive
 * @param end last Unicode code point, exclusive; greater than start, or both are 0 and only {@code place} says where
 * @param place in media or captions; null in a text
 */
public record Span(int part, int start, int end, @Nullable Place place) {
    public Span {
        boolean onlyPlace = start == 0 && end == 0 && place != null;
        if (part < 0 || start < 0 || (end <= start && !onlyPlace))
            throw new IllegalArgumentException("not a span: part " + part + " [" + start + ", " + end + ")");
    }

    /** In a text. */
    public Span(int part, int start, int end) {
        this(part, start, end, null);
    }

    /** In media, where nothing was read. */
    public static Span at(int part, Place place) {
        return new Span(part, 0, 0, place);
    }
}
