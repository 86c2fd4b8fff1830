package io.gatehouse.residency.search;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** Counts matching documents by the values of one field. */
final class FacetCounter implements CollectorManager<FacetCounter.InOneSlice, Map<String, Long>> {
    private final String field;

    FacetCounter(String field) {
        this.field = field;
    }

    @Override
    public InOneSlice newCollector() {
        return new InOneSlice(field);
    }

    @Override
    public Map<String, Long> reduce(Collection<InOneSlice> collectors) throws IOException {
        var counts = new HashMap<String, Long>();
        for (var each : collectors) {
            each.finish();
            each.counts.forEach((value, count) -> counts.merge(value, count, Long::sum));
        }
        return counts;
    }

    /** The most frequent first, and so many at most. */
    static List<Found.Count> top(Map<String, Long> counts, int most) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .map(each -> new Found.Count(each.getKey(), each.getValue()))
                .toList();
    }

    static final class InOneSlice extends SimpleCollector {
        private final String field;
        private final Map<String, Long> counts = new HashMap<>();
        private SortedSetDocValues values = DocValues.emptySortedSet();
        private long[] byOrdinal = {};

        private InOneSlice(String field) {
            this.field = field;
        }

        @Override
        protected void doSetNextReader(LeafReaderContext context) throws IOException {
            finish();
            values = DocValues.getSortedSet(context.reader(), field);
            byOrdinal = new long[Math.toIntExact(values.getValueCount())];
        }

        @Override
        public void collect(int document) throws IOException {
            if (!values.advanceExact(document)) return;
            for (int i = 0; i < values.docValueCount(); i++) byOrdinal[(int) values.nextOrd()]++;
        }

        /** Ordinals are a segment's own: they become values before the next. */
        @Override
        public void finish() throws IOException {
            for (int i = 0; i < byOrdinal.length; i++)
                if (byOrdinal[i] > 0) counts.merge(values.lookupOrd(i).utf8ToString(), byOrdinal[i], Long::sum);
            byOrdinal = new long[0];
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE_NO_SCORES;
        }
    }
}
