package io.gatehouse.moderation.rule;

import java.util.List;

/**
 * What a statement of reasons relies on (DSA Art. 17(3)).
 *
 * @param dsaCategory a {@code STATEMENT_CATEGORY_*} of the EU database
 * @param keywords {@code KEYWORD_*} of the EU database; may be empty
 */
public record Ground(Basis basis, String dsaCategory, List<String> keywords) {
    public Ground {
        keywords = List.copyOf(keywords);
    }

    /** Why the content may be restricted. */
    public sealed interface Basis {
        /** Against the terms and conditions: Art. 17(3)(e). */
        record Incompatible(String explanation) implements Basis {}

        /** Against the law: Art. 17(3)(d). */
        record Illegal(String legalGround, String explanation) implements Basis {}
    }
}
