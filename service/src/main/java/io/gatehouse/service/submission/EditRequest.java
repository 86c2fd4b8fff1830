package io.gatehouse.service.submission;

import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.service.account.AccountReader;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.submission.ScreeningRequest.RequestedPart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A new revision as asked for. What it does not say (author, surface, conversation, when it was first written) stays as the
 * content has it; said all the same, it must be what the content has.
 *
 * @param author account id, when the request names one
 * @param surface by its wire name, when the request names one
 * @param digest SHA-256 of the request with the id of its content
 */
record EditRequest(
        ContentId id,
        @Nullable String author,
        @Nullable String surface,
        @Nullable Instant editedAt,
        @Nullable String language,
        @Nullable Duration deadline,
        List<RequestedPart> parts,
        byte[] digest) {
    EditRequest {
        parts = List.copyOf(parts);
    }

    EditRequest by(String named) {
        return new EditRequest(id, named, surface, editedAt, language, deadline, parts, digest);
    }

    /** @throws io.gatehouse.service.problem.ProblemException with every fault of the request */
    static EditRequest read(String id, JsonNode node, Instant now) {
        var faults = new Faults();
        String wrong = JsonObjectReader.faultOf(id, ContentId.MAX_LENGTH);
        if (wrong != null) faults.add("path:id", wrong);
        else if (id.isBlank()) faults.add("path:id", "must not be blank");
        var body = JsonObjectReader.of(node, JsonPointer.ROOT, faults);
        var request = body == null ? null : read(id, body, node, now, faults);
        faults.refuseAny();
        if (request == null) throw new IllegalStateException("a request was refused without a fault");
        return request;
    }

    private static @Nullable EditRequest read(
            String id, JsonObjectReader body, JsonNode node, Instant now, Faults faults) {
        String named = body.optionalText("id", ContentId.MAX_LENGTH);
        if (named != null && !named.equals(id)) body.fault("id", "is not the id in the path");
        String author = author(body);
        String surface = body.optionalText("surface", 64);
        Instant editedAt = body.optionalTime("edited_at");
        if (editedAt != null && editedAt.isAfter(now.plus(ScreeningReader.MAX_AHEAD)))
            body.fault("edited_at", "must not be in the future");
        String language = PartsReader.language(body);
        Integer deadline = body.optionalInteger("deadline_ms", 1, ScreeningReader.MAX_DEADLINE_MS);
        var parts = PartsReader.parts(body, faults);
        body.refuseUnknown();
        if (!faults.isEmpty()) return null;
        // The same body of another content, or as a screening, is another request.
        var digested = JsonNodeFactory.instance.objectNode();
        digested.put("edit_of", id);
        digested.set("body", node);
        return new EditRequest(
                new ContentId(id),
                author,
                surface,
                editedAt,
                language,
                deadline == null ? null : Duration.ofMillis(deadline),
                parts,
                RequestDigest.of(digested));
    }

    private static @Nullable String author(JsonObjectReader body) {
        if (body.node("author") == null) return null;
        var reader = body.requiredObject("author");
        if (reader == null) return null;
        String id = reader.requiredText("id", AccountReader.MAX_ID_BYTES);
        reader.refuseUnknown();
        return id;
    }
}
