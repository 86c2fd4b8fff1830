package io.gatehouse.moderation.match;

import io.gatehouse.moderation.regex.SafeRegex;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.FoldedView;
import java.util.Set;
import java.util.stream.Collectors;

/** A regular expression, proposed by the literals that each of its matches must have. */
final class RegexCheck implements TextCheck {
    /** Each search may look at all that is left of the text, so their number bounds the work. */
    private static final int MAX_MATCHES = 16;

    private final SafeRegex regex;
    private final FoldLevel level;

    RegexCheck(SafeRegex regex, FoldLevel level) {
        this.regex = regex;
        this.level = level;
    }

    @Override
    public Set<String> requiredWords() {
        // Open at both ends: a pattern need not keep to words.
        return regex.requiredLiterals().stream()
                .map(literal -> "*" + literal + "*")
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public FoldLevel level() {
        return level;
    }

    @Override
    public void find(FoldedView view, SpanSink found) {
        int[] left = {MAX_MATCHES};
        regex.find(view.toString(), (start, end) -> {
            found.found(start, end);
            return --left[0] > 0 && found.spend(Work.CHECKED * (view.length() - end));
        });
    }
}
