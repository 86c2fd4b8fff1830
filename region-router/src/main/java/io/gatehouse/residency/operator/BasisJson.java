package io.gatehouse.residency.operator;

import io.gatehouse.residency.crossing.LegalBasisClaim;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bases that a grant may name, as its row keeps them. */
public final class BasisJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private BasisJson() {}

    /** @throws IllegalArgumentException for what no grant may rely on: a person's move, a foreign order */
    static String write(LegalBasisClaim claim) {
        var tree = JSON.createObjectNode().put("kind", kindOf(claim));
        switch (claim) {
            case LegalBasisClaim.Territory _ -> {}
            case LegalBasisClaim.Instrument(var id) -> tree.put("instrument", id);
            // The reason is the grant's own, which is sealed; so is nothing else here.
            case LegalBasisClaim.Derogation(var letter, var _, var notice) ->
                tree.put("letter", letter).put("notice", notice);
            case LegalBasisClaim.ForeignOrder _, LegalBasisClaim.ResidenceChange _, LegalBasisClaim.HomesChanged _ ->
                throw new IllegalArgumentException("no basis for a grant: " + kindOf(claim));
        }
        return tree.toString();
    }

    /** The claim's name on the wire. */
    public static String kindOf(LegalBasisClaim claim) {
        return switch (claim) {
            case LegalBasisClaim.Territory _ -> "territory";
            case LegalBasisClaim.Instrument _ -> "instrument";
            case LegalBasisClaim.Derogation _ -> "derogation";
            case LegalBasisClaim.ForeignOrder _ -> "foreign_order";
            case LegalBasisClaim.ResidenceChange _ -> "residence_change";
            case LegalBasisClaim.HomesChanged _ -> "homes_changed";
        };
    }

    /** @param reason of the grant */
    static LegalBasisClaim read(String json, String reason) {
        JsonNode tree = JSON.readTree(json);
        String kind = text(tree, "kind");
        return switch (kind) {
            case "territory" -> new LegalBasisClaim.Territory();
            case "instrument" -> new LegalBasisClaim.Instrument(text(tree, "instrument"));
            case "derogation" -> new LegalBasisClaim.Derogation(text(tree, "letter"), reason, text(tree, "notice"));
            default -> throw new IllegalArgumentException("no basis of a grant: " + kind);
        };
    }

    private static String text(JsonNode tree, String field) {
        return tree.required(field).stringValue();
    }
}
