package io.gatehouse.moderation.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts by which a rule's author says what is meant. */
public record Examples(List<Example> match, List<Example> noMatch) {
    public static final Examples NONE = new Examples(List.of(), List.of());

    public Examples {
        match = List.copyOf(match);
        noMatch = List.copyOf(noMatch);
    }

    /**
     * @param language ISO 639-1 that the text is judged in; null judges it as a text of unknown language
     */
    public record Example(String text, @Nullable String language, SourceLine source) {}
}
