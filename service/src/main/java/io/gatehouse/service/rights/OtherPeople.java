package io.gatehouse.service.rights;

import io.gatehouse.service.portability.Mentions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes other people out of a person's copy: each id of a participant becomes {@code person-<n>}, the same one throughout, in
 * lists and where the text mentions it ({@code @id}). Who else a text speaks of in words cannot be known. Not thread-safe.
 */
final class OtherPeople {
    /** One person's correspondents; beyond it everyone is {@code person}. Keeps a copy of any size in bounded memory. */
    private static final int MOST = 100_000;

    private final Map<String, String> pseudonyms = new LinkedHashMap<>();

    String pseudonym(String accountId) {
        var known = pseudonyms.get(accountId);
        if (known != null) return known;
        if (pseudonyms.size() >= MOST) return "person";
        var made = "person-" + (pseudonyms.size() + 1);
        pseudonyms.put(accountId, made);
        return made;
    }

    /** Changes a stored content in place. */
    void redact(ObjectNode content) {
        var ids = content.path("participants").values().stream()
                .map(JsonNode::stringValue)
                .toList();
        ArrayNode redacted = content.putArray("participants");
        for (var id : ids) redacted.add(pseudonym(id));
        for (var part : content.path("parts").values())
            if (part instanceof ObjectNode text && text.has("text"))
                text.put("text", redact(text.get("text").stringValue(), ids));
        if (content.get("context") instanceof ObjectNode context && context.has("conversation"))
            context.put(
                    "conversation",
                    pseudonym("conversation " + context.get("conversation").stringValue())
                            .replace("person", "conversation"));
    }

    private String redact(String text, List<String> ids) {
        return Mentions.without(text, ids, this::pseudonym);
    }
}
