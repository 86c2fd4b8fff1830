package io.gatehouse.service.portability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A person's authorisations as their cell keeps them: JSON, sealed under the person's key. Oldest first. */
final class AuthorisationsJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private AuthorisationsJson() {}

    static List<Authorisation> read(byte[] notes) {
        if (notes.length == 0) return List.of();
        return JSON.readTree(notes).required("authorisations").values().stream()
                .map(AuthorisationsJson::read)
                .toList();
    }

    private static Authorisation read(JsonNode tree) {
        JsonNode revoked = tree.get("revoked_at");
        return new Authorisation(
                text(tree, "id"),
                text(tree, "recipient"),
                tree.required("scope").values().stream()
                        .map(name -> PortableKind.ofWireName(name.stringValue()).orElseThrow())
                        .collect(Collectors.toSet()),
                Instant.parse(text(tree, "granted_at")),
                Instant.parse(text(tree, "expires_at")),
                text(tree, "evidence"),
                revoked == null ? null : Instant.parse(revoked.stringValue()));
    }

    static byte[] write(List<Authorisation> all) {
        var list = new ArrayList<Map<String, Object>>();
        for (var each : all) list.add(fields(each, null));
        return JSON.writeValueAsBytes(Map.of("authorisations", list));
    }

    /** @param at adds the state at this time; null for what is kept */
    static Map<String, Object> fields(Authorisation each, @Nullable Instant at) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", each.id());
        if (at != null) fields.put("state", each.stateAt(at));
        fields.put("recipient", each.recipient());
        fields.put(
                "scope",
                each.scope().stream().map(PortableKind::wireName).sorted().toList());
        fields.put("granted_at", each.grantedAt().toString());
        fields.put("expires_at", each.expiresAt().toString());
        fields.put("evidence", each.evidence());
        if (each.revokedAt() != null) fields.put("revoked_at", each.revokedAt().toString());
        else if (at != null) fields.put("revoked_at", null);
        return fields;
    }

    private static String text(JsonNode tree, String field) {
        return tree.required(field).stringValue();
    }
}
