package io.gatehouse.service.submission;

import io.gatehouse.moderation.content.Context;
import io.gatehouse.moderation.fact.Mark;
import io.gatehouse.service.json.JsonObjectReader;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what a platform may say about author and conversation. All of it is optional: what is not said is unknown. */
final class ContextReader {
    /** As many as Gatehouse itself keeps of a person. */
    static final int MAX_LABELS = 50;

    static final int MAX_CONVERSATION_BYTES = 200;

    private final Instant now;
    private @Nullable Instant createdAt;
    private @Nullable Set<String> labels;
    private @Nullable Long followers;
    private @Nullable String conversation;
    private @Nullable Long participants;
    private @Nullable Boolean isFirstContact;

    ContextReader(Instant now) {
        this.now = now;
    }

    void readAuthor(JsonObjectReader author) {
        createdAt = author.optionalTime("created_at");
        if (createdAt != null && createdAt.isAfter(now.plus(ScreeningReader.MAX_AHEAD)))
            author.fault("created_at", "must not be in the future");
        if (createdAt != null && createdAt.isBefore(ScreeningReader.EARLIEST))
            author.fault("created_at", "must not be before " + ScreeningReader.EARLIEST);
        Integer count = author.optionalInteger("followers", 0, Integer.MAX_VALUE);
        followers = count == null ? null : count.longValue();
        // An empty list says that there are none; no list says nothing.
        if (author.node("labels") == null) return;
        var names = new LinkedHashSet<String>();
        List<JsonNode> nodes = author.array("labels", MAX_LABELS);
        for (int i = 0; i < nodes.size(); i++) {
            JsonNode node = nodes.get(i);
            if (node.isString() && Mark.Label.isValid(node.stringValue())) names.add(node.stringValue());
            else author.fault("labels", i, "must be 1 to 40 lower-case letters, digits, dashes and underscores");
        }
        labels = names;
    }

    /** @param named how many participants the request names */
    void readConversation(JsonObjectReader body, int named) {
        if (named > 0) participants = (long) named;
        JsonObjectReader reader = body.optionalObject("conversation");
        if (reader == null) return;
        conversation = reader.optionalText("id", MAX_CONVERSATION_BYTES);
        Integer count = reader.optionalInteger("participants", 0, Integer.MAX_VALUE);
        if (count != null && count < named)
            reader.fault("participants", "must not be less than the " + named + " named under /participants");
        if (count != null) participants = count.longValue();
        isFirstContact = reader.optionalBoolean("is_first_contact");
        reader.refuseUnknown();
    }

    Context context() {
        return new Context(null, createdAt, labels, followers, conversation, participants, isFirstContact);
    }
}
