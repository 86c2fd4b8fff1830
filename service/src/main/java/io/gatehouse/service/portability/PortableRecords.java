package io.gatehouse.service.portability;

import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.purpose.ServiceRules;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is stored about a person, as records that the person may carry away: in plain words of the contract, with stable ids,
 * and without other people. Left out of contents: who else was in the conversation (only how many, and {@code @person} where
 * the text mentions one by id), the conversation's
 * name, what the platform said about the author. Left out of decisions: signals, scores and rules, whose knowledge helps
 * only who wants to get around them; what the author was told is in. Stateless.
 */
@Component
public final class PortableRecords {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ServiceRules services;

    PortableRecords(ServiceRules services) {
        this.services = services;
    }

    /**
     * One record.
     *
     * @param id stable: the same thing has the same id in every feed and export; a newer record of an id replaces the older
     * @param isProvided what the person gave; otherwise what arose from their use
     * @param at RFC 3339
     */
    public record Portable(PortableKind kind, String id, boolean isProvided, String at, Map<String, Object> data) {
        /** The same of an edited content. */
        Portable of(int revision) {
            var more = new LinkedHashMap<>(data);
            more.put("revision", revision);
            return new Portable(kind, id, isProvided, at, more);
        }

        public Map<String, Object> toTree() {
            var tree = new LinkedHashMap<String, Object>();
            tree.put("type", kind.wireName());
            tree.put("id", id);
            tree.put("origin", isProvided ? "provided" : "generated");
            tree.put("at", at);
            tree.put("data", data);
            return tree;
        }
    }

    /** What a person wrote; empty once it is erased or deleted. */
    public Optional<Portable> content(StoredDecision decision) {
        return decision.payload()
                .filter(payload -> payload.content().length > 0)
                .map(payload ->
                        content(decision.screeningId(), decision.report().surface(), JSON.readTree(payload.content())))
                .map(record -> decision.revision() == 1 ? record : record.of(decision.revision()));
    }

    /**
     * What a person wrote.
     *
     * @param content as it is stored
     */
    public Portable content(String id, String surface, JsonNode content) {
        var data = new LinkedHashMap<String, Object>();
        data.put("content_id", text(content, "id"));
        data.put("surface", surface);
        data.put("service", serviceOf(surface, Instant.parse(text(content, "created_at"))));
        data.put("language", content.path("language").asString(null));
        data.put("other_people", content.path("participants").size());
        data.put("parts", parts(content));
        return new Portable(PortableKind.CONTENT, id, true, text(content, "created_at"), data);
    }

    /** What was decided, as the author was told; empty once it is erased. */
    public Optional<Portable> decision(StoredDecision decision) {
        return decision.payload().map(payload -> {
            JsonNode answer = JSON.readTree(payload.answer());
            var data = new LinkedHashMap<String, Object>();
            data.put("content", decision.screeningId());
            data.put("supersedes", decision.supersedes().orElse(null));
            data.put("verdict", decision.report().verdict());
            data.put("categories", decision.report().categories());
            data.put("actions", answer.path("actions"));
            data.put("statement_of_reasons", answer.path("statement_of_reasons"));
            data.put("statement_exemption", answer.path("statement_exemption"));
            return new Portable(
                    PortableKind.DECISION,
                    decision.decisionId(),
                    false,
                    decision.report().decidedAt().toString(),
                    data);
        });
    }

    private static List<Map<String, Object>> parts(JsonNode content) {
        var others = content.path("participants").values().stream()
                .map(other -> other.asString(""))
                .toList();
        var parts = new ArrayList<Map<String, Object>>();
        for (JsonNode part : content.path("parts").values()) {
            var fields = new LinkedHashMap<String, Object>();
            for (String field : List.of("text", "media_id", "sha256", "media_type"))
                if (part.has(field)) fields.put(field, text(part, field));
            fields.computeIfPresent("text", (_, said) -> Mentions.without(said.toString(), others, _ -> "person"));
            parts.add(fields);
        }
        return parts;
    }

    /** By the surface and the day, as {@code services.yaml} says; {@link ServiceRules#UNASSIGNED} when it does not. */
    private String serviceOf(String surface, Instant createdAt) {
        var day = LocalDate.ofInstant(createdAt, ZoneOffset.UTC);
        return services.ofSurface(surface, day)
                .map(service -> service.id().value())
                .orElse(ServiceRules.UNASSIGNED);
    }

    private static String text(JsonNode tree, String field) {
        return tree.path(field).asString("");
    }
}
