package io.gatehouse.service.account;

import io.gatehouse.residency.home.EvidenceKind;
import io.gatehouse.residency.home.HomeRegion;
import io.gatehouse.residency.home.ResidenceEvidence;
import io.gatehouse.residency.region.CountryCode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an account's row in its home cell holds, sealed there under the person's key. Personal data: never logged.
 *
 * @param country that decides which law applies
 * @param indicatedRegion where the evidence says the person is at home; the region that holds this row only until
 *     they are moved, which nothing here does
 */
record AccountProfile(
        String accountId,
        CountryCode country,
        String indicatedRegion,
        boolean needsReview,
        List<ResidenceEvidence> residence,
        List<String> explanation) {
    private static final JsonMapper JSON = JsonMapper.shared();

    AccountProfile {
        residence = List.copyOf(residence);
        explanation = List.copyOf(explanation);
    }

    static AccountProfile of(String accountId, List<ResidenceEvidence> residence, HomeRegion.Resolved resolved) {
        return new AccountProfile(
                accountId,
                resolved.country(),
                resolved.region().value(),
                resolved.explanation().needsReview(),
                residence,
                resolved.explanation().sentences());
    }

    Map<String, Object> toTree() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", accountId);
        fields.put("country", country.value());
        fields.put("indicated_region", indicatedRegion);
        fields.put("needs_review", needsReview);
        fields.put("residence", residence.stream().map(AccountProfile::describe).toList());
        fields.put("explanation", explanation);
        return fields;
    }

    private static Map<String, Object> describe(ResidenceEvidence evidence) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("kind", evidence.kind().wireName());
        fields.put("country", evidence.country().value());
        fields.put("observed_at", evidence.observedAt().toString());
        return fields;
    }

    byte[] toJson() {
        return JSON.writeValueAsBytes(toTree());
    }

    static AccountProfile ofJson(byte[] json) {
        JsonNode tree = JSON.readTree(json);
        return new AccountProfile(
                tree.get("id").stringValue(),
                new CountryCode(tree.get("country").stringValue()),
                tree.get("indicated_region").stringValue(),
                tree.get("needs_review").booleanValue(),
                tree.get("residence").values().stream()
                        .map(AccountProfile::evidence)
                        .toList(),
                tree.get("explanation").values().stream()
                        .map(JsonNode::stringValue)
                        .toList());
    }

    private static ResidenceEvidence evidence(JsonNode tree) {
        return new ResidenceEvidence(
                EvidenceKind.ofWireName(tree.get("kind").stringValue()).orElseThrow(),
                new CountryCode(tree.get("country").stringValue()),
                Instant.parse(tree.get("observed_at").stringValue()));
    }
}
