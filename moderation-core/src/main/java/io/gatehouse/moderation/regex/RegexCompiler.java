package io.gatehouse.moderation.regex;

import io.gatehouse.moderation.regex.SafeRegex.Fault;
import io.gatehouse.moderation.regex.SafeRegex.Parsed;
import io.gatehouse.moderation.text.FoldLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.safere.Pattern;

/** From a policy author's pattern to one that runs. */
final class RegexCompiler {
    private final String regex;
    private final FoldLevel level;
    private final Folding folding;
    private final List<Fault> faults = new ArrayList<>();
    private final List<Fault> warnings = new ArrayList<>();
    private final StringBuilder out = new StringBuilder();

    RegexCompiler(String regex, FoldLevel level) {
        this.regex = regex;
        this.level = level;
        this.folding = new Folding(level);
    }

    Parsed compile() {
        if (regex.length() > SafeRegex.MAX_LENGTH) {
            faults.add(
                    new Fault("the pattern has " + regex.length() + " characters", "at most " + SafeRegex.MAX_LENGTH));
            return new Parsed.Wrong(faults);
        }
        var node = new RegexParser(regex, folding, faults).parse();
        if (!faults.isEmpty()) return new Parsed.Wrong(faults);
        if (node.leastLength() == 0)
            faults.add(new Fault("the pattern matches the empty text", "say what must be there: a+ for a*"));
        if (node.size() > SafeRegex.MAX_SIZE)
            faults.add(new Fault(
                    "the pattern makes " + node.size() + " instructions",
                    "at most " + SafeRegex.MAX_SIZE + "; repetitions in repetitions multiply"));
        if (!faults.isEmpty()) return new Parsed.Wrong(faults);
        write(node);
        return run(node);
    }

    private Parsed run(Node node) {
        try {
            var pattern = Pattern.compile(out.toString());
            Set<String> required = level == FoldLevel.EXACT && ignoresCase(node) ? Set.of() : Literals.of(node);
            if (required.isEmpty())
                warnings.add(new Fault(
                        "no literal of " + Literals.MIN_LENGTH
                                + " characters is in every match, so it is run on every text",
                        "give it a word that must be there"));
            return new Parsed.Right(new SafeRegex(out.toString(), pattern, required), warnings);
        } catch (PatternSyntaxException e) {
            faults.add(new Fault("not a pattern: " + e.getDescription(), "see RE2's syntax"));
            return new Parsed.Wrong(faults);
        }
    }

    private static boolean ignoresCase(Node node) {
        return switch (node) {
            case Node.Text _, Node.OneOf _ -> false;
            case Node.Place(var source) -> source.startsWith("(?") && source.contains("i");
            case Node.Sequence(var parts) -> parts.stream().anyMatch(RegexCompiler::ignoresCase);
            case Node.Choice(var options) -> options.stream().anyMatch(RegexCompiler::ignoresCase);
            case Node.Repeat(var what, int _, int _, boolean _) -> ignoresCase(what);
            case Node.Group(var flags, var inner) -> flags.contains("i") || ignoresCase(inner);
        };
    }

    private void write(Node node) {
        switch (node) {
            case Node.Text(var chars) -> folding.folded(chars).codePoints().forEach(c -> out.append(Folding.quoted(c)));
            case Node.OneOf(var source, var _) -> out.append(source);
            case Node.Place(var source) -> out.append(source);
            case Node.Sequence(var parts) -> parts.forEach(this::write);
            case Node.Choice(var options) -> {
                for (int i = 0; i < options.size(); i++) {
                    if (i > 0) out.append('|');
                    write(options.get(i));
                }
            }
            case Node.Group(var flags, var inner) -> {
                out.append("(?").append(flags).append(':');
                write(inner);
                out.append(')');
            }
            case Node.Repeat(var what, int least, int most, boolean isLazy) -> {
                out.append("(?:");
                write(what);
                out.append("){").append(least);
                if (most != least) out.append(',').append(most == Node.UNBOUNDED ? "" : Integer.toString(most));
                out.append('}').append(isLazy ? "?" : "");
            }
        }
    }
}
