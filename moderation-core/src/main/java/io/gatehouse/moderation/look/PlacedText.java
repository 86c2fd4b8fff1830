package io.gatehouse.moderation.look;

import io.gatehouse.moderation.signal.Place;
import io.gatehouse.moderation.signal.Span;
import java.util.ArrayList;
import java.util.List;

/** A text whose stretches have a place in media. */
public final class PlacedText {
    private final String text;
    private final List<Piece> pieces;

    /**
     * A stretch of one place.
     *
     * @param start first code point in the joined text
     * @param end exclusive
     */
    private record Piece(int start, int end, Place place) {}

    private PlacedText(String text, List<Piece> pieces) {
        this.text = text;
        this.pieces = pieces;
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
        return new PlacedText(text.toString(), pieces);
    }

    /** Empty when nothing was read. */
    public String text() {
        return text;
    }

    /** A stretch of the text, with the place of all lines that it touches. */
    public Span placed(Span span) {
        Place place = null;
        for (int i = firstEndingAfter(span.start()); i < pieces.size(); i++) {
            var piece = pieces.get(i);
            if (piece.start >= span.end()) break;
            place = place == null ? piece.place : place.with(piece.place);
        }
        return new Span(span.part(), span.start(), span.end(), place);
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
