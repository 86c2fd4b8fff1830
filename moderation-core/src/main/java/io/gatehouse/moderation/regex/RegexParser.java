package io.gatehouse.moderation.regex;

import io.gatehouse.moderation.regex.SafeRegex.Fault;
import java.util.ArrayList;
import java.util.List;

/** Reads the served part of RE2's syntax and says, of everything else, what to write instead. */
final class RegexParser {
    private static final String ESCAPED_CLASSES = "dDwWsS";
    private static final String ESCAPED_PLACES = "bBAz";
    private static final String ESCAPED_CONTROLS = "tnrf";
    private static final String CONTROLS = "\t\n\r\f";
    private static final String FLAGS = "ims";
    /** A set of more characters makes too many literals. */
    private static final int MAX_LISTED = 4;

    private final String source;
    private final List<Fault> faults;
    private final Folding folding;
    private int at;

    RegexParser(String source, Folding folding, List<Fault> faults) {
        this.source = source;
        this.folding = folding;
        this.faults = faults;
    }

    Node parse() {
        var node = choice(0);
        if (at < source.length() && faults.isEmpty())
            fault("')' closes what was not opened", "write \\) for the character");
        return node;
    }

    private void fault(String message, String hint) {
        faults.add(new Fault(message, hint));
        at = source.length();
    }

    private boolean isAt(String text) {
        return source.startsWith(text, at);
    }

    private Node choice(int depth) {
        if (depth > SafeRegex.MAX_DEPTH) fault("groups more than " + SafeRegex.MAX_DEPTH + " deep", "write it flatter");
        var options = new ArrayList<Node>();
        options.add(sequence(depth));
        while (isAt("|")) {
            at++;
            options.add(sequence(depth));
        }
        return options.size() == 1 ? options.getFirst() : new Node.Choice(List.copyOf(options));
    }

    private Node sequence(int depth) {
        var parts = new ArrayList<Node>();
        while (at < source.length() && source.charAt(at) != '|' && source.charAt(at) != ')') {
            var part = repeated(atom(depth));
            // Neighbouring letters are one text, so that literals are as long as they can be.
            if (part instanceof Node.Text(var next)
                    && !parts.isEmpty()
                    && parts.getLast() instanceof Node.Text(var before))
                parts.set(parts.size() - 1, new Node.Text(before + next));
            else parts.add(part);
        }
        return parts.size() == 1 ? parts.getFirst() : new Node.Sequence(List.copyOf(parts));
    }

    private Node atom(int depth) {
        int c = source.codePointAt(at);
        return switch (c) {
            case '(' -> group(depth);
            case '[' -> new ClassParser().parse();
            case '\\' -> escape();
            case '.', '^', '$' -> {
                at++;
                yield c == '.' ? new Node.OneOf(".", List.of()) : new Node.Place(String.valueOf((char) c));
            }
            case '*', '+', '?' -> {
                fault("'" + (char) c + "' repeats nothing", "write \\" + (char) c + " for the character");
                yield new Node.Text("");
            }
            default -> {
                at += Character.charCount(c);
                yield new Node.Text(folding.checked(Character.toString(c), faults));
            }
        };
    }

    private Node group(int depth) {
        at++;
        String flags = "";
        if (isAt("?")) {
            if (isAt("?=") || isAt("?!") || isAt("?<=") || isAt("?<!")) {
                fault(
                        "look-around is not served: it cannot be answered in linear time",
                        "match the neighbour too, or use a query with NOT");
                return new Node.Text("");
            }
            if (isAt("?<") || isAt("?P")) {
                fault("groups have no names here: nothing refers to them", "write (?:...)");
                return new Node.Text("");
            }
            if (isAt("?>")) {
                fault("atomic groups are not served", "write (?:...): time is linear as it is");
                return new Node.Text("");
            }
            int colon = source.indexOf(':', at);
            int close = source.indexOf(')', at);
            int end = colon < 0 ? close : close < 0 ? colon : Math.min(colon, close);
            flags = end < 0 ? "?" : source.substring(at + 1, end);
            if (end < 0 || flags.chars().anyMatch(f -> FLAGS.indexOf(f) < 0)) {
                fault("unknown flags in '(?'", "(?i), (?m), (?s) or (?:");
                return new Node.Text("");
            }
            at = end + 1;
            if (end == close) return new Node.Place("(?" + flags + ")");
        }
        var inner = choice(depth + 1);
        if (isAt(")")) at++;
        else if (faults.isEmpty()) fault("a parenthesis is not closed", "end it with ), or write \\(");
        return new Node.Group(flags, inner);
    }

