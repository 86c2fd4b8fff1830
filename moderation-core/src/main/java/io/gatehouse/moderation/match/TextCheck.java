package io.gatehouse.moderation.match;

import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.FoldedView;
import java.util.Set;

/** A text condition that literals propose and a check decides. Immutable, thread-safe and pure. */
public interface TextCheck {
    /**
     * As a policy author writes words ({@code *} opens an end): unless one of these occurs in some reading of the text
     * the check cannot hold. Empty: it is asked of every text, which is counted and warned about.
     */
    Set<String> requiredWords();

    /** In which readings its words are looked for and it is asked. */
    FoldLevel level();

    /**
     * Whether the first reading of the text, which decodes nothing, rules out every reading. Decoding may join what the
     * author of an exception wrote apart.
     */
    default boolean isRuledOut(FoldedView first) {
        return false;
    }

    /**
     * Tells where it holds in one reading of the text. Asking costs a unit of work a character of the view, which is
     * already paid; work beyond that is paid for with {@link SpanSink#spend}. Never throws on any text.
     */
    void find(FoldedView view, SpanSink found);
}
