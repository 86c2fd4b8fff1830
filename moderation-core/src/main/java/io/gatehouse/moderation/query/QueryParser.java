package io.gatehouse.moderation.query;

import io.gatehouse.moderation.query.TextQuery.Clauses;
import io.gatehouse.moderation.query.TextQuery.Fault;
import io.gatehouse.moderation.query.TextQuery.Parsed;
import io.gatehouse.moderation.query.Tokens.Kind;
import io.gatehouse.moderation.query.Tokens.Token;
import io.gatehouse.moderation.text.FoldedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives clauses the meaning that Lucene's classic parser gives them, with OR between words that stand side by side. */
final class QueryParser {
    private final String source;
    private final List<Fault> faults = new ArrayList<>();
    private final List<Fault> warnings = new ArrayList<>();
    private List<Token> tokens = List.of();
    private int next;
    private int words;

    QueryParser(String source) {
        this.source = source;
    }

    Parsed parse() {
        if (source.length() > TextQuery.MAX_LENGTH)
            return wrong("the query has " + source.length() + " characters", "at most " + TextQuery.MAX_LENGTH);
        tokens = new Tokens(source, faults).cut();
        if (!faults.isEmpty()) return new Parsed.Wrong(faults);
        var query = clauses(0);
        if (faults.isEmpty() && peek() == Kind.CLOSE)
            fault("')' closes what was not opened", "write \\) for the character");
        if (words > TextQuery.MAX_WORDS) fault("the query has " + words + " words", "at most " + TextQuery.MAX_WORDS);
        return faults.isEmpty() && query.isPresent()
                ? new Parsed.Right(query.get(), warnings)
                : new Parsed.Wrong(faults);
    }

    private static Parsed wrong(String message, String hint) {
        return new Parsed.Wrong(List.of(new Fault(message, hint)));
    }

    private void fault(String message, String hint) {
        faults.add(new Fault(message, hint));
    }

    private Kind peek() {
        return tokens.get(next).kind();
    }

    private enum Occur {
        MUST,
        SHOULD,
        MUST_NOT
    }

    /** A clause whose neighbour may still change what it asks. */
    private static final class Clause {
        final TextQuery query;
        Occur occur;

        Clause(TextQuery query, Occur occur) {
            this.query = query;
            this.occur = occur;
        }
    }

    private Optional<TextQuery> clauses(int depth) {
        if (depth > TextQuery.MAX_DEPTH) {
            fault("parentheses more than " + TextQuery.MAX_DEPTH + " deep", "make rules of the parts");
            next = tokens.size() - 1;
            return Optional.empty();
        }
        var clauses = new ArrayList<Clause>();
        boolean hasAnd = false;
        boolean hasOr = false;
        while (faults.isEmpty() && peek() != Kind.END && peek() != Kind.CLOSE) {
            boolean isAnd = peek() == Kind.AND;
            boolean isOr = peek() == Kind.OR;
            if (isAnd || isOr) {
                if (clauses.isEmpty())
                    fault(
                            "'" + tokens.get(next).text() + "' has nothing before it",
                            "write it in quotes if it is a word");
                next++;
            }
            hasAnd |= isAnd;
            hasOr |= isOr;
            add(clauses, isAnd, depth);
        }
        if (!faults.isEmpty()) return Optional.empty();
        if (hasAnd && hasOr)
            warnings.add(new Fault(
                    "AND and OR side by side: what AND joins is required, the rest is not",
                    "say with parentheses which is meant"));
        return combine(clauses);
    }

    private void add(List<Clause> clauses, boolean isAnd, int depth) {
        var occur = modifiers();
        var clause = clause(depth);
        if (clause.isEmpty()) return;
        if (isAnd && !clauses.isEmpty() && clauses.getLast().occur == Occur.SHOULD)
            clauses.getLast().occur = Occur.MUST;
        clauses.add(new Clause(clause.get(), isAnd && occur == Occur.SHOULD ? Occur.MUST : occur));
    }

    private Occur modifiers() {
        var kind = peek();
        if (kind != Kind.PLUS && kind != Kind.MINUS && kind != Kind.NOT) return Occur.SHOULD;
        next++;
        return kind == Kind.PLUS ? Occur.MUST : Occur.MUST_NOT;
    }

    private Optional<TextQuery> clause(int depth) {
        var token = tokens.get(next);
        switch (token.kind()) {
            case WORD, PHRASE -> {
                next++;
                return words(token);
            }
            case PREFIX -> {
                next++;
                return prefix(token.text());
            }
            case OPEN -> {
                next++;
                var inner = clauses(depth + 1);
                if (!faults.isEmpty()) return Optional.empty();
                if (peek() == Kind.CLOSE) next++;
                else fault("a parenthesis is not closed", "end it with )");
                return inner;
            }
            case END, CLOSE -> fault("the query ends where a word is wanted", "write a word after the last operator");
            case AND, OR, NOT, PLUS, MINUS ->
                fault("'" + token.text() + "' stands where a word is wanted", "write it in quotes if it is a word");
        }
        return Optional.empty();
    }

    private Optional<TextQuery> words(Token token) {
        var parts = wordsOf(token.text());
        words += parts.size();
        if (parts.isEmpty()) {
            fault("'" + token.text() + "' has no letter or digit", "look for symbols with a word bank or a regex");
            return Optional.empty();
        }
        if (token.kind() == Kind.WORD && List.of("and", "or", "not").contains(token.text()))
            warnings.add(new Fault("'" + token.text() + "' is a word here", "operators are written in capitals"));
        return Optional.of(
                parts.size() == 1 ? new TextQuery.Word(parts.getFirst()) : new TextQuery.Phrase(parts, token.slop()));
    }

    private Optional<TextQuery> prefix(String text) {
        var parts = wordsOf(text);
        words++;
        boolean isOne = parts.size() == 1 && text.endsWith(parts.getFirst());
        if (!isOne) fault("'" + text + "*' is not the beginning of one word", "letters, then *");
        else if (text.codePointCount(0, text.length()) < TextQuery.MIN_PREFIX)
            fault("'" + text + "*' is too short", "at least " + TextQuery.MIN_PREFIX + " letters before *");
        return isOne ? Optional.of(new TextQuery.Prefix(parts.getFirst())) : Optional.empty();
    }

    /** The text's words as folded views bound them, but as written. */
    static List<String> wordsOf(String text) {
        var view = FoldedText.of(text).exact();
        var parts = new ArrayList<String>();
        int start = 0;
        for (int i = 1; i <= view.length(); i++) {
            if (i < view.length() && !view.isBoundary(i)) continue;
            String part = view.text(start, i);
            if (part.codePoints().anyMatch(Character::isLetterOrDigit)) parts.add(part);
            start = i;
        }
        return parts;
    }

    private Optional<TextQuery> combine(List<Clause> clauses) {
        if (clauses.isEmpty()) {
            fault("there is nothing to look for", "write a word, a \"phrase\" or a prefix*");
            return Optional.empty();
        }
        var must = of(clauses, Occur.MUST);
        var should = of(clauses, Occur.SHOULD);
        var mustNot = of(clauses, Occur.MUST_NOT);
        if (must.isEmpty() && should.isEmpty()) {
            fault("only exclusions: such a query matches nothing", "say what must be there: word NOT other");
            return Optional.empty();
        }
        boolean isOne = clauses.size() == 1;
        return Optional.of(isOne ? clauses.getFirst().query : new Clauses(must, should, mustNot));
    }

    private static List<TextQuery> of(List<Clause> clauses, Occur occur) {
        return clauses.stream().filter(c -> c.occur == occur).map(c -> c.query).toList();
    }
}