    private Node escape() {
        if (at + 1 >= source.length()) {
            fault("the pattern ends in a backslash", "write \\\\ for the character");
            return new Node.Text("");
        }
        char c = source.charAt(at + 1);
        if (c >= '1' && c <= '9') {
            fault(
                    "back-references are not served: they cannot be answered in linear time",
                    "write the alternatives out");
            return new Node.Text("");
        }
        if (c == 'p' || c == 'P') {
            var property = property();
            return new Node.OneOf(property, List.of());
        }
        at += 2;
        if (ESCAPED_CLASSES.indexOf(c) >= 0) return new Node.OneOf("\\" + c, List.of());
        if (ESCAPED_PLACES.indexOf(c) >= 0) return new Node.Place("\\" + c);
        if (ESCAPED_CONTROLS.indexOf(c) >= 0)
            return new Node.Text(String.valueOf(CONTROLS.charAt(ESCAPED_CONTROLS.indexOf(c))));
        if (c == 'x') return new Node.Text(folding.checked(hexadecimal(), faults));
        if (Character.isLetterOrDigit(c)) {
            fault("unknown escape '\\" + c + "'", "\\d \\w \\s \\b \\p{...} \\x{...}, or a symbol");
            return new Node.Text("");
        }
        return new Node.Text(folding.checked(String.valueOf(c), faults));
    }

    private String property() {
        int from = at;
        at += 2;
        if (isAt("{")) {
            int end = source.indexOf('}', at);
            at = end < 0 ? source.length() : end + 1;
        } else {
            at = Math.min(source.length(), at + 1);
        }
        String property = source.substring(from, at);
        if (property.contains("Lu") && folding.dropsCapitals())
            fault("'" + property + "' asks for capitals, which the fold makes small", "fold: exact");
        return property;
    }

    private String hexadecimal() {
        boolean isBraced = isAt("{");
        int from = isBraced ? at + 1 : at;
        int end = isBraced ? source.indexOf('}', at) : Math.min(source.length(), at + 2);
        try {
            int codePoint = Integer.parseInt(source, from, Math.max(from, end), 16);
            at = isBraced ? end + 1 : end;
            return Character.toString(codePoint);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            fault("not a character number after '\\x'", "\\x41 or \\x{1F600}");
            return "";
        }
    }

    private Node repeated(Node atom) {
        if (at >= source.length()) return atom;
        char c = source.charAt(at);
        int least;
        int most;
        if (c == '*' || c == '+' || c == '?') {
            at++;
            least = c == '+' ? 1 : 0;
            most = c == '?' ? 1 : Node.UNBOUNDED;
        } else if (c == '{') {
            int[] bounds = bounds();
            least = bounds[0];
            most = bounds[1];
        } else {
            return atom;
        }
        boolean isLazy = isAt("?");
        if (isLazy) at++;
        if (isAt("+")) fault("possessive repetition is not served", "drop the second +: time is linear as it is");
        else if (at < source.length() && "*+?{".indexOf(source.charAt(at)) >= 0)
            fault("a repetition is repeated", "put the inner one into (?:...)");
        return new Node.Repeat(atom, least, most, isLazy);
    }

