package io.gatehouse.service.perspective;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A text's sentences. Pure. */
final class Sentences {
    /** What follows is taken as one: each is judged for itself, and somebody waits. */
    static final int MOST = 100;

    private Sentences() {}

    /**
     * @param start first code point of the text, inclusive
     * @param end last code point, exclusive
     */
    record Sentence(String text, int start, int end) {}

    /** In order, without the blanks between them; each holds something else than blanks. */
    static List<Sentence> of(String text, String language) {
        var breaks = BreakIterator.getSentenceInstance(Locale.forLanguageTag(language));
        breaks.setText(text);
        var sentences = new ArrayList<Sentence>();
        int from = breaks.first();
        while (from != BreakIterator.DONE && from < text.length()) {
            int next = sentences.size() < MOST - 1 ? breaks.next() : text.length();
            int to = next == BreakIterator.DONE ? text.length() : next;
            add(text, from, to, sentences);
            from = to;
        }
        return sentences;
    }

    private static void add(String text, int from, int to, List<Sentence> sentences) {
        int start = from;
        int end = to;
        while (start < end && Character.isWhitespace(text.charAt(start))) start++;
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) end--;
        if (start == end) return;
        int first = text.codePointCount(0, start);
        sentences.add(new Sentence(text.substring(start, end), first, first + text.codePointCount(start, end)));
    }
}
