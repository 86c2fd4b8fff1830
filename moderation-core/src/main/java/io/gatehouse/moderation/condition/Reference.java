package io.gatehouse.moderation.condition;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.signal.Category;

/** A call in a condition whose arguments are constants, so that what it asks for is known before anything is judged. */
sealed interface Reference {
    /** {@code count()} and {@code distinct()}. */
    record Count(FactKey key) implements Reference {}

    /** A count a second. */
    record Rate(FactKey key) implements Reference {}

    record Signal(String name) implements Reference {}

    record Score(String classifier, Category category) implements Reference {}

    record Labels() implements Reference {}

    record HasLabel(String label) implements Reference {}

    /** Of the content, from when it was judged before. */
    record ContentLabels() implements Reference {}

    record HasContentLabel(String label) implements Reference {}

    record Strikes() implements Reference {}

    default CelType type() {
        return switch (this) {
            case Count _ -> SimpleType.INT;
            case Rate _, Signal _, Score _, Strikes _ -> SimpleType.DOUBLE;
            case Labels _, ContentLabels _ -> ListType.create(SimpleType.STRING);
            case HasLabel _, HasContentLabel _ -> SimpleType.BOOL;
        };
    }

    /** As an author would write it, for traces. */
    default String text() {
        return switch (this) {
            case Count(FactKey key) -> "count('" + key.counter() + "', " + key.window() + ")";
            case Rate(FactKey key) -> "rate('" + key.counter() + "', " + key.window() + ")";
            case Signal(String name) -> "signal('" + name + "')";
            case Score(String classifier, Category category) ->
                "score('" + classifier + "', '" + category.wireName() + "')";
            case Labels() -> "labels('author')";
            case HasLabel(String label) -> "has_label('author', '" + label + "')";
            case ContentLabels() -> "labels('content')";
            case HasContentLabel(String label) -> "has_label('content', '" + label + "')";
            case Strikes() -> "strikes('author')";
        };
    }
}
