package io.gatehouse.moderation.regex;

import io.gatehouse.moderation.text.FoldLevel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.safere.Pattern;

/**
 * A regular expression that takes linear time on every text, over a view that is folded to its level. Its literal letters
 * are folded too, so that {@code Straße} finds what the fold makes of it. Immutable and thread-safe.
 */
public final class SafeRegex {
    /** Longer than any pattern a person can check by reading. */
    public static final int MAX_LENGTH = 1_000;

    /** The largest number in a repetition. */
    public static final int MAX_REPEAT = 500;

    /** Instructions, repetitions in repetitions multiplied: what a character costs at worst. */
    public static final int MAX_SIZE = 2_000;

    /** Groups in groups. */
    public static final int MAX_DEPTH = 24;

    private final String source;
    private final Pattern pattern;
    private final Set<String> required;

    SafeRegex(String source, Pattern pattern, Set<String> required) {
        this.source = source;
        this.pattern = pattern;
        this.required = Set.copyOf(required);
    }

    /** What came of reading a pattern. */
    public sealed interface Parsed {
        /** @param warnings what is right but costs more than its author may think */
        record Right(SafeRegex regex, List<Fault> warnings) implements Parsed {
            public Right {
                warnings = List.copyOf(warnings);
            }
        }

        /** @param faults never empty */
        record Wrong(List<Fault> faults) implements Parsed {
            public Wrong {
                faults = List.copyOf(faults);
            }
        }
    }

    /** What is wrong with a pattern, for its author. */
    public record Fault(String message, @Nullable String hint) {}

    public static Parsed parse(String regex, FoldLevel level) {
        return new RegexCompiler(regex, level).compile();
    }

    /** The expression, where the text is one. */
    public static Optional<SafeRegex> of(String regex, FoldLevel level) {
        return parse(regex, level) instanceof Parsed.Right(var right, var _) ? Optional.of(right) : Optional.empty();
    }

    /**
     * Literals, as their author wrote them, of which at least one is in every text that matches. Empty when there is none
     * that is long enough to be worth looking for.
     */
    public Set<String> requiredLiterals() {
        return required;
    }

    /** The pattern that is run, its letters folded. */
    public String source() {
        return source;
    }

    /** Is told of each match. */
    @FunctionalInterface
    public interface Sink {
        /** @return whether to look for the next one */
        boolean found(int start, int end);
    }

    /** Tells every match from the left, none of which overlap. Each takes time linear in what is left of the text. */
    public void find(String folded, Sink sink) {
        var matcher = pattern.matcher(folded);
        while (matcher.find()) if (!sink.found(matcher.start(), matcher.end())) return;
    }
}
