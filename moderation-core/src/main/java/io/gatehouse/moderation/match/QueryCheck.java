package io.gatehouse.moderation.match;

import io.gatehouse.moderation.query.TextQuery;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.FoldedView;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A boolean text query. Its words fold as the texts do. Literals propose it: those of the clause that is rarest by guess
 * and without which nothing matches.
 */
final class QueryCheck implements TextCheck {
    private final TextQuery query;
    private final FoldLevel level;
    private final QueryWords words;

    QueryCheck(TextQuery query, FoldLevel level) {
        this.query = query;
        this.level = level;
        this.words = new QueryWords(query, level);
    }

    @Override
    public FoldLevel level() {
        return level;
    }

    @Override
    public Set<String> requiredWords() {
        return required(query).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Any of these must be there. Never empty, as every query asks for something. */
    private static Stream<String> required(TextQuery query) {
        return switch (query) {
            case TextQuery.Word(var word) -> Stream.of(word);
            case TextQuery.Prefix(var start) -> Stream.of(start + "*");
            // The longest word is the rarest guess that costs nothing to make.
            case TextQuery.Phrase(var parts, var _) ->
                Stream.of(parts.stream()
                        .max(Comparator.comparingInt(String::length))
                        .orElseThrow());
            case TextQuery.Clauses(var must, var should, var _) -> {
                if (must.isEmpty()) yield should.stream().flatMap(QueryCheck::required);
                yield must.stream()
                        .map(clause -> required(clause).toList())
                        .max(Comparator.comparingDouble(QueryCheck::rarity))
                        .orElseThrow()
                        .stream();
            }
        };
    }

    /** A guess: the shortest alternative is the most frequent, and each more of them adds its own. */
    private static double rarity(List<String> anyOf) {
        int shortest = anyOf.stream().mapToInt(String::length).min().orElse(0);
        return shortest - Math.log(anyOf.size());
    }

    @Override
    public boolean isRuledOut(FoldedView first) {
        if (!(query instanceof TextQuery.Clauses(var _, var _, var mustNot)) || mustNot.isEmpty()) return false;
        var seen = words.in(first);
        return mustNot.stream().anyMatch(clause -> holds(clause, seen));
    }

    @Override
    public void find(FoldedView view, SpanSink found) {
        var seen = words.in(view);
        if (!found.spend(Work.CHECKED * seen.size())) return;
        if (holds(query, seen)) report(query, seen, found);
    }

    private boolean holds(TextQuery asked, QueryWords.Seen seen) {
        return switch (asked) {
            case TextQuery.Word _, TextQuery.Prefix _ -> !seen.of(asked).isEmpty();
            case TextQuery.Phrase phrase -> SloppyPhrase.anyIn(seen.listsOf(phrase), phrase.slop());
            case TextQuery.Clauses(var must, var should, var mustNot) -> {
                for (var clause : must) if (!holds(clause, seen)) yield false;
                for (var clause : mustNot) if (holds(clause, seen)) yield false;
                if (!must.isEmpty()) yield true;
                for (var clause : should) if (holds(clause, seen)) yield true;
                yield false;
            }
        };
    }

    /** Where what speaks for the query stands: excluded clauses do not, and neither do alternatives that do not hold. */
    private void report(TextQuery asked, QueryWords.Seen seen, SpanSink found) {
        switch (asked) {
            case TextQuery.Word _, TextQuery.Prefix _ -> {
                var places = seen.of(asked);
                for (int i = 0; i < places.size(); i++) seen.report(places.get(i), places.get(i), found);
            }
            case TextQuery.Phrase phrase ->
                SloppyPhrase.find(
                        seen.listsOf(phrase), phrase.slop(), (first, last) -> seen.report(first, last, found));
            case TextQuery.Clauses(var must, var should, var _) ->
                Stream.concat(must.stream(), should.stream())
                        .filter(clause -> holds(clause, seen))
                        .forEach(clause -> report(clause, seen, found));
        }
    }
}
