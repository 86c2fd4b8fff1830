package io.gatehouse.residency.home;

import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How an {@link AccountProfile} is stored. */
final class AccountProfileJson {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int VERSION = 2;

    private AccountProfileJson() {}

    static byte[] write(AccountProfile profile) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("v", VERSION);
        fields.put("id", profile.accountId());
        fields.put(
                "facts",
                profile.facts().stream().map(AccountProfileJson::fields).toList());
        fields.put(
                "residence",
                profile.residence().stream().map(AccountProfileJson::fields).toList());
        fields.put(
                "homes",
                profile.homes().stream().map(AccountProfileJson::fields).toList());
        profile.thinnedUntil().ifPresent(until -> fields.put("thinned_until", until.toString()));
        return JSON.writeValueAsBytes(fields);
    }

    private static Map<String, Object> fields(AccountProfile.Told told) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("age", told.facts().age().name().toLowerCase(Locale.ROOT));
        fields.put("holder", told.facts().holder().wireName());
        fields.put("received_at", told.receivedAt().toString());
        return fields;
    }

    private static Map<String, Object> fields(ResidenceEvidence evidence) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("kind", evidence.kind().wireName());
        fields.put("country", evidence.country().value());
        fields.put("observed_at", evidence.observedAt().toString());
        fields.put("received_at", evidence.receivedAt().toString());
        return fields;
    }

    private static Map<String, Object> fields(HomePeriod home) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("region", home.region().value());
        fields.put("country", home.country().value());
        fields.put("from", home.from().toString());
        home.to().ifPresent(to -> fields.put("to", to.toString()));
        fields.put("cause", home.cause().wireName());
        fields.put("why", home.why());
        return fields;
    }

    static AccountProfile read(byte[] json) {
        try {
            JsonNode tree = JSON.readTree(json);
            return tree.has("v") ? profile(tree) : firstFormat(tree);
        } catch (JacksonException
                | NullPointerException
                | IllegalArgumentException
                | DateTimeException
                | NoSuchElementException e) {
            // Neither the content nor a cause that quotes it: both are personal.
            throw new IllegalArgumentException("not an account's profile of format 1 or " + VERSION + ": "
                    + e.getClass().getSimpleName());
        }
    }

    private static AccountProfile profile(JsonNode tree) {
        int version = tree.get("v").intValue();
        if (version != VERSION) throw new IllegalArgumentException("format " + version);
        return new AccountProfile(
                tree.get("id").stringValue(),
                list(tree, "facts").stream().map(AccountProfileJson::told).toList(),
                list(tree, "residence").stream()
                        .map(AccountProfileJson::evidence)
                        .toList(),
                list(tree, "homes").stream().map(AccountProfileJson::home).toList(),
                time(tree, "thinned_until"));
    }

    /** Profiles of before homes had a history: the home began, for all that is known, with the newest evidence. */
    private static AccountProfile firstFormat(JsonNode tree) {
        var residence = list(tree, "residence").stream()
                .map(AccountProfileJson::evidence)
                .toList();
        var from = residence.stream()
                .map(ResidenceEvidence::observedAt)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        var home = new HomePeriod(
                new RegionId(tree.get("indicated_region").stringValue()),
                new CountryCode(tree.get("country").stringValue()),
                from,
                Optional.empty(),
                HomePeriod.Cause.FIRST,
                list(tree, "explanation").stream().map(JsonNode::stringValue).toList());
        return new AccountProfile(tree.get("id").stringValue(), List.of(), residence, List.of(home), Optional.empty());
    }

    private static List<JsonNode> list(JsonNode tree, String field) {
        return List.copyOf(tree.get(field).values());
    }

    private static AccountProfile.Told told(JsonNode node) {
        var facts = new PersonFacts(
                Age.valueOf(node.get("age").stringValue().toUpperCase(Locale.ROOT)),
                Holder.valueOf(node.get("holder").stringValue().toUpperCase(Locale.ROOT)));
        return new AccountProfile.Told(
                facts, Instant.parse(node.get("received_at").stringValue()));
    }

    private static ResidenceEvidence evidence(JsonNode node) {
        var observedAt = Instant.parse(node.get("observed_at").stringValue());
        return new ResidenceEvidence(
                EvidenceKind.ofWireName(node.get("kind").stringValue()).orElseThrow(),
                new CountryCode(node.get("country").stringValue()),
                observedAt,
                time(node, "received_at").orElse(observedAt));
    }

    private static HomePeriod home(JsonNode node) {
        return new HomePeriod(
                new RegionId(node.get("region").stringValue()),
                new CountryCode(node.get("country").stringValue()),
                Instant.parse(node.get("from").stringValue()),
                time(node, "to"),
                HomePeriod.Cause.ofWireName(node.get("cause").stringValue()),
                list(node, "why").stream().map(JsonNode::stringValue).toList());
    }

    private static Optional<Instant> time(JsonNode node, String field) {
        return node.has(field) ? Optional.of(Instant.parse(node.get(field).stringValue())) : Optional.empty();
    }
}
