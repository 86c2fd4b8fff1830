package io.gatehouse.moderation.content;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is said about author and conversation beside the content. Whatever is null was not said, and is unknown to every
 * condition.
 *
 * @param homeRegion where the author's data live
 * @param authorCreatedAt when the platform opened the account
 * @param authorLabels the platform's own; they join those that Gatehouse keeps
 * @param conversation the platform's name for it; only ever counted under a keyed digest
 * @param participants people in it beside the author
 * @param isFirstContact whether the author never wrote to these people before
 */
public record Context(
        @Nullable String homeRegion,
        @Nullable Instant authorCreatedAt,
        @Nullable Set<String> authorLabels,
        @Nullable Long authorFollowers,
        @Nullable String conversation,
        @Nullable Long participants,
        @Nullable Boolean isFirstContact) {
    /** Nothing was said. */
    public static final Context NONE = new Context(null, null, null, null, null, null, null);

    public Context {
        authorLabels = authorLabels == null ? null : Set.copyOf(authorLabels);
    }

    public Context in(String region) {
        return new Context(
                region, authorCreatedAt, authorLabels, authorFollowers, conversation, participants, isFirstContact);
    }
}
