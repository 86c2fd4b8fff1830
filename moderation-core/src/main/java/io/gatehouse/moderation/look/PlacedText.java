package io.gatehouse.moderation.look;

import io.gatehouse.moderation.signal.Place;
import io.gatehouse.moderation.signal.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A text whose stretches have a place in media, and perhaps in a document that somebody submitted. */
public final class PlacedText {
    private final String text;
    private final List<Piece> pieces;
    private final int[] sources;

    /**
     * A stretch of one place.
     *
     * @param start first code point in the joined text
     * @param end exclusive
     */
    private record Piece(int start, int end, Place place) {}

    private PlacedText(String text, List<Piece> pieces, int[] sources) {
        this.text = text;
        this.pieces = pieces;
        this.sources = sources;
    }

    /** Lines joined by line breaks, so that what is said in two lines is found, too. */
    static PlacedText of(List<SeenText> lines) {
        var text = new StringBuilder();
        var pieces = new ArrayList<Piece>(lines.size());
        int at = 0;
        for (var line : lines) {
            if (at > 0) {
                text.append('\n');
                at++;
            }
            int end = at + line.text().codePointCount(0, line.text().length());
            text.append(line.text());
            pieces.add(new Piece(at, end, line.place()));
            at = end;
        }
        return new PlacedText(text.toString(), pieces, new int[0]);
    }

    /** Of a document whose markup is left out, and whose offsets spans are told in. */
    static final class Builder {
        private final StringBuilder text = new StringBuilder();
        private final List<Piece> pieces = new ArrayList<>();
        private int[] sources = new int[256];
        private int size;

        /** @param source of the line's first code point */
        void line(String line, int source, Place place) {
            int before = size;
            int start = size;
            if (size > 0) {
                add('\n', source);
                start++;
            }
            for (int at = 0, points = source; at < line.length(); ) {
                int markup = Markup.markupAt(line, at);
                if (markup > 0) {
                    for (char c : Markup.meaning(line, at, markup).toCharArray()) add(c, points);
                    points += line.codePointCount(at, at + markup);
                    at += markup;
                } else {
                    int point = line.codePointAt(at);
                    add(point, points++);
                    at += Character.charCount(point);
                }
            }
            if (size > start) pieces.add(new Piece(start, size, place));
            else if (size > before) drop();
        }

        private void add(int point, int source) {
            if (size == sources.length) sources = Arrays.copyOf(sources, 2 * size);
            sources[size++] = source;
            text.appendCodePoint(point);
        }

        /** A line of markup alone leaves no line break. */
        private void drop() {
            size--;
            text.setLength(text.length() - 1);
        }

        PlacedText build() {
            return new PlacedText(text.toString(), List.copyOf(pieces), Arrays.copyOf(sources, size));
        }
    }

    /** Empty when nothing was read. */
    public String text() {
        return text;
    }

    /** A stretch of the text, with the place of all lines that it touches; in the document's offsets where there is one. */
    public Span placed(Span span) {
        Place place = null;
        for (int i = firstEndingAfter(span.start()); i < pieces.size(); i++) {
            var piece = pieces.get(i);
            if (piece.start >= span.end()) break;
            place = place == null ? piece.place : place.with(piece.place);
        }
        if (sources.length == 0) return new Span(span.part(), span.start(), span.end(), place);
        return new Span(span.part(), sources[span.start()], sources[span.end() - 1] + 1, place);
    }

    private int firstEndingAfter(int at) {
        int low = 0;
        int high = pieces.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pieces.get(middle).end > at) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
