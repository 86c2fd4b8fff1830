package io.gatehouse.moderation.signal;

/**
 * A stretch of one text part, as submitted.
 *
 * @param part index into the content's parts
 * @param start first Unicode code point, inclusive
 * @param end last Unicode code point, exclusive; greater than start
 */
public record Span(int part, int start, int end) {
    public Span {
        if (part < 0 || start < 0 || end <= start)
            throw new IllegalArgumentException("not a span: part " + part + " [" + start + ", " + end + ")");
    }
}
