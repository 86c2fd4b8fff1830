package io.gatehouse.moderation.content;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an author submitted. Judging sees nothing about the author but what a signal, a fact or the context says.
 *
 * @param country where the author's home is (ISO 3166-1, or a label of the territory table); decides with the
 *     surface and the date which law applies
 * @param declaredLanguage the platform's own claim, ISO 639-1; a hint, never believed over the text
 * @param parts one or more, in the order submitted; spans refer to a part by its index here
 * @param context what the platform says about author and conversation
 */
public record Content(
        ContentId id,
        Surface surface,
        Instant createdAt,
        String country,
        @Nullable String declaredLanguage,
        List<Part> parts,
        Context context) {
    public Content {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) throw new IllegalArgumentException("content must have at least one part");
    }

    /** Content of which nothing more is said. */
    public Content(
            ContentId id,
            Surface surface,
            Instant createdAt,
            String country,
            @Nullable String declaredLanguage,
            List<Part> parts) {
        this(id, surface, createdAt, country, declaredLanguage, parts, Context.NONE);
    }

    /** The same content, of which more is known. */
    public Content with(List<Part> others) {
        return new Content(id, surface, createdAt, country, declaredLanguage, others, context);
    }
}
