package io.gatehouse.residency.search;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * What people type, as a query: words, {@code "phrases"}, {@code "phrases near"~3}, {@code begin*}, {@code field:code}, {@code AND},
 * {@code OR}, {@code NOT} or {@code -}, parentheses. Words beside each other must all be there. One use; the first fault ends it, and never quotes: what is
 * asked may be about people.
 */
final class QuestionParser {
    /** What a person still understands; a list of words is a rule, not a question. */
    static final int LONGEST = 1_000;

    /** Each costs a look into every segment. */
    static final int MOST_CLAUSES = 64;

    /** Of parentheses: the parser calls itself. */
    static final int DEEPEST = 8;

    /** A shorter beginning is that of thousands of words. */
    static final int SHORTEST_BEGINNING = 3;

    static final int WIDEST_NEARNESS = 20;

    private static final String TURNED = "\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02";

    /** In quotation marks, a word of enough letters that is meant to go on. */
    private static final Pattern BEGINNING_INSIDE = Pattern.compile("[\\p{L}\\p{N}]{3,}\\*(?=\\s|$)");

    /** What other search engines take after a word, and this one would look for as if it were words. */
    private static final Pattern NEAR_A_WORD = Pattern.compile("[~^][0-9.]*$");

    private final String text;
    private final String usualField;
    private final Analyzer analyzer;
    private int at;
    private int clauses;
    private int depth;

    /** @param usualField where words without a field are looked for */
    QuestionParser(String text, String usualField, Analyzer analyzer) {
        this.text = straight(text);
        this.usualField = usualField;
        this.analyzer = analyzer;
    }

    /** Word processors and telephones turn quotation marks: what was pasted from there is a phrase all the same. */
    private static String straight(String text) {
        var straight = new StringBuilder(text);
        for (int i = 0; i < straight.length(); i++)
            if (TURNED.indexOf(straight.charAt(i)) >= 0) straight.setCharAt(i, '"');
        return straight.toString();
    }

    /** @throws BadQuestionException naming the fault and where it is */
    Query parse() {
        if (text.length() > LONGEST) throw fault(0, "is longer than " + LONGEST + " characters");
        var query = anyOf();
        if (at < text.length()) throw fault(at, "a ')' without its '('");
        return query;
    }

    private Query anyOf() {
        var options = new ArrayList<Query>(List.of(allOf()));
        while (word("OR")) options.add(allOf());
        if (options.size() == 1) return options.getFirst();
        var any = new BooleanQuery.Builder();
        options.forEach(option -> any.add(option, Occur.SHOULD));
        return any.build();
    }

    private Query allOf() {
        var all = new BooleanQuery.Builder();
        int parts = 0;
        boolean isPositive = false;
        Query single = null;
        while (true) {
            boolean joined = parts > 0 && word("AND");
            skipSpace();
            if (at == text.length() || text.charAt(at) == ')' || peek("OR")) {
                if (joined || parts == 0) throw fault(at, "something to look for is missing here");
                break;
            }
            boolean isNot = word("NOT") || minus();
            skipSpace();
            if (isNot && (peek("NOT") || at < text.length() && text.charAt(at) == '-'))
                throw fault(at, "'not' twice; put it in quotation marks if it is looked for");
            var part = part();
            all.add(part, isNot ? Occur.MUST_NOT : Occur.MUST);
            isPositive |= !isNot;
            single = isNot ? null : part;
            parts++;
        }
        if (parts == 1 && single != null) return single;
        if (!isPositive) all.add(new MatchAllDocsQuery(), Occur.MUST);
        return all.build();
    }

    private Query part() {
        skipSpace();
        if (at == text.length()) throw fault(at, "something to look for is missing here");
        if (text.charAt(at) == '(') {
            if (++depth > DEEPEST) throw fault(at, "more than " + DEEPEST + " parentheses inside each other");
            int opened = at++;
            var inner = anyOf();
            skipSpace();
            if (at == text.length()) throw fault(opened, "a '(' without its ')'");
            at++;
            depth--;
            return inner;
        }
        if (++clauses > MOST_CLAUSES) throw fault(at, "more than " + MOST_CLAUSES + " things to look for");
        int start = at;
        if (text.charAt(at) == '"') return phrase(usualField, start);
        String found = run();
        int colon = found.indexOf(':');
        if (colon > 0 && found.substring(0, colon).chars().allMatch(c -> c == '_' || Character.isLetter(c))) {
            var field = field(found.substring(0, colon), start);
            String value = found.substring(colon + 1);
            if (value.isEmpty() && at < text.length() && text.charAt(at) == '"')
                return exactly(field, quoted(at), start);
            if (value.isEmpty()) throw fault(start + colon, "a field without its code");
            return exactly(field, value, start);
        }
        return wordOrBeginning(found, start);
    }

