package io.gatehouse.service.casework;

import io.gatehouse.moderation.policy.DsaTerms;
import io.gatehouse.moderation.verdict.EnforcementAction;
import io.gatehouse.residency.casework.Orders.Advance;
import io.gatehouse.residency.casework.Orders.Kind;
import io.gatehouse.service.casework.SubjectReader.Item;
import io.gatehouse.service.casework.SubjectReader.Taken;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads an authority's order from a body: what DSA Art. 9(2), 10(2) and Regulation (EU) 2021/784 Art. 3(4) want. Pure. */
final class OrderReader {
    private static final int MAX_ID_BYTES = 200;
    private static final int MAX_NAME_BYTES = 500;
    private static final int MAX_TEXT_BYTES = 20_000;
    private static final List<String> KINDS =
            Arrays.stream(Kind.values()).map(Kind::wireName).toList();
    static final List<String> CATEGORIES = Stream.concat(
                    DsaTerms.CATEGORIES.stream(), Stream.of(DsaTerms.NOT_SPECIFIED_ORDER))
            .toList();

    private OrderReader() {}

    /**
     * @param authority who ordered, in words
     * @param reference of the order, as the authority writes it
     * @param advance what came before it; null where nobody said
     * @param actions empty for what the kind usually means
     */
    record OrderRequest(
            String id,
            Kind kind,
            String authority,
            String memberState,
            String reference,
            String legalGround,
            String reasons,
            String category,
            List<String> territories,
            Instant receivedAt,
            @Nullable Advance advance,
            @Nullable String redress,
            @Nullable String informationRequested,
            @Nullable Instant nonDisclosureUntil,
            List<EnforcementAction> actions,
            List<Item> items) {}

    /** @return null when there are faults */
    static @Nullable OrderRequest read(JsonNode json, Instant now, Faults faults) {
        var body = JsonObjectReader.of(json, JsonPointer.ROOT, faults);
        if (body == null) return null;
        String id = NoticeReader.said(body, "id", MAX_ID_BYTES);
        String word = NoticeReader.oneOf(body, "kind", KINDS, null);
        Kind kind = word == null
                ? null
                : Arrays.stream(Kind.values())
                        .filter(each -> each.wireName().equals(word))
                        .findFirst()
                        .orElseThrow();
        String authority = NoticeReader.said(body, "authority", MAX_NAME_BYTES);
        String state = body.requiredText("member_state", MAX_ID_BYTES);
        if (state != null && !ResolutionReader.isCountry(state))
            body.fault("member_state", "must be a country code of ISO 3166-1, such as IE");
        String reference = NoticeReader.said(body, "reference", MAX_NAME_BYTES);
        String ground = NoticeReader.said(body, "legal_ground", MAX_NAME_BYTES);
        String reasons = NoticeReader.said(body, "reasons", MAX_TEXT_BYTES);
        String category = NoticeReader.oneOf(body, "category", CATEGORIES, DsaTerms.NOT_SPECIFIED_ORDER);
        var territories = ResolutionReader.territories(body, "territories");
        Instant received = body.optionalTime("received_at");
        if (body.node("received_at") == null)
            body.fault("received_at", "is missing: when it reached the contact point, which starts the clock");
        if (received != null && received.isAfter(now)) body.fault("received_at", "must not lie in the future");
        var advance = advance(body, kind, received);
        String redress = body.optionalText("redress", MAX_TEXT_BYTES);
        String information = body.optionalText("information_requested", MAX_TEXT_BYTES);
        if (kind == Kind.INFORMATION && body.node("information_requested") == null)
            body.fault("information_requested", "is missing: what the authority wants to know");
        Instant silence = body.optionalTime("non_disclosure_until");
        var actions = body.node("actions") == null
                ? List.<EnforcementAction>of()
                : ResolutionReader.actions(body, now, faults);
        if (kind != Kind.ACT && body.node("actions") != null)
            body.fault("actions", "belongs to orders to act; what the others mean, the law says");
        var items = SubjectReader.read(body, kind == Kind.INFORMATION ? Taken.INFORMATION : Taken.ORDER, faults);
        body.refuseUnknown();
        if (!faults.isEmpty()
                || id == null
                || kind == null
                || authority == null
                || state == null
                || reference == null
                || ground == null
                || reasons == null
                || category == null
                || received == null) return null;
        return new OrderRequest(
                id,
                kind,
                authority,
                state,
                reference,
                ground,
                reasons,
                category,
                territories,
                received,
                advance,
                redress,
                information,
                silence,
                actions,
                items);
    }

    /** Whether it was a first order, and when the authority told what an order means (2021/784 Art. 3(2)). */
    private static @Nullable Advance advance(JsonObjectReader body, @Nullable Kind kind, @Nullable Instant received) {
        var advance = body.optionalObject("advance_information");
        if (advance == null) return null;
        if (kind != null && kind != Kind.TERRORIST_CONTENT)
            body.fault("advance_information", "belongs to orders to remove terrorist content");
        Boolean isFirst = advance.optionalBoolean("first_order");
        if (advance.node("first_order") == null)
            advance.fault("first_order", "is missing: whether this authority had ordered nothing of you before");
        Instant told = advance.optionalTime("told_at");
        if (told != null && received != null && told.isAfter(received))
            advance.fault("told_at", "must not lie after the order, which came at " + received);
        Boolean isEmergency = advance.optionalBoolean("emergency");
        advance.refuseUnknown();
        return isFirst == null ? null : new Advance(isFirst, told, Boolean.TRUE.equals(isEmergency));
    }
}
