package io.gatehouse.residency.search;

import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSortField;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** Questions as Lucene asks them. */
final class Questions {
    private static final Analyzer ANALYZER = IndexedDocuments.analyzer();

    private Questions() {}

    /** @throws BadQuestionException naming the fault */
    static Query query(Question question) {
        var all = new BooleanQuery.Builder();
        boolean isContents = question.scope() == Question.Scope.CONTENTS;
        if (question.text().isBlank()) all.add(new MatchAllDocsQuery(), Occur.MUST);
        else
            all.add(
                    new QuestionParser(
                                    question.text(),
                                    isContents ? IndexedDocuments.TEXT : IndexedDocuments.WORDS,
                                    ANALYZER)
                            .parse(),
                    Occur.MUST);
        question.filters().forEach((field, values) -> all.add(oneOf(field, values), Occur.FILTER));
        var from = question.from();
        var to = question.to();
        if (from != null || to != null)
            all.add(
                    LongField.newRangeQuery(
                            IndexedDocuments.DECIDED,
                            from == null ? Long.MIN_VALUE : from.toEpochMilli(),
                            to == null ? Long.MAX_VALUE : to.toEpochMilli() - 1),
                    Occur.FILTER);
        if (question.lowest() > 0 || question.highest() < 1)
            all.add(
                    DoubleField.newRangeQuery(IndexedDocuments.SCORE, question.lowest(), question.highest()),
                    Occur.FILTER);
        var account = question.account();
        if (account != null) all.add(new TermQuery(IndexedDocuments.ofAccount(account)), Occur.FILTER);
        return all.build();
    }

    static Query without(Set<Long> contents, Query query) {
        if (contents.isEmpty()) return query;
        var terms = contents.stream()
                .map(content -> IndexedDocuments.ofContent(content).bytes())
                .toList();
        return new BooleanQuery.Builder()
                .add(query, Occur.MUST)
                .add(new TermInSetQuery(IndexedDocuments.CONTENT, terms), Occur.MUST_NOT)
                .build();
    }

    /** What is left after the last page. */
    static Query goingOn(Question question, Query query) {
        var after = question.after();
        if (after == null) return query;
        boolean isNewest = question.order() == Question.Order.NEWEST;
        var rest = isNewest
                ? LongField.newRangeQuery(IndexedDocuments.INDEX, 0, after - 1)
                : LongField.newRangeQuery(IndexedDocuments.INDEX, after + 1, Long.MAX_VALUE);
        return new BooleanQuery.Builder()
                .add(query, Occur.MUST)
                .add(rest, Occur.FILTER)
                .build();
    }

    static Sort sort(Question.Order order) {
        var byIndex =
                new SortedNumericSortField(IndexedDocuments.INDEX, SortField.Type.LONG, order != Question.Order.OLDEST);
        return switch (order) {
            case NEWEST, OLDEST -> new Sort(byIndex);
            case RELEVANCE -> new Sort(SortField.FIELD_SCORE, byIndex);
        };
    }

    private static Query oneOf(SearchField field, Set<String> values) {
        var codes = values.stream().map(IndexedDocuments::code).toList();
        return codes.size() == 1
                ? new TermQuery(new Term(field.wireName(), codes.getFirst()))
                : new TermInSetQuery(
                        field.wireName(), codes.stream().map(BytesRef::new).toList());
    }
}
