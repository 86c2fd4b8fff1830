package io.gatehouse.service.account;

import io.gatehouse.residency.home.EvidenceKind;
import io.gatehouse.residency.home.ResidenceEvidence;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads account ids and residence evidence, from bodies and from headers. Pure. */
public final class AccountReader {
    /** Long enough for any account id seen. */
    public static final int MAX_ID_BYTES = 200;

    /** Seven kinds of evidence, each seen at a few times. */
    static final int MAX_EVIDENCE = 32;

    /** Clocks differ, by minutes. */
    private static final Duration MAX_AHEAD = Duration.ofHours(1);

    private static final String KINDS =
            Arrays.stream(EvidenceKind.values()).map(EvidenceKind::wireName).collect(Collectors.joining(", "));

    private AccountReader() {}

    /** What is wrong with an account id, or null. Ids travel in headers and paths too, so control characters are out. */
    public static @Nullable String faultOfId(String id) {
        if (id.isBlank()) return "must not be blank";
        if (!id.strip().equals(id)) return "must not begin or end with white space";
        if (id.chars().anyMatch(Character::isISOControl)) return "must not hold control characters";
        return JsonObjectReader.faultOf(id, MAX_ID_BYTES);
    }

    /** The field {@code residence} of an account, in order; empty when absent. */
    public static List<ResidenceEvidence> residence(JsonObjectReader person, Faults faults, Instant now) {
        List<JsonNode> nodes = person.array("residence", MAX_EVIDENCE);
        if (nodes.isEmpty()) return List.of();
        JsonPointer pointer = person.pointerTo("residence");
        var claims = new ArrayList<ResidenceEvidence>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            var reader = JsonObjectReader.of(nodes.get(i), pointer.to(i), faults);
            ResidenceEvidence claim = reader == null ? null : claim(reader, now);
            if (claim != null) claims.add(claim);
        }
        return claims;
    }

    private static @Nullable ResidenceEvidence claim(JsonObjectReader reader, Instant now) {
        String kindName = reader.requiredText("kind", 32);
        String countryName = reader.requiredText("country", 16);
        Instant observedAt = reader.optionalTime("observed_at");
        reader.refuseUnknown();
        if (observedAt != null && observedAt.isAfter(now.plus(MAX_AHEAD)))
            reader.fault("observed_at", "must not be in the future");
        var country = countryName == null ? null : country(countryName);
        if (countryName != null && country == null)
            reader.fault("country", "must be a country code of ISO 3166-1, such as IE");
        var kind = kindName == null ? null : EvidenceKind.ofWireName(kindName).orElse(null);
        if (kindName != null && kind == null) reader.fault("kind", "must be one of: " + KINDS);
        if (kind == null || country == null) return null;
        return new ResidenceEvidence(kind, country, observedAt == null ? now : observedAt, now);
    }

    /** What is asserted about the holder: the fields {@code minor} and {@code business}; what is absent stays as known. */
    public static HolderFacts holder(JsonObjectReader person) {
        return new HolderFacts(person.optionalBoolean("minor"), person.optionalBoolean("business"));
    }

    private static @Nullable CountryCode country(String code) {
        try {
            return new CountryCode(code);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /**
     * The header {@code Gatehouse-Residence}: {@code kind=COUNTRY} or {@code kind=COUNTRY;observed_at=TIME},
     * separated by commas, in the order of the body.
     */
    public static List<ResidenceEvidence> residenceHeader(String value, Faults faults, Instant now) {
        var claims = new ArrayList<ResidenceEvidence>();
        for (String element : value.split(",", MAX_EVIDENCE + 1)) {
            ResidenceEvidence claim = headerClaim(element.strip(), now);
            if (claim == null || claims.size() == MAX_EVIDENCE) {
                faults.add(
                        "header:Gatehouse-Residence",
                        "must be a list of at most " + MAX_EVIDENCE
                                + " elements like declared=IE or declared=IE;observed_at=2026-01-01T00:00:00Z; kinds: "
                                + KINDS);
                return List.of();
            }
            claims.add(claim);
        }
        return claims;
    }

    private static @Nullable ResidenceEvidence headerClaim(String element, Instant now) {
        String[] halves = element.split(";", 2);
        int equals = halves[0].indexOf('=');
        if (equals < 0) return null;
        var kind = EvidenceKind.ofWireName(halves[0].substring(0, equals).strip());
        var country = country(halves[0].substring(equals + 1).strip());
        if (kind.isEmpty() || country == null) return null;
        if (halves.length == 1) return new ResidenceEvidence(kind.get(), country, now, now);
        String parameter = halves[1].strip();
        if (!parameter.startsWith("observed_at=")) return null;
        try {
            var at = Instant.parse(parameter
                    .substring("observed_at=".length())
                    .replace("\"", "")
                    .toUpperCase(Locale.ROOT));
            return at.isAfter(now.plus(MAX_AHEAD)) ? null : new ResidenceEvidence(kind.get(), country, at, now);
        } catch (DateTimeException _) {
            return null;
        }
    }

    /** Whether a header claims what the body does: kinds and countries, whatever their order and times. */
    public static boolean agree(List<ResidenceEvidence> header, List<ResidenceEvidence> body) {
        return places(header).equals(places(body));
    }

    private static Set<String> places(List<ResidenceEvidence> claims) {
        var places = new HashSet<String>();
        claims.forEach(claim -> places.add(claim.kind() + "=" + claim.country()));
        return places;
    }
}
