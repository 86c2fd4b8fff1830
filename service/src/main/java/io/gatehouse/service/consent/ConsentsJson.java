package io.gatehouse.service.consent;

import io.gatehouse.residency.cell.NotesChange;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.purpose.ConsentEvent;
import io.gatehouse.residency.purpose.Consents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A person's ledger as it is sealed in the cell. */
final class ConsentsJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ConsentsJson() {}

    static Consents read(byte[] notes) {
        if (notes.length == 0) return Consents.NONE;
        var events = new TreeMap<Purpose, List<ConsentEvent>>();
        for (var purpose : JSON.readTree(notes).get("consents").properties()) {
            var list = new ArrayList<ConsentEvent>();
            for (JsonNode event : purpose.getValue())
                list.add(new ConsentEvent(
                        ConsentEvent.Kind.ofWireName(event.get("kind").stringValue())
                                .orElseThrow(),
                        Instant.parse(event.get("at").stringValue()),
                        event.get("evidence").stringValue(),
                        event.get("key_id").stringValue()));
            events.put(new Purpose(purpose.getKey()), list);
        }
        return new Consents(events);
    }

    static byte[] write(Consents consents) {
        if (consents.events().isEmpty()) return new byte[0];
        var purposes = new LinkedHashMap<String, Object>();
        consents.events()
                .forEach((purpose, events) -> purposes.put(
                        purpose.name(),
                        events.stream().map(ConsentsJson::describe).toList()));
        return JSON.writeValueAsBytes(Map.of("consents", purposes));
    }

    static NotesChange change(UnaryOperator<Consents> change) {
        return before -> {
            var known = read(before);
            var next = change.apply(known);
            // The same ledger keeps its bytes, so that nothing is written or logged.
            return next.equals(known) ? before : write(next);
        };
    }

    static Map<String, Object> describe(ConsentEvent event) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("kind", event.kind().wireName());
        fields.put("at", event.at().toString());
        fields.put("evidence", event.evidence());
        fields.put("key_id", event.keyId());
        return fields;
    }
}
