package io.gatehouse.moderation.match;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.memory.MemoryIndex;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;

/**
 * A one-document Lucene index of what the automaton confirmed, by word position. Only terms that candidate rules ask
 * about are in it, so its cost grows with what was found, not with the text.
 */
final class PositionIndex {
    /** One term at one word position, seen at these code points. */
    record Token(String term, int position, int start, int end) implements Comparable<Token> {
        @Override
        public int compareTo(Token other) {
            return position != other.position
                    ? Integer.compare(position, other.position)
                    : start != other.start ? Integer.compare(start, other.start) : term.compareTo(other.term);
        }
    }

    private final IndexSearcher searcher;
    private final LeafReaderContext leaf;

    PositionIndex(List<Token> tokens) {
        var ordered = new ArrayList<>(tokens);
        Collections.sort(ordered);
        var index = new MemoryIndex(true);
        index.addField(MatcherCompiler.FIELD, new Tokens(ordered));
        searcher = index.createSearcher();
        leaf = searcher.getIndexReader().leaves().getFirst();
    }

    /** Adds every occurrence of the query, in code points. */
    void find(Query query, Spans found) {
        try {
            var weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
            var matches = weight.matches(leaf, 0);
            var iterator = matches == null ? null : matches.getMatches(MatcherCompiler.FIELD);
            while (iterator != null && iterator.next()) found.add(iterator.startOffset(), iterator.endOffset());
        } catch (IOException e) {
            throw new UncheckedIOException("an index in memory does no input or output", e);
        }
    }

    private static final class Tokens extends TokenStream {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final OffsetAttribute offset = addAttribute(OffsetAttribute.class);
        private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);
        private final List<Token> tokens;
        private int next;
        private int position = -1;

        private Tokens(List<Token> tokens) {
            this.tokens = tokens;
        }

        @Override
        public boolean incrementToken() {
            if (next == tokens.size()) return false;
            clearAttributes();
            var token = tokens.get(next++);
            term.append(token.term);
            offset.setOffset(token.start, token.end);
            increment.setPositionIncrement(token.position - position);
            position = token.position;
            return true;
        }
    }
}
