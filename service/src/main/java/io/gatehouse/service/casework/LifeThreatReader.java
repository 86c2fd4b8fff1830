package io.gatehouse.service.casework;

import io.gatehouse.residency.casework.LifeThreats.Basis;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads from a body that an authority was told of a threat to life (DSA Art. 18; Regulation (EU) 2021/784 Art. 14(5)). Pure. */
final class LifeThreatReader {
    private static final int MAX_ID_BYTES = 200;
    private static final int MAX_NAME_BYTES = 500;
    private static final int MAX_TEXT_BYTES = 20_000;
    /** As many as a notice names. */
    private static final int MOST_DECISIONS = 100;

    /** Europol is of no Member State (DSA Art. 18(2); 2021/784 Art. 14(5)). */
    private static final String EUROPOL = "EU";

    private static final List<String> BASES =
            Arrays.stream(Basis.values()).map(Basis::wireName).toList();

    private LifeThreatReader() {}

    /**
     * @param id what the platform calls it
     * @param authority that was told, in words
     * @param reference under which the authority keeps it; null when it gave none
     * @param information what was told
     */
    record ThreatRequest(
            String id,
            Basis basis,
            List<String> decisions,
            String authority,
            String memberState,
            @Nullable String reference,
            String information,
            @Nullable Instant awareAt,
            Instant toldAt) {
        /** As the cell keeps it, sealed. */
        byte[] text() {
            var text = JsonMapper.shared().createObjectNode();
            text.put("authority", authority);
            if (reference != null) text.put("reference", reference);
            text.put("information", information);
            return JsonMapper.shared().writeValueAsBytes(text);
        }
    }

    /** @return null when there are faults */
    static @Nullable ThreatRequest read(JsonNode json, Instant now, Faults faults) {
        var body = JsonObjectReader.of(json, JsonPointer.ROOT, faults);
        if (body == null) return null;
        String id = NoticeReader.said(body, "id", MAX_ID_BYTES);
        String word = NoticeReader.oneOf(body, "basis", BASES, null);
        var decisions = decisions(body);
        String authority = NoticeReader.said(body, "authority", MAX_NAME_BYTES);
        String state = body.requiredText("member_state", MAX_ID_BYTES);
        if (state != null && !state.equals(EUROPOL) && !ResolutionReader.isCountry(state))
            body.fault("member_state", "must be a country code of ISO 3166-1, such as IE, or EU for Europol");
        String reference = body.optionalText("reference", MAX_NAME_BYTES);
        String information = NoticeReader.said(body, "information", MAX_TEXT_BYTES);
        Instant aware = body.optionalTime("aware_at");
        Instant told = body.optionalTime("told_at");
        if (body.node("told_at") == null) body.fault("told_at", "is missing: when the authority was told");
        if (told != null && told.isAfter(now)) body.fault("told_at", "must not lie in the future");
        if (aware != null && told != null && aware.isAfter(told))
            body.fault("aware_at", "must not lie after the authority was told");
        body.refuseUnknown();
        if (!faults.isEmpty()
                || id == null
                || word == null
                || authority == null
                || state == null
                || information == null
                || told == null) return null;
        var basis = Arrays.stream(Basis.values())
                .filter(each -> each.wireName().equals(word))
                .findFirst()
                .orElseThrow();
        return new ThreatRequest(id, basis, decisions, authority, state, reference, information, aware, told);
    }

    private static List<String> decisions(JsonObjectReader body) {
        var decisions = new ArrayList<String>();
        var nodes = body.requiredArray("decision_ids", MOST_DECISIONS);
        for (int i = 0; i < nodes.size(); i++) {
            String id = nodes.get(i).isString() ? nodes.get(i).stringValue() : "";
            if (id.isBlank() || id.length() > MAX_ID_BYTES)
                body.fault("decision_ids", i, "must be the id of a decision");
            else if (decisions.contains(id)) body.fault("decision_ids", i, "is named before");
            else decisions.add(id);
        }
        return decisions;
    }
}