    private int[] bounds() {
        int end = source.indexOf('}', at);
        String inside = end < 0 ? "" : source.substring(at + 1, end);
        int comma = inside.indexOf(',');
        String low = comma < 0 ? inside : inside.substring(0, comma);
        String high = comma < 0 ? inside : inside.substring(comma + 1);
        boolean areNumbers = isNumber(low) && (high.isEmpty() || isNumber(high));
        if (!areNumbers) {
            fault("'{' begins no repetition", "{2}, {2,} or {2,5}; write \\{ for the character");
            return new int[] {1, 1};
        }
        int least = Integer.parseInt(low);
        int most = high.isEmpty() ? Node.UNBOUNDED : Integer.parseInt(high);
        at = end + 1;
        if (Math.max(least, most) > SafeRegex.MAX_REPEAT)
            fault("the repetition {" + inside + "} is too large", "at most " + SafeRegex.MAX_REPEAT);
        else if (most != Node.UNBOUNDED && most < least)
            fault("the repetition {" + inside + "} is empty", "the larger number goes last");
        return new int[] {least, most};
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Reads {@code [...]}: characters and ranges, each joined by what the fold makes of it. */
    private final class ClassParser {
        private final StringBuilder out = new StringBuilder("[");
        private final List<String> members = new ArrayList<>();
        private boolean isListed = true;

        Node parse() {
            at++;
            if (isAt("^")) {
                out.append('^');
                isListed = false;
                at++;
            }
            boolean isFirst = true;
            while (at < source.length() && (isFirst || source.charAt(at) != ']')) {
                isFirst = false;
                if (isAt("[:")) posix();
                else if (isAt("\\")
                        && at + 1 < source.length()
                        && ESCAPED_CLASSES.indexOf(source.charAt(at + 1)) >= 0) {
                    out.append(source, at, at + 2);
                    at += 2;
                    isListed = false;
                } else if (isAt("\\p") || isAt("\\P")) {
                    out.append(property());
                    isListed = false;
                } else range();
            }
            if (!isAt("]")) {
                if (faults.isEmpty()) fault("'[' is not closed", "end it with ], or write \\[");
                return new Node.Text("");
            }
            at++;
            out.append(']');
            boolean isSmall = isListed && members.size() <= MAX_LISTED;
            return new Node.OneOf(out.toString(), isSmall ? List.copyOf(members) : List.of());
        }

        private void posix() {
            int end = source.indexOf(":]", at);
            isListed = false;
            if (end < 0) {
                fault("'[:' is not closed", "[[:alpha:]]");
                return;
            }
            out.append(source, at, end + 2);
            at = end + 2;
        }

        private void range() {
            int low = one();
            int high = low;
            if (isAt("-") && at + 1 < source.length() && source.charAt(at + 1) != ']') {
                at++;
                high = one();
                if (high < low) fault("a range runs backwards", "the smaller character goes first");
            }
            append(low, high);
            isListed &= high - low < MAX_LISTED;
            for (int c = low; isListed && c <= high; c++) members.add(Character.toString(c));
            folding.addFolded(low, high, folded -> append(folded, folded));
        }

        private int one() {
            if (at >= source.length()) return 0;
            if (isAt("\\")) {
                if (at + 1 >= source.length()) {
                    fault("'[' is not closed", "end it with ], or write \\[");
                    return 0;
                }
                char escaped = source.charAt(at + 1);
                at += 2;
                int control = ESCAPED_CONTROLS.indexOf(escaped);
                if (control >= 0) return CONTROLS.charAt(control);
                if (escaped == 'x') {
                    String text = hexadecimal();
                    return text.isEmpty() ? 0 : text.codePointAt(0);
                }
                if (Character.isLetterOrDigit(escaped))
                    fault("unknown escape '\\" + escaped + "' in [...]", "\\d \\w \\s \\p{...} \\x{...}, or a symbol");
                return escaped;
            }
            int c = source.codePointAt(at);
            at += Character.charCount(c);
            return c;
        }

        private void append(int low, int high) {
            out.append(Folding.quoted(low));
            if (high > low) out.append('-').append(Folding.quoted(high));
        }
    }
}
