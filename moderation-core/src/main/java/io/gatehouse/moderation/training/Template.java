package io.gatehouse.moderation.training;

import io.gatehouse.moderation.signal.Category;
import java.util.List;
import java.util.Optional;

/**
 * A sentence, with slots for fillers.
 *
 * @param line of its file
 * @param harm empty when the sentence is innocent
 * @param kind how it is said, or why it is innocent
 * @param text with its slots as {@code {name.form}}
 * @param slots in the order of the text
 * @param place where among its file's sentences of the same label it stands, in [0, 1). Versions of one theme stand together, and
 *     in about the same place in other languages: whoever splits by this keeps them on one side
 */
public record Template(
        String language, int line, Optional<Category> harm, String kind, String text, List<Slot> slots, double place) {
    /** The label of an innocent sentence. */
    static final String INNOCENT = "innocent";

    /**
     * A place for a filler.
     *
     * @param form grammatical form, a column of the fillers
     * @param start of the opening brace in the text, in chars
     * @param end after the closing brace
     */
    public record Slot(String name, String form, int start, int end) {}

    public Template {
        slots = List.copyOf(slots);
    }

    Template at(double where) {
        return new Template(language, line, harm, kind, text, slots, where);
    }
}
