package io.gatehouse.benchmarks.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.monitor.Monitor;
import org.apache.lucene.monitor.MonitorQuery;
import org.apache.lucene.monitor.QueryMatch;
import org.apache.lucene.monitor.RegexpQueryHandler;
import org.apache.lucene.monitor.TermFilteredPresearcher;
import org.apache.lucene.queries.intervals.IntervalQuery;
import org.apache.lucene.queries.intervals.Intervals;
import org.apache.lucene.queries.intervals.IntervalsSource;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RegexpQuery;
import org.apache.lucene.search.TermQuery;

/** The rules in Lucene's monitor, with the presearcher that serves words and beginnings of words best. */
final class LuceneMonitor implements AutoCloseable {
    private static final String FIELD = "text";
    /** Longer than any word of the rules. */
    private static final int MAX_WORD = 40;

    private final Monitor monitor;

    LuceneMonitor(List<SampleRule> rules) throws IOException {
        var beginnings = new RegexpQueryHandler("_part", MAX_WORD, "__any__", Set.of());
        monitor = new Monitor(
                new WhitespaceAnalyzer(),
                new TermFilteredPresearcher(TermFilteredPresearcher.DEFAULT_WEIGHTOR, List.of(beginnings), Set.of()));
        var queries = new ArrayList<MonitorQuery>(rules.size());
        for (var rule : rules) queries.add(new MonitorQuery(rule.id(), query(rule)));
        monitor.register(queries);
    }

    private static Query query(SampleRule rule) {
        return switch (rule) {
            case SampleRule.Word of -> new TermQuery(new Term(FIELD, of.word()));
            case SampleRule.Phrase of -> new PhraseQuery(FIELD, of.words().toArray(String[]::new));
            case SampleRule.Prefix of -> new RegexpQuery(new Term(FIELD, of.beginning() + ".*"));
            case SampleRule.Gaps of ->
                new IntervalQuery(FIELD, Intervals.maxgaps(of.slop(), Intervals.ordered(terms(of.words()))));
            case SampleRule.Near of ->
                new IntervalQuery(FIELD, Intervals.maxwidth(of.within() + 1, Intervals.unordered(terms(of.words()))));
        };
    }

    private static IntervalsSource[] terms(List<String> words) {
        return words.stream().map(Intervals::term).toArray(IntervalsSource[]::new);
    }

    /** @param text words and spaces */
    Set<String> matching(String text) {
        var document = new Document();
        document.add(new TextField(FIELD, text, Field.Store.NO));
        var ids = new TreeSet<String>();
        try {
            for (var match : monitor.match(document, QueryMatch.SIMPLE_MATCHER).getMatches())
                ids.add(match.getQueryId());
        } catch (IOException e) {
            throw new UncheckedIOException("an index in memory does no input or output", e);
        }
        return ids;
    }

    @Override
    public void close() throws IOException {
        monitor.close();
    }
}
