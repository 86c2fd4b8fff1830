package io.gatehouse.moderation.query;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A boolean query over the words of a text, in the part of Lucene's classic query syntax that can be answered from words
 * alone, with its meaning: words, {@code "phrases"}, {@code "with slop"~3}, {@code AND OR NOT && || ! + -}, parentheses,
 * and {@code prefix*} of three letters or more. Words that stand side by side are alternatives; operators bind their two
 * neighbours and have no precedence, so {@code a OR b AND c} requires b and c.
 *
 * <p>It departs from Lucene in one thing: what its author wrote as one word but folding splits ({@code don't}) is a
 * phrase, not alternatives.
 */
public sealed interface TextQuery {
    /** Longer than any query a person can check by reading. */
    int MAX_LENGTH = 4_000;

    /** Words in all; more are a word bank. */
    int MAX_WORDS = 256;

    /** Parentheses in parentheses. */
    int MAX_DEPTH = 16;

    /** Further apart, the words of a phrase have nothing to do with each other. */
    int MAX_SLOP = 50;

    /** A shorter prefix begins too many words. */
    int MIN_PREFIX = 3;

    /** The word as its author wrote it; only letters, digits and marks. */
    record Word(String word) implements TextQuery {}

    /** Any word that begins so. */
    record Prefix(String start) implements TextQuery {}

    /**
     * The words in order, or moved so far apart or out of order that moving them back takes at most so many steps.
     *
     * @param words two or more
     */
    record Phrase(List<String> words, int slop) implements TextQuery {
        public Phrase {
            words = List.copyOf(words);
            if (words.size() < 2) throw new IllegalArgumentException("a phrase has two words or more: " + words);
        }
    }

    /** All of {@code must}, none of {@code mustNot}; and one of {@code should} when {@code must} is empty. */
    record Clauses(List<TextQuery> must, List<TextQuery> should, List<TextQuery> mustNot) implements TextQuery {
        public Clauses {
            must = List.copyOf(must);
            should = List.copyOf(should);
            mustNot = List.copyOf(mustNot);
            if (must.isEmpty() && should.isEmpty())
                throw new IllegalArgumentException("clauses that only exclude match nothing");
        }
    }

    /** What came of reading a query. */
    sealed interface Parsed {
        /** @param warnings what is right but may not mean what its author thinks */
        record Right(TextQuery query, List<Fault> warnings) implements Parsed {
            public Right {
                warnings = List.copyOf(warnings);
            }
        }

        /** @param faults never empty */
        record Wrong(List<Fault> faults) implements Parsed {
            public Wrong {
                faults = List.copyOf(faults);
            }
        }
    }

    /** What is wrong with a query, for its author. */
    record Fault(String message, @Nullable String hint) {}

    static Parsed parse(String query) {
        return new QueryParser(query).parse();
    }

    /** The query, where the text is one. */
    static Optional<TextQuery> of(String query) {
        return parse(query) instanceof Parsed.Right(var right, var _) ? Optional.of(right) : Optional.empty();
    }

    /** Every word, prefix and phrase that may be asked about, excluded ones too. */
    default Stream<TextQuery> leaves() {
        return this instanceof Clauses(var must, var should, var mustNot)
                ? Stream.of(must, should, mustNot).flatMap(List::stream).flatMap(TextQuery::leaves)
                : Stream.of(this);
    }
}
