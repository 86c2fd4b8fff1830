package io.gatehouse.service.casework;

import io.gatehouse.moderation.verdict.EnforcementAction;
import io.gatehouse.service.casework.OrderReader.OrderRequest;
import io.gatehouse.service.casework.Subjects.Located;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An order as its cell keeps it: JSON, sealed under the order's own key. */
final class OrderText {
    private static final JsonMapper JSON = JsonMapper.shared();

    private OrderText() {}

    /** Of one region: whom and what it is about elsewhere is not said here. */
    static byte[] write(OrderRequest request, List<Located> part) {
        var text = JSON.createObjectNode();
        text.put("authority", request.authority());
        text.put("reference", request.reference());
        text.put("legal_ground", request.legalGround());
        text.put("reasons", request.reasons());
        if (request.redress() != null) text.put("redress", request.redress());
        if (request.informationRequested() != null) text.put("information_requested", request.informationRequested());
        if (request.nonDisclosureUntil() != null)
            text.put("non_disclosure_until", request.nonDisclosureUntil().toString());
        var actions = text.putArray("actions");
        for (var action : request.actions()) {
            var each = actions.addObject();
            each.put("kind", action.kind());
            action.scope().forEach(each.putArray("scope")::add);
            if (action.duration() != null)
                each.put("duration", action.duration().toString());
        }
        var places = text.putObject("urls");
        var people = text.putArray("accounts");
        for (var located : part) {
            if (located.item().url() != null)
                places.put(Integer.toString(located.n()), located.item().url());
            if (located.item().subject() instanceof SubjectReader.Subject.OfAccount(String account))
                people.add(account);
        }
        return JSON.writeValueAsBytes(text);
    }

    static JsonNode read(byte[] text) {
        return JSON.readTree(text);
    }

    static List<EnforcementAction> actions(JsonNode text) {
        var actions = new ArrayList<EnforcementAction>();
        for (JsonNode action : text.path("actions").values())
            actions.add(new EnforcementAction(
                    action.required("kind").stringValue(),
                    action.required("scope").values().stream()
                            .map(JsonNode::stringValue)
                            .toList(),
                    action.has("duration")
                            ? Duration.parse(action.required("duration").stringValue())
                            : null));
        return actions;
    }
}
