package io.gatehouse.moderation.condition;

import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.Standing;
import io.gatehouse.moderation.signal.Category;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What is known about one content. Each answer is null when it is not known. */
public interface Inputs {
    /** A String, Long, Double, Boolean or {@link java.time.Instant}, as the variable's type says. */
    @Nullable
    Object variable(Variable variable);

    @Nullable
    Long count(FactKey key);

    @Nullable
    Standing standing();

    /** What earlier decisions noted on the same content: always known, as where there is none nothing was noted. */
    SortedSet<String> contentLabels();

    /** The strongest score of a signal, 0 when it was looked for and not seen. */
    @Nullable
    Double signal(String name);

    @Nullable
    Double score(String classifier, Category category);
}
