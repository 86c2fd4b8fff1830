package io.gatehouse.service.account;

import io.gatehouse.residency.home.AccountProfile;
import io.gatehouse.residency.home.Age;
import io.gatehouse.residency.home.EvidenceKind;
import io.gatehouse.residency.home.Explanation;
import io.gatehouse.residency.home.Holder;
import io.gatehouse.residency.home.HomePeriod;
import io.gatehouse.residency.home.HomeRegion;
import io.gatehouse.residency.home.HomeRegionResolver;
import io.gatehouse.residency.home.PersonFacts;
import io.gatehouse.residency.home.ResidenceEvidence;
import io.gatehouse.residency.home.Standing;
import io.gatehouse.residency.region.Region;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts as they are answered. */
final class AccountJson {
    private AccountJson() {}

    /**
     * @param home the region that holds the account
     * @param resolution what the rules say now, given the present home
     */
    static Map<String, Object> present(AccountProfile profile, Region home, HomeRegion resolution) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", profile.accountId());
        fields.put("home_region", home.id().value());
        fields.put("jurisdiction", home.jurisdiction().id());
        fields.put("country", profile.country().value());
        putFacts(fields, profile.person());
        fields.put(
                "residence",
                profile.residence().stream().map(AccountJson::evidence).toList());
        fields.put("homes", profile.homes().stream().map(AccountJson::home).toList());
        putResolution(fields, resolution);
        return fields;
    }

    /** @param resolution what the rules of then said by what was known then */
    static Map<String, Object> past(
            AccountProfile profile,
            LocalDate asOf,
            Optional<HomePeriod> home,
            PersonFacts facts,
            HomeRegion resolution) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", profile.accountId());
        fields.put("as_of", asOf.toString());
        fields.put("home", home.map(AccountJson::home).orElse(null));
        putFacts(fields, facts);
        fields.put(
                "evidence_complete",
                profile.thinnedUntil()
                        .map(until -> !until.isAfter(HomeRegionResolver.endOf(asOf)))
                        .orElse(true));
        putResolution(fields, resolution);
        return fields;
    }

    private static void putFacts(Map<String, Object> fields, PersonFacts facts) {
        fields.put("minor", facts.age() == Age.UNKNOWN ? null : facts.age() == Age.MINOR);
        fields.put("business", facts.holder() == Holder.BUSINESS);
    }

    private static Map<String, Object> evidence(ResidenceEvidence evidence) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("kind", evidence.kind().wireName());
        fields.put("country", evidence.country().value());
        fields.put("observed_at", evidence.observedAt().toString());
        fields.put("received_at", evidence.receivedAt().toString());
        return fields;
    }

    private static Map<String, Object> home(HomePeriod home) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("region", home.region().value());
        fields.put("country", home.country().value());
        fields.put("from", home.from().toString());
        fields.put("to", home.to().map(Object::toString).orElse(null));
        fields.put("cause", home.cause().wireName());
        fields.put("why", home.why());
        return fields;
    }

    private static void putResolution(Map<String, Object> fields, HomeRegion resolution) {
        fields.put("resolution", resolution(resolution));
        fields.put("move", move(resolution));
        fields.put("needs_review", resolution.explanation().needsReview());
        fields.put("explanation", resolution.explanation().sentences());
    }

    private static Map<String, Object> resolution(HomeRegion resolution) {
        var fields = new LinkedHashMap<String, Object>();
        switch (resolution) {
            case HomeRegion.Resolved resolved -> {
                fields.put("outcome", resolved.standing().wireName());
                fields.put("region", resolved.region().value());
                fields.put("country", resolved.country().value());
                fields.put("since", since(resolved.standing()));
            }
            case HomeRegion.Unresolved unresolved -> {
                fields.put("outcome", "unresolved");
                fields.put("reason", unresolved.reason().wireName());
                fields.put(
                        "missing",
                        unresolved.missing().stream()
                                .map(EvidenceKind::wireName)
                                .toList());
            }
        }
        var explanation = resolution.explanation();
        fields.put("rule", explanation.rule().wireName());
        fields.put(
                "change_rule", explanation.change().map(change -> change.id()).orElse(null));
        fields.put("scores", scores(explanation));
        fields.put("unverified_rows", explanation.usesUnverifiedRows());
        return fields;
    }

    private static List<Map<String, Object>> scores(Explanation explanation) {
        return explanation.scores().stream()
                .map(score -> Map.<String, Object>of(
                        "country", score.country().value(), "score", score.score(), "eea_side", score.isEeaSide()))
                .toList();
    }

    private static @Nullable String since(Standing standing) {
        return switch (standing) {
            case Standing.First _, Standing.Stay _ -> null;
            case Standing.CountryChange change -> change.since().toString();
            case Standing.MoveDue due -> due.since().toString();
        };
    }

    private static @Nullable Map<String, Object> move(HomeRegion resolution) {
        if (!(resolution instanceof HomeRegion.Resolved resolved)
                || !(resolved.standing() instanceof Standing.MoveDue due)) return null;
        var fields = new LinkedHashMap<String, Object>();
        fields.put("to", resolved.region().value());
        fields.put("since", due.since().toString());
        fields.put("reason", due.reason().wireName());
        return fields;
    }
}