    private SearchField field(String name, int start) {
        return SearchField.ofWireName(name.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> fault(
                        start,
                        "there is no such field; there are: "
                                + Arrays.stream(SearchField.values())
                                        .map(SearchField::wireName)
                                        .collect(Collectors.joining(", "))
                                + " (put a word with a colon in quotation marks)"));
    }

    private Query exactly(SearchField field, String value, int start) {
        int star = star(value, start);
        if (star < 0 && !field.takes(value))
            throw fault(start, field.wireName() + " is one of: " + String.join(", ", field.codes()));
        if (star < 0) return new TermQuery(new Term(field.wireName(), IndexedDocuments.code(value)));
        return new PrefixQuery(
                new Term(field.wireName(), IndexedDocuments.code(beginning(value.substring(0, star), start))));
    }

    private Query wordOrBeginning(String found, int start) {
        if (found.length() > 1 && found.charAt(0) == '!' && Character.isLetterOrDigit(found.codePointAt(1)))
            throw fault(start, "to leave something out write NOT or '-'");
        var near = NEAR_A_WORD.matcher(found);
        if (near.find() && near.start() > 0)
            throw fault(start + near.start(), "'~' and '^' mean nothing after a word; '~' goes after quotation marks");
        int star = star(found, start);
        if (star < 0) return together(usualField, found, 0, start);
        String begin = beginning(found.substring(0, star), start);
        return new PrefixQuery(new Term(usualField, analyzer.normalize(usualField, begin)));
    }

    /** @return where the star at the end is; -1 without one */
    private int star(String value, int start) {
        int wild = -1;
        for (int i = 0; i < value.length() && wild < 0; i++)
            if (value.charAt(i) == '*' || value.charAt(i) == '?') wild = i;
        if (wild < 0) return -1;
        if (wild == 0) throw fault(start, "this begins with a wildcard, which would look at every word there is");
        if (wild < value.length() - 1 || value.charAt(wild) == '?')
            throw fault(start + wild, "only a '*' at the end of a word is understood");
        return wild;
    }

    private String beginning(String begin, int start) {
        if (begin.codePointCount(0, begin.length()) >= SHORTEST_BEGINNING) return begin;
        throw fault(start, "at least " + SHORTEST_BEGINNING + " characters before a '*': fewer begin too many words");
    }

    private Query phrase(String field, int start) {
        String words = quoted(start);
        var begun = BEGINNING_INSIDE.matcher(words);
        if (begun.find())
            throw fault(
                    start + begun.end(),
                    "a '*' means nothing within quotation marks; write the word, or look for it outside");
        int slop = 0;
        if (at < text.length() && text.charAt(at) == '~') {
            int digits = ++at;
            while (at < text.length() && Character.isDigit(text.charAt(at))) at++;
            String number = text.substring(digits, at);
            if (number.isEmpty() || number.length() > 2 || Integer.parseInt(number) > WIDEST_NEARNESS)
                throw fault(digits, "after '~' comes how many words may lie between, 0 to " + WIDEST_NEARNESS);
            slop = Integer.parseInt(number);
        }
        return together(field, words, slop, start);
    }

    private String quoted(int start) {
        int end = text.indexOf('"', at + 1);
        if (end < 0) throw fault(start, "a quotation mark without its other");
        String inside = text.substring(at + 1, end);
        at = end + 1;
        return inside;
    }

    private Query together(String field, String words, int slop, int start) {
        var terms = new ArrayList<String>();
        try (var tokens = analyzer.tokenStream(field, new StringReader(words))) {
            var term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) terms.add(term.toString());
            tokens.end();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        clauses += Math.max(0, terms.size() - 1);
        if (clauses > MOST_CLAUSES) throw fault(start, "more than " + MOST_CLAUSES + " things to look for");
        if (terms.isEmpty()) throw fault(start, "this holds no letter or digit to look for");
        return terms.size() == 1
                ? new TermQuery(new Term(field, terms.getFirst()))
                : new PhraseQuery(slop, field, terms.toArray(String[]::new));
    }

    private String run() {
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && "()\"".indexOf(text.charAt(at)) < 0)
            at++;
        return text.substring(start, at);
    }

    private boolean minus() {
        if (at + 1 >= text.length() || text.charAt(at) != '-' || Character.isWhitespace(text.charAt(at + 1)))
            return false;
        at++;
        return true;
    }

    private boolean word(String keyword) {
        if (!peek(keyword)) return false;
        at += keyword.length();
        return true;
    }

    private boolean peek(String keyword) {
        skipSpace();
        int end = at + keyword.length();
        return text.startsWith(keyword, at)
                && (end == text.length() || Character.isWhitespace(text.charAt(end)) || text.charAt(end) == '(');
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    }

    private static BadQuestionException fault(int position, String what) {
        return new BadQuestionException("at character " + (position + 1) + ": " + what);
    }
}
