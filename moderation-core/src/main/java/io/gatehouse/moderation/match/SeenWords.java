package io.gatehouse.moderation.match;

import io.gatehouse.moderation.text.Tokens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which words the readings of one text hold, those included that masked ones may be. Gathered when somebody asks. */
final class SeenWords {
    private final List<Reading.Look> looks;
    private final Work work;
    private @Nullable KeyFilter keys;

    SeenWords(List<Reading.Look> looks, Work work) {
        this.looks = looks;
        this.work = work;
    }

    /** Whether a word of this {@link Tokens#key} seems to be there; never no when it is. */
    boolean mayHold(long key) {
        if (keys == null) keys = gather();
        return keys.mayHold(key);
    }

    private KeyFilter gather() {
        int count = 0;
        for (var look : looks) count += look.view().tokens().count();
        var seen = new KeyFilter(count);
        for (var look : looks) {
            var tokens = look.view().tokens();
            for (int token = 0; token < tokens.count(); token++) seen.add(Tokens.key(tokens.state(token)));
            // A masked word may be the other one that a rule needs.
            if (tokens.isMasked())
                MaskedWords.scan(
                        look.view(),
                        look.scan().companions(),
                        work,
                        (use, _, _) -> seen.add(use.literal().key()));
        }
        return seen;
    }
}
