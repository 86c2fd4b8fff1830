package io.gatehouse.residency.search;

import io.gatehouse.residency.cell.OwnedTables;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.directory.AccountRef;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;

/**
 * One document for each decision. Nothing is kept in it as it stands but its log index: whoever found it reads the rest from
 * the cell, where what is gone cannot be opened.
 */
final class IndexedDocuments {
    /** Raised when documents are made otherwise: an index of before is made anew. */
    static final String VERSION = "1";

    static final String INDEX = "index";
    static final String CONTENT = "content";
    /** The same, for ranges. */
    static final String NUMBER = "content_number";

    static final String ACCOUNT = "account";
    static final String DECIDED = "decided_at";
    static final String SCORE = "score";
    static final String TEXT = "text";
    static final String WORDS = "words";

    /** Longer codes are nobody's; Lucene would refuse some. */
    private static final int LONGEST_CODE = 256;

    private final Describing describing;

    IndexedDocuments(Describing describing) {
        this.describing = describing;
    }

    /** Words without regard to case and accents, in any script that separates words; others by character. */
    static Analyzer analyzer() {
        return new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                var tokens = new StandardTokenizer();
                return new TokenStreamComponents(tokens, folded(tokens));
            }

            @Override
            protected TokenStream normalize(String field, TokenStream in) {
                return folded(in);
            }

            private TokenStream folded(TokenStream in) {
                return new ASCIIFoldingFilter(new LowerCaseFilter(in));
            }
        };
    }

    static Term ofContent(long contentIndex) {
        return new Term(CONTENT, Long.toString(contentIndex));
    }

    static Query ofContents(long from, long to) {
        return LongPoint.newRangeQuery(NUMBER, from, to - 1);
    }

    static Term ofAccount(AccountRef account) {
        return new Term(ACCOUNT, new BytesRef(account.digest()));
    }

    Document document(StoredDecision decision) {
        var described =
                decision.payload().isPresent() ? describing.describe(decision) : Described.NOTHING;
        var document = new Document();
        document.add(new LongField(INDEX, decision.index(), Field.Store.YES));
        document.add(new LongPoint(NUMBER, decision.contentIndex()));
        document.add(new StringField(CONTENT, Long.toString(decision.contentIndex()), Field.Store.NO));
        if (!decision.account().equals(OwnedTables.NOBODY))
            document.add(new StringField(ACCOUNT, new BytesRef(decision.account().digest()), Field.Store.NO));
        document.add(new LongField(DECIDED, decision.report().decidedAt().toEpochMilli(), Field.Store.NO));
        document.add(new DoubleField(SCORE, described.score(), Field.Store.NO));
        if (!described.text().isEmpty()) document.add(new TextField(TEXT, described.text(), Field.Store.NO));
        var words = new StringBuilder(described.words());
        codes(decision, described).forEach((field, values) -> values.forEach(value -> {
            String code = code(value);
            if (code.isEmpty()) return;
            document.add(new StringField(field.wireName(), code, Field.Store.NO));
            if (field.isCounted()) document.add(new SortedSetDocValuesField(field.wireName(), new BytesRef(code)));
            words.append('\n').append(code);
        }));
        document.add(new TextField(WORDS, words.toString(), Field.Store.NO));
        return document;
    }

    static String code(String value) {
        var lower = value.toLowerCase(Locale.ROOT);
        return lower.length() > LONGEST_CODE ? lower.substring(0, LONGEST_CODE) : lower;
    }

    private static Map<SearchField, List<String>> codes(StoredDecision decision, Described described) {
        var report = decision.report();
        var codes = new EnumMap<SearchField, List<String>>(SearchField.class);
        codes.putAll(described.codes());
        codes.put(SearchField.VERDICT, List.of(report.verdict()));
        codes.put(SearchField.CATEGORY, new ArrayList<>(report.categories()));
        codes.put(SearchField.LANGUAGE, List.of(report.language()));
        codes.put(SearchField.SURFACE, List.of(report.surface()));
        codes.put(SearchField.POLICY, List.of(report.policyDigest()));
        codes.put(SearchField.DEGRADED, List.of(yesOrNo(report.degraded())));
        codes.put(
                SearchField.STANDING,
                List.of(yesOrNo(decision.supersededBy().isEmpty())));
        codes.put(SearchField.DECISION, List.of(decision.decisionId()));
        codes.put(SearchField.SCREENING, List.of(decision.screeningId()));
        return codes;
    }

    private static String yesOrNo(boolean value) {
        return value ? "yes" : "no";
    }
}
