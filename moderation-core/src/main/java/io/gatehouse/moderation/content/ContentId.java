package io.gatehouse.moderation.content;

/** The platform's own name for a piece of content, unique per API client; 1 to 200 characters. */
public record ContentId(String value) {
    /** Long enough for any id scheme seen, short enough for an index key. */
    public static final int MAX_LENGTH = 200;

    public ContentId {
        if (value.isBlank() || value.length() > MAX_LENGTH)
            throw new IllegalArgumentException("content id must have 1 to " + MAX_LENGTH + " characters");
    }
}
