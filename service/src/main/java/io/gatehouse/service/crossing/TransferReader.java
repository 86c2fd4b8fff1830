package io.gatehouse.service.crossing;

import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.crossing.Crossing;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Destination;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.crossing.Recipient;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the wish to cross from a body. Pure. */
final class TransferReader {
    /** How long a passage is open when the body does not say. */
    static final Duration USUAL = Duration.ofHours(1);

    private static final int MAX_NAME_BYTES = 64;
    private static final int MAX_REASON_BYTES = 2_000;
    static final int MOST_SUBJECTS = 1_000_000_000;
    private static final String APPROVER = "[a-z0-9]{4,32}";
    private static final String KINDS =
            Arrays.stream(DataKind.values()).map(DataKind::wireName).collect(Collectors.joining(", "));
    private static final String ACTORS =
            Arrays.stream(Actor.Kind.values()).map(Actor.Kind::wireName).collect(Collectors.joining(", "));

    private TransferReader() {}

    /**
     * @param keyId of who asks; named in the log as the actor
     * @return null when there are faults
     */
    static @Nullable Crossing read(JsonNode json, String keyId, Instant now, Faults faults) {
        var body = JsonObjectReader.of(json, JsonPointer.ROOT, faults);
        if (body == null) return null;
        var purpose = parsed(body, "purpose", Purpose::new, "must be a purpose, such as audit");
        var data = data(body);
        var from = parsed(body, "from", RegionId::new, "must be a region, such as eu-west-1");
        var to = destination(body);
        var actor = actor(body, keyId);
        var basis = basis(body);
        var subjects = body.optionalInteger("subjects", 1, MOST_SUBJECTS);
        if (body.node("subjects") == null) body.fault("subjects", "is missing: how many people's data at most");
        String approver = body.optionalText("approver", MAX_NAME_BYTES);
        if (approver != null && !approver.matches(APPROVER))
            body.fault("approver", "must be the id of the approver's API key, never a name");
        Instant asked = body.optionalTime("expires_at");
        if (asked != null && !asked.isAfter(now)) body.fault("expires_at", "must be in the future");
        body.refuseUnknown();
        if (!faults.isEmpty() || purpose == null || from == null || to == null || actor == null || basis == null)
            return null;
        if (subjects == null) return null;
        return new Crossing(
                purpose,
                data,
                from,
                to,
                actor,
                basis,
                subjects,
                approver,
                now,
                asked == null ? now.plus(USUAL) : asked);
    }

    static Set<DataKind> data(JsonObjectReader body) {
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

    private static @Nullable Destination destination(JsonObjectReader body) {
        var to = body.requiredObject("to");
        if (to == null) return null;
        long ways = Stream.of("region", "country", "service")
                .filter(f -> to.node(f) != null)
                .count();
        if (ways != 1) body.fault("to", "must name one of: region; country with recipient; service");
        Destination found = null;
        if (to.node("region") != null) {
            var region = parsed(to, "region", RegionId::new, "must be a region, such as eu-west-1");
            if (region != null) found = new Destination.ToRegion(region);
        } else if (to.node("country") != null) {
            var country = parsed(to, "country", CountryCode::new, "must be a country code of ISO 3166-1, such as IE");
            var recipient = parsed(
                    to,
                    "recipient",
                    Recipient::new,
                    "must be a recipient's id: lower-case letters, digits, hyphens; see transfers.yaml");
            if (country != null && recipient != null) found = new Destination.ToCountry(country, recipient);
        } else if (to.node("service") != null) {
            var service = parsed(to, "service", Recipient::new, "must be lower-case letters, digits, hyphens");
            if (service != null) found = new Destination.ToService(service.id());
        }
        to.refuseUnknown();
        return found;
    }

    private static @Nullable Actor actor(JsonObjectReader body, String keyId) {
        var reader = body.requiredObject("actor");
        if (reader == null) return null;
        var kind = parsed(
                reader,
                "kind",
                name -> Actor.Kind.ofWireName(name).orElseThrow(IllegalArgumentException::new),
                "must be one of: " + ACTORS);
        var country = parsed(reader, "country", CountryCode::new, "must be the country from which is read, such as IE");
        reader.refuseUnknown();
        return kind == null || country == null ? null : new Actor(keyId, kind, country);
    }

    private static @Nullable LegalBasisClaim basis(JsonObjectReader body) {
        var reader = body.optionalObject("basis");
        if (reader == null) return new LegalBasisClaim.Territory();
        String kind = reader.requiredText("kind", MAX_NAME_BYTES);
        LegalBasisClaim claim = null;
        if (kind != null)
            switch (kind) {
                case "territory" -> claim = new LegalBasisClaim.Territory();
                case "instrument" -> {
                    String id = reader.requiredText("instrument", MAX_NAME_BYTES);
                    if (id != null) claim = new LegalBasisClaim.Instrument(id);
                }
                case "derogation" -> {
                    String letter = reader.requiredText("letter", MAX_NAME_BYTES);
                    String reason = reader.requiredText("reason", MAX_REASON_BYTES);
                    String notice = reader.optionalText("notice", MAX_REASON_BYTES);
                    if (letter != null && reason != null)
                        claim = new LegalBasisClaim.Derogation(letter, reason, notice == null ? "" : notice);
                }
                case "foreign_order" -> {
                    String reference = reader.requiredText("reference", MAX_REASON_BYTES);
                    if (reference != null) claim = new LegalBasisClaim.ForeignOrder(reference);
                }
                default ->
                    reader.fault(
                            "kind",
                            "must be one of: territory, instrument, derogation, foreign_order (a change of residence is"
                                    + " claimed by the migration itself)");
            }
        reader.refuseUnknown();
        return claim;
    }

    static <T> @Nullable T parsed(JsonObjectReader reader, String field, Function<String, T> parse, String fault) {
        String text = reader.requiredText(field, MAX_NAME_BYTES);
        if (text == null) return null;
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException _) {
            reader.fault(field, fault);
            return null;
        }
    }
}
