package io.gatehouse.moderation.judge;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.look.PlacedText;
import io.gatehouse.moderation.match.TextMatch;
import io.gatehouse.moderation.signal.Signal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a part says in words: a text as it was submitted, or what was read in media.
 *
 * @param part its index
 * @param text never empty
 * @param placed where each stretch of it was seen; null of what the author typed
 */
record PartText(int part, String text, @Nullable PlacedText placed) {
    /** Of all parts that say something, in their order. */
    static List<PartText> of(Content content) {
        var texts = new ArrayList<PartText>(content.parts().size());
        for (int i = 0; i < content.parts().size(); i++) {
            switch (content.parts().get(i)) {
                case Part.Text(String text) -> texts.add(new PartText(i, text, null));
                case Part.Captions captions -> add(i, captions.placed(), texts);
                case Part.Media media -> add(i, media.look().placed(), texts);
            }
        }
        return texts;
    }

    private static void add(int part, PlacedText placed, List<PartText> to) {
        if (!placed.text().isEmpty()) to.add(new PartText(part, placed.text(), placed));
    }

    boolean isTyped() {
        return placed == null;
    }

    /** The same match, with its places. */
    TextMatch placed(TextMatch match) {
        if (placed == null) return match;
        var signal = match.signal();
        return new TextMatch(
                new Signal(
                        signal.type(),
                        signal.name(),
                        signal.category(),
                        signal.score(),
                        signal.spans().stream().map(placed::placed).toList()),
                match.rules());
    }
}
