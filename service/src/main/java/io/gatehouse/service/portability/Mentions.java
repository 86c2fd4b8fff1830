package io.gatehouse.service.portability;

import java.util.Collection;
import java.util.Comparator;
import java.util.function.UnaryOperator;

/**
 * Takes mentions of other people by their account id ({@code @id}) out of a text that goes to somebody. Whom a text speaks of in
 * words cannot be known.
 */
public final class Mentions {
    private Mentions() {}

    /**
     * @param ids of the other people
     * @param name what is written for an id; rather too much is taken out than too little
     */
    public static String without(String text, Collection<String> ids, UnaryOperator<String> name) {
        if (text.indexOf('@') < 0) return text;
        var redacted = text;
        // The longest first: an id may begin with another.
        for (var id : ids.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList()) redacted = redacted.replace("@" + id, "@" + name.apply(id));
        return redacted;
    }
}
