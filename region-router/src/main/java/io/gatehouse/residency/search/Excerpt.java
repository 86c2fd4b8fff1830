package io.gatehouse.residency.search;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;

/**
 * The part of a text that a question is about.
 *
 * @param text at most so many code points as asked for, around the first word that was looked for
 * @param isWhole whether that is all of it
 */
public record Excerpt(String text, boolean isWhole) {
    public static Excerpt of(Question question, String text, int most) {
        int length = text.codePointCount(0, text.length());
        if (length <= most) return new Excerpt(text, true);
        int hit = text.codePointCount(0, firstHit(wordsOf(question), text));
        int from = Math.max(0, Math.min(hit - most / 3, length - most));
        return new Excerpt(
                text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, from + most)), false);
    }

    private static Set<String> wordsOf(Question question) {
        var words = new HashSet<String>();
        Questions.query(question).visit(new QueryVisitor() {
            @Override
            public boolean acceptField(String field) {
                return field.equals(IndexedDocuments.TEXT);
            }

            @Override
            public void consumeTerms(Query query, Term... terms) {
                for (var term : terms) words.add(term.text());
            }
        });
        return words;
    }

    private static int firstHit(Set<String> words, String text) {
        try (var analyzer = IndexedDocuments.analyzer();
                var tokens = analyzer.tokenStream(IndexedDocuments.TEXT, new StringReader(text))) {
            var term = tokens.addAttribute(CharTermAttribute.class);
            var offset = tokens.addAttribute(OffsetAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) if (words.contains(term.toString())) return offset.startOffset();
            tokens.end();
            return 0;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
