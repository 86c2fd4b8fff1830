package io.gatehouse.residency.search;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.ExitableDirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;

/** One search of one state of an index, within its time. */
final class IndexSearch {
    /** Longer than anybody watches; a question that takes longer is one for a job. */
    static final Duration LONGEST = Duration.ofSeconds(5);

    private static final int MOST_FACET_VALUES = 50;

    private final Question question;
    private final Set<Long> gone;
    private final IndexSearcher searcher;

    /** @param gone contents that are not found, whatever the index still has of them */
    IndexSearch(IndexReader reader, Question question, Set<Long> gone) throws IOException {
        this.question = question;
        this.gone = Set.copyOf(gone);
        long end = System.nanoTime() + LONGEST.toNanos();
        QueryTimeout timeout = () -> System.nanoTime() > end;
        // Enumerating terms for a prefix is stopped by the reader, going through postings by the searcher.
        this.searcher = new IndexSearcher(ExitableDirectoryReader.wrap((DirectoryReader) reader, timeout));
        searcher.setTimeout(timeout);
        // A cache would keep what was asked.
        searcher.setQueryCache(null);
    }

    Found found(long coveredTo) throws IOException {
        try {
            Query query = Questions.without(gone, Questions.query(question));
            long matching = searcher.count(query);
            var indexes = page(Questions.goingOn(question, query));
            var facets = new EnumMap<SearchField, List<Found.Count>>(SearchField.class);
            for (var field : question.facets())
                facets.put(
                        field,
                        FacetCounter.top(
                                searcher.search(query, new FacetCounter(field.wireName())), MOST_FACET_VALUES));
            if (searcher.timedOut()) throw tooLong();
            return new Found(matching, indexes, facets, coveredTo);
        } catch (ExitableDirectoryReader.ExitingReaderException _) {
            throw tooLong();
        }
    }

    private List<Long> page(Query query) throws IOException {
        var top = searcher.search(query, question.limit(), Questions.sort(question.order()));
        var indexes = new ArrayList<Long>(top.scoreDocs.length);
        var stored = searcher.storedFields();
        for (var hit : top.scoreDocs)
            indexes.add(stored.document(hit.doc, WANTED)
                    .getField(IndexedDocuments.INDEX)
                    .numericValue()
                    .longValue());
        return indexes;
    }

    private static final Set<String> WANTED = new HashSet<>(Set.of(IndexedDocuments.INDEX));

    private static BadQuestionException tooLong() {
        return new BadQuestionException("takes longer than " + LONGEST.toSeconds()
                + " s: narrow it by a time, a field, or words that are rarer");
    }
}
