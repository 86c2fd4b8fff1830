package io.gatehouse.moderation.content;

/** One piece of content's body, in the order submitted. */
public sealed interface Part {
    /** @param text as submitted, well-formed UTF-16 (no lone surrogates); never empty */
    record Text(String text) implements Part {
        public Text {
            if (text.isEmpty()) throw new IllegalArgumentException("a text part must not be empty");
        }
    }

    /**
     * Media already stored in the author's home region.
     *
     * @param sha256 of the stored bytes, 64 lower-case hexadecimal digits
     */
    record Media(String mediaId, String sha256, String mediaType) implements Part {}
}
