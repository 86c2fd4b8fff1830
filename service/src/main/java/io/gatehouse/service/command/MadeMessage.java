package io.gatehouse.service.command;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A made-up message: where its author lives, where it was said, and what. */
record MadeMessage(String country, String surface, String text) {
    static final List<MadeMessage> ALL = List.of(
            new MadeMessage("IE", "comment", "What a goal, what a night!"),
            new MadeMessage("IE", "direct_message", "Send the deposit to IBAN DE89 3704 0044 0532 0130 00 please"),
            new MadeMessage("FR", "comment", "Quelle belle journée, on se voit demain ?"),
            new MadeMessage("FR", "profile", "Photographe à Lyon, écrivez à bonjour@example.org"),
            new MadeMessage("DE", "comment", "Du bist so ein Idiot, ehrlich"),
            new MadeMessage("DE", "group", "Treffen um neun am Bahnhof, bringt Kuchen mit"),
            new MadeMessage("SE", "open_channel", "Snow all day, the train is late again"),
            new MadeMessage("GB", "comment", "You are such an 1 d 1 0 t"),
            new MadeMessage(
                    "US",
                    "direct_message",
                    "Congratulations, you have won! Claim your prize now at http://example.org"),
            new MadeMessage("US", "comment", "Kill the process and restart the server"),
            new MadeMessage("SG", "comment", "Where is the best laksa in town?"),
            new MadeMessage("JP", "live", "That was a damn good song"));

    /** As a request to screen it. */
    JsonNode body(String contentId, String authorId) {
        String now = Instant.now().toString();
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("id", contentId).put("surface", surface).put("created_at", now);
        body.putObject("author")
                .put("id", authorId)
                .putArray("residence")
                .addObject()
                .put("kind", "declared")
                .put("country", country)
                .put("observed_at", now);
        body.putArray("parts").addObject().put("type", "text").put("text", text);
        return body;
    }
}
