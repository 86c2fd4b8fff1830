package io.gatehouse.residency.crossing;

import io.gatehouse.residency.log.EntryFacts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** A crossing and its ruling as the log tells them: codes, counts, digests. Pure. */
final class CrossingFacts {
    private CrossingFacts() {}

    static EntryFacts of(Crossing crossing, Ruling ruling, Map<String, ?> more) {
        var facts = new LinkedHashMap<String, Object>(more);
        facts.put("purpose", crossing.purpose().name());
        facts.put(
                "data",
                crossing.data().stream().map(DataKind::wireName).sorted().toList());
        facts.put("to", destination(crossing.to()));
        facts.put("actor", crossing.actor().pseudonym());
        facts.put("actor_kind", crossing.actor().kind().wireName());
        facts.put("actor_country", crossing.actor().country().value());
        facts.put("subjects", crossing.subjects());
        if (crossing.approver() != null) facts.put("approver", crossing.approver());
        facts.putAll(claim(crossing.basis()));
        facts.putAll(outcome(ruling));
        return new EntryFacts(facts);
    }

    private static Map<String, Object> destination(Destination to) {
        return switch (to) {
            case Destination.ToRegion(var region) -> Map.of("region", region.value());
            case Destination.ToCountry(var country, var recipient) ->
                Map.of("country", country.value(), "recipient", recipient.id());
            case Destination.ToService(var service) -> Map.of("service", service);
            case Destination.ToReader _ -> Map.of("reader", true);
        };
    }

    /** What people wrote as reason or reference may be about somebody: only its digest leaves the asker's own files. */
    private static Map<String, Object> claim(LegalBasisClaim basis) {
        return switch (basis) {
            case LegalBasisClaim.Territory _ -> Map.of("claim", "territory");
            case LegalBasisClaim.Instrument(var id) -> Map.of("claim", "instrument", "claim_digest", digest(id));
            case LegalBasisClaim.Derogation(var letter, var reason, var notice) ->
                Map.of("claim", "derogation", "claim_digest", digest(letter + "\n" + reason + "\n" + notice));
            case LegalBasisClaim.ForeignOrder(var reference) ->
                Map.of("claim", "foreign_order", "claim_digest", digest(reference));
            case LegalBasisClaim.ResidenceChange _ -> Map.of("claim", "residence_change");
            case LegalBasisClaim.HomesChanged(var country, var from) ->
                Map.of("claim", "homes_changed", "claim_country", country.value(), "claim_from", from.toString());
        };
    }

    private static Map<String, Object> outcome(Ruling ruling) {
        return switch (ruling) {
            case Ruling.Permitted permitted ->
                Map.of(
                        "ruling",
                        "permitted",
                        "legal_basis",
                        permitted.legalBasis().wireName(),
                        "source",
                        permitted.source(),
                        "expires_at",
                        permitted.expires().toString());
            case Ruling.Refused(var reasons) ->
                Map.of(
                        "ruling",
                        "refused",
                        "reasons",
                        reasons.stream().map(Reason::code).distinct().sorted().toList());
        };
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
