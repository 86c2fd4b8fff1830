package io.gatehouse.moderation.rule;

import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.text.FoldLevel;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Words and multi-word terms that rules share, matched on word boundaries.
 *
 * @param language ISO 639-1; only asked of texts in that language, or too short to tell. Null asks all
 * @param variants whether misspellings of its words count as the words
 * @param disguised whether its words count only where they are not plainly written: ordinary words that nobody hides without
 *     a reason
 * @param severity 1 to 4
 * @param provenance where the words come from and under which licence
 * @param words as written, inclusions resolved. A leading or trailing {@code *} stands for any letters
 * @param allow phrases that make a word inside them innocent
 * @param expires after this day (UTC) its words no longer match; null for never
 */
public record WordBank(
        String id,
        Category category,
        @Nullable String language,
        FoldLevel fold,
        boolean variants,
        boolean disguised,
        int severity,
        String provenance,
        List<String> words,
        List<String> allow,
        @Nullable LocalDate expires,
        SourceLine source) {
    public WordBank {
        words = List.copyOf(words);
        allow = List.copyOf(allow);
        if (words.isEmpty()) throw new IllegalArgumentException("a word bank must have words: " + id);
    }

    /** A bank of its words alone that does not expire. */
    public WordBank(
            String id,
            Category category,
            @Nullable String language,
            FoldLevel fold,
            int severity,
            String provenance,
            List<String> words,
            List<String> allow,
            SourceLine source) {
        this(id, category, language, fold, false, false, severity, provenance, words, allow, null, source);
    }
}
