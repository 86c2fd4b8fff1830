package io.gatehouse.service.operator;

import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.operator.AccessGrant;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the wish for a grant from a body. Pure. */
final class GrantReader {
    private static final int MAX_NAME_BYTES = 64;
    private static final int MAX_ID_BYTES = 256;
    private static final int MAX_REASON_BYTES = 2_000;
    private static final String KINDS =
            Arrays.stream(DataKind.values()).map(DataKind::wireName).collect(Collectors.joining(", "));

    private GrantReader() {}

    /** @param account the platform's account id; null for no one person */
    record Wish(
            Purpose purpose,
            Set<DataKind> data,
            @Nullable String region,
            @Nullable String account,
            @Nullable String recordId,
            LegalBasisClaim basis,
            String reason,
            int subjects,
            Instant until) {}

    /** @return null when there are faults */
    static @Nullable Wish read(JsonNode json, Instant now, Faults faults) {
        var body = JsonObjectReader.of(json, JsonPointer.ROOT, faults);
        if (body == null) return null;
        var purpose = purpose(body);
        var data = data(body);
        String region = body.optionalText("region", MAX_NAME_BYTES);
        String account = body.optionalText("account", MAX_ID_BYTES);
        String record = body.optionalText("record", MAX_ID_BYTES);
        long scopes = java.util.stream.Stream.of("region", "account", "record")
                .filter(field -> body.node(field) != null)
                .count();
        if (scopes != 1)
            body.fault("region", "name one of: region (everyone there), account (one person), record (one decision)");
        String reason = body.requiredText("reason", MAX_REASON_BYTES);
        if (reason != null && reason.strip().length() < AccessGrant.SHORTEST_REASON)
            body.fault(
                    "reason", "says nothing about the case: at least " + AccessGrant.SHORTEST_REASON + " characters");
        var basis = basis(body, reason == null ? "" : reason);
        Integer subjects = body.optionalInteger("subjects", 1, AccessGrant.MOST_SUBJECTS);
        if (subjects == null && body.node("subjects") == null && region != null)
            body.fault("subjects", "is missing: how many people's data at most, 1 to " + AccessGrant.MOST_SUBJECTS);
        Instant until = until(body, now);
        body.refuseUnknown();
        if (!faults.isEmpty() || purpose == null || reason == null || basis == null || until == null) return null;
        return new Wish(
                purpose,
                data,
                region,
                account,
                record,
                basis,
                reason,
                subjects == null ? MOST_OF_ONE : subjects,
                until);
    }

    /** Reads of one person's data under one grant, when the body does not say. */
    private static final int MOST_OF_ONE = 100;

    private static @Nullable Purpose purpose(JsonObjectReader body) {
        String name = body.requiredText("purpose", MAX_NAME_BYTES);
        if (name == null) return null;
        try {
            return new Purpose(name);
        } catch (IllegalArgumentException _) {
            body.fault("purpose", "must be a purpose of transfers.yaml, such as moderation_review");
            return null;
        }
    }

    private static Set<DataKind> data(JsonObjectReader body) {
        var kinds = EnumSet.noneOf(DataKind.class);
        var nodes = body.requiredArray("data", DataKind.values().length);
        for (int i = 0; i < nodes.size(); i++) {
            var kind =
                    nodes.get(i).isString() ? DataKind.ofWireName(nodes.get(i).stringValue()) : null;
            if (kind != null && kind.isPresent()) kinds.add(kind.get());
            else body.fault("data", i, "must be one of: " + KINDS);
        }
        return kinds;
    }

    private static @Nullable Instant until(JsonObjectReader body, Instant now) {
        if (body.node("until") == null) {
            body.fault("until", "is missing: a grant ends, after " + AccessGrant.LONGEST.toHours() + " hours at most");
            return null;
        }
        Instant until = body.optionalTime("until");
        if (until != null && !until.isAfter(now)) body.fault("until", "must lie in the future");
        if (until != null && until.isAfter(now.plus(AccessGrant.LONGEST)))
            body.fault("until", "must lie within " + AccessGrant.LONGEST.toHours() + " hours");
        return until;
    }

    private static @Nullable LegalBasisClaim basis(JsonObjectReader body, String reason) {
        var basis = body.optionalObject("basis");
        if (basis == null) return body.node("basis") == null ? new LegalBasisClaim.Territory() : null;
        String kind = basis.requiredText("kind", MAX_NAME_BYTES);
        LegalBasisClaim claim = null;
        if (kind != null)
            switch (kind) {
                case "territory" -> claim = new LegalBasisClaim.Territory();
                case "instrument" -> {
                    String id = basis.requiredText("instrument", MAX_NAME_BYTES);
                    if (id != null) claim = new LegalBasisClaim.Instrument(id);
                }
                case "derogation" -> {
                    String letter = basis.requiredText("letter", MAX_NAME_BYTES);
                    String notice = basis.optionalText("notice", MAX_ID_BYTES);
                    if (letter != null)
                        claim = new LegalBasisClaim.Derogation(letter, reason, notice == null ? "" : notice);
                }
                default -> basis.fault("kind", "must be one of: territory, instrument, derogation");
            }
        basis.refuseUnknown();
        return claim;
    }
}
