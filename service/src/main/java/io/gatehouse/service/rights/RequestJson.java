package io.gatehouse.service.rights;

import io.gatehouse.residency.rights.Deadline;
import io.gatehouse.residency.rights.PersonRequest;
import io.gatehouse.residency.rights.RequestKind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Requests as JSON: never whose they are. */
final class RequestJson {
    private RequestJson() {}

    static Map<String, Object> describe(PersonRequest request, String region, Deadline deadline, Instant now) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", request.id());
        fields.put("kind", request.kind().wireName());
        fields.put("state", request.state().wireName());
        fields.put("home_region", region);
        fields.put("received_at", request.receivedAt().toString());
        fields.put("due_on", request.dueOn().toString());
        fields.put("overdue", request.state().isOpen() && deadline.isOver(request.dueOn(), now));
        request.extendedBecause().ifPresent(reason -> fields.put("extended_because", reason));
        fields.put("asked_by", request.askedBy());
        request.endedAt().ifPresent(at -> fields.put("ended_at", at.toString()));
        return fields;
    }

    static Map<String, Object> describe(ErasureDesk.Seen seen, Deadline deadline, Instant now) {
        var request = seen.request();
        var fields = new LinkedHashMap<>(describe(request, seen.home().id().value(), deadline, now));
        if (request.kind() != RequestKind.ERASURE) throw new IllegalArgumentException("no erasure: " + request.id());
        if (!seen.holds().isEmpty()) {
            fields.put("state", PersonRequest.State.HELD.wireName());
            fields.put(
                    "held_by",
                    seen.holds().stream()
                            .map(hold -> {
                                var one = new LinkedHashMap<String, Object>();
                                one.put("hold", hold.id());
                                one.put("basis", hold.basis());
                                one.put(
                                        "until",
                                        hold.until().map(Instant::toString).orElse(null));
                                return one;
                            })
                            .toList());
        }
        request.step().ifPresent(step -> fields.put("step", step.name().toLowerCase(Locale.ROOT)));
        request.certificate().ifPresent(signed -> {
            String json = signed.substring(0, signed.indexOf('\n'));
            fields.put("certificate", JsonMapper.shared().readTree(json));
            fields.put("signed", signed);
        });
        return fields;
    }
}
