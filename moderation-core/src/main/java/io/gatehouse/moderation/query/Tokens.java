package io.gatehouse.moderation.query;

import java.util.ArrayList;
import java.util.List;

/** Cuts a query as Lucene's classic grammar does, and reports every construct that is not served. */
final class Tokens {
    enum Kind {
        WORD,
        PREFIX,
        PHRASE,
        AND,
        OR,
        NOT,
        PLUS,
        MINUS,
        OPEN,
        CLOSE,
        END
    }

    /** @param slop of a phrase, else 0 */
    record Token(Kind kind, String text, int slop) {}

    /** What ends a word, in Lucene's grammar. */
    private static final String NOT_IN_WORDS = " \t\n\r\u3000!():^[]\"{}~*?\\/";

    private final String query;
    private final List<TextQuery.Fault> faults;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    Tokens(String query, List<TextQuery.Fault> faults) {
        this.query = query;
        this.faults = faults;
    }

    List<Token> cut() {
        while (at < query.length()) next();
        add(Kind.END, "");
        return tokens;
    }

    private void next() {
        char c = query.charAt(at);
        if (startsWith("&&")) operator(Kind.AND, 2);
        else if (startsWith("||")) operator(Kind.OR, 2);
        else
            switch (c) {
                case ' ', '\t', '\n', '\r', '\u3000' -> at++;
                case '(' -> operator(Kind.OPEN, 1);
                case ')' -> {
                    operator(Kind.CLOSE, 1);
                    refuseTail();
                }
                case '+' -> operator(Kind.PLUS, 1);
                case '-' -> operator(Kind.MINUS, 1);
                case '!' -> operator(Kind.NOT, 1);
                case '"' -> phrase();
                case '/' -> regex();
                case '[', '{' -> range(c);
                case ']', '}' ->
                    refuseOne("'" + c + "' ends a range that does not begin", "write \\" + c + " for the character");
                case '*', '?' -> wildcardFirst();
                case '^', '~', ':' -> refuseOne("'" + c + "' stands alone", "write \\" + c + " for the character");
                default -> word();
            }
    }

    private boolean startsWith(String operator) {
        return query.startsWith(operator, at);
    }

    private void operator(Kind kind, int length) {
        add(kind, query.substring(at, at + length));
        at += length;
    }

    private void refuseOne(String message, String hint) {
        faults.add(new TextQuery.Fault(message, hint));
        at++;
    }

    private void wildcardFirst() {
        faults.add(new TextQuery.Fault(
                "a word cannot begin with '" + query.charAt(at) + "'", "write the beginning: free*; or use a regex"));
        while (at < query.length() && (query.charAt(at) == '*' || query.charAt(at) == '?')) at++;
        // What follows is part of the refused word, and not another one.
        if (at < query.length() && NOT_IN_WORDS.indexOf(query.charAt(at)) < 0) word();
    }

    private void word() {
        int from = at;
        var text = new StringBuilder();
        boolean isPrefix = false;
        while (at < query.length()) {
            char c = query.charAt(at);
            if (c == '\\') {
                if (at + 1 == query.length()) {
                    refuseOne("the query ends in a backslash", "write \\\\ for the character");
                    break;
                }
                text.append(query.charAt(at + 1));
                at += 2;
            } else if (c == '*' || c == '?') {
                isPrefix = c == '*';
                at++;
                if (!isPrefix || isInWord()) refuseWildcard(from);
            } else if (NOT_IN_WORDS.indexOf(c) >= 0) {
                break;
            } else {
                text.append(c);
                at++;
            }
        }
        addWord(query.substring(from, at), text.toString(), isPrefix);
        refuseTail();
    }

    private boolean isInWord() {
        return at < query.length()
                && (NOT_IN_WORDS.indexOf(query.charAt(at)) < 0 || "*?\\".indexOf(query.charAt(at)) >= 0);
    }

    private void refuseWildcard(int from) {
        while (isInWord()) at++;
        faults.add(new TextQuery.Fault(
                "'" + query.substring(from, at) + "' has a wildcard inside",
                "only the end may be open: free*; or use a regex"));
    }

    private void addWord(String written, String text, boolean isPrefix) {
        switch (written) {
            case "AND" -> add(Kind.AND, written);
            case "OR" -> add(Kind.OR, written);
            case "NOT" -> add(Kind.NOT, written);
            default -> add(isPrefix ? Kind.PREFIX : Kind.WORD, text);
        }
    }

    private void phrase() {
        var text = new StringBuilder();
        at++;
        while (at < query.length() && query.charAt(at) != '"') {
            if (query.charAt(at) == '\\' && at + 1 < query.length()) at++;
            text.append(query.charAt(at++));
        }
        if (at >= query.length()) {
            faults.add(new TextQuery.Fault("a phrase is not closed", "end it with \""));
            return;
        }
        at++;
        int wildcard = text.indexOf("*");
        if (wildcard >= 0)
            faults.add(new TextQuery.Fault("a phrase has no wildcards: \"" + text + "\"", "write its words out"));
        add(Kind.PHRASE, text.toString(), slop());
        refuseTail();
    }

    private int slop() {
        if (at >= query.length() || query.charAt(at) != '~') return 0;
        int from = ++at;
        while (at < query.length() && query.charAt(at) >= '0' && query.charAt(at) <= '9') at++;
        if (at == from) {
            faults.add(new TextQuery.Fault("'~' after a phrase needs a number", "\"free money\"~3"));
            return 0;
        }
        boolean isSmall = at - from <= 2;
        int slop = isSmall ? Integer.parseInt(query.substring(from, at)) : Integer.MAX_VALUE;
        if (slop <= TextQuery.MAX_SLOP) return slop;
        faults.add(new TextQuery.Fault(
                "the slop ~" + query.substring(from, at) + " is too wide", "at most " + TextQuery.MAX_SLOP));
        return 0;
    }

    private void regex() {
        int end = query.indexOf('/', at + 1);
        faults.add(
                end < 0
                        ? new TextQuery.Fault("'/' begins a regular expression", "write \\/ for the character")
                        : new TextQuery.Fault(
                                "a query has no regular expressions",
                                "give it a rule of its own with 'regex:', or write \\/"));
        at = end < 0 ? at + 1 : end + 1;
    }

    private void range(char open) {
        int end = open == '[' ? query.indexOf(']', at) : query.indexOf('}', at);
        faults.add(new TextQuery.Fault("a query has no ranges", "write the words out with OR, or \\" + open));
        at = end < 0 ? at + 1 : end + 1;
    }

    /** Fuzziness, boosts and fields stand right after what they belong to. */
    private void refuseTail() {
        while (at < query.length()) {
            char c = query.charAt(at);
            if (c == ':') refuseOne("a query has no fields", "write \\: for a colon");
            else if (c == '~') {
                at++;
                skipNumber();
                faults.add(new TextQuery.Fault(
                        "a query has no fuzzy words", "fold: full reads misspellings; or write them out"));
            } else if (c == '^') {
                at++;
                skipNumber();
                faults.add(new TextQuery.Fault("a query has no boosts", "a rule holds or it does not"));
            } else return;
        }
    }

    private void skipNumber() {
        while (at < query.length() && "0123456789.".indexOf(query.charAt(at)) >= 0) at++;
    }

    private void add(Kind kind, String text) {
        add(kind, text, 0);
    }

    private void add(Kind kind, String text, int slop) {
        tokens.add(new Token(kind, text, slop));
    }
}
