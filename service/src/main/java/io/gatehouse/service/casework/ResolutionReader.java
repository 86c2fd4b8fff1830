package io.gatehouse.service.casework;

import io.gatehouse.moderation.policy.DsaTerms;
import io.gatehouse.moderation.statement.StatementOfReasons;
import io.gatehouse.moderation.statement.StatementWriter;
import io.gatehouse.moderation.verdict.EnforcementAction;
import io.gatehouse.residency.casework.ReviewCase.Kind;
import io.gatehouse.service.decision.Ruling;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what a person decided. Pure. */
final class ResolutionReader {
    /** The EU database's limits, in bytes, which are never fewer than characters. */
    private static final int MAX_FACTS_BYTES = 5_000;

    private static final int MAX_REFERENCE_BYTES = 500;
    private static final int MAX_EXPLANATION_BYTES = 2_000;
    private static final int MAX_REASONS_BYTES = 5_000;
    private static final int MOST_ACTIONS = 10;
    /** The territories of the table, and a few unions. */
    private static final int MOST_TERRITORIES = 60;

    private static final Set<String> UNIONS = Set.of("EU", "EEA", "WORLD");

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private static final List<String> DECIDED = List.of("allow", "restrict");
    private static final List<String> COMPLAINED = List.of("upheld", "partially_reversed", "reversed", "omitted");

    private ResolutionReader() {}

    /**
     * @param ruling null when what stands stands
     * @param reasons told to who reported or complained; empty when nobody waits
     * @param language in which the person looked at it; null for the usual one
     */
    record Wish(
            String outcome,
            @Nullable Ruling ruling,
            String reasons,
            boolean unfounded,
            @Nullable String language) {}

    /**
     * @param byNotifier whether a notifier complains, who wants something restricted
     * @return null when there are faults
     */
    static @Nullable Wish read(JsonNode json, Kind kind, boolean byNotifier, Instant now, Faults faults) {
        var body = JsonObjectReader.of(json, JsonPointer.ROOT, faults);
        if (body == null) return null;
        String outcome = NoticeReader.oneOf(body, "outcome", kind == Kind.APPEAL ? COMPLAINED : DECIDED, null);
        boolean restricts = outcome != null
                && (outcome.equals("restrict")
                        || outcome.equals("partially_reversed")
                        || (outcome.equals("reversed") && byNotifier));
        boolean allows = outcome != null && (outcome.equals("allow") || (outcome.equals("reversed") && !byNotifier));
        String reasons = body.optionalText("reasons", MAX_REASONS_BYTES);
        if (kind != Kind.REVIEW && (body.node("reasons") == null || reasons != null && reasons.isBlank()))
            body.fault("reasons", "is missing: whoever reported or complained is told why (DSA Art. 16(5), 20(5))");
        Boolean unfounded = body.optionalBoolean("unfounded");
        String language = body.optionalText("language", CaseworkJson.MAX_WORD_BYTES);
        var restricted = restricts ? restricted(body, now, faults) : null;
        if (!restricts)
            for (var field : List.of("actions", "category", "keywords", "ground", "facts", "statement_language"))
                if (body.node(field) != null) body.fault(field, "belongs to outcomes that restrict");
        body.refuseUnknown();
        if (!faults.isEmpty() || outcome == null || (restricts && restricted == null)) return null;
        return new Wish(
                outcome,
                allows ? new Ruling.Allowed() : restricted,
                reasons == null ? "" : reasons,
                Boolean.TRUE.equals(unfounded),
                language);
    }

    private static Ruling.@Nullable Restricted restricted(JsonObjectReader body, Instant now, Faults faults) {
        var actions = actions(body, now, faults);
        String category = NoticeReader.oneOf(body, "category", DsaTerms.CATEGORIES, null);
        var keywords = NoticeReader.keywords(body);
        var ground = ground(body);
        String facts = NoticeReader.said(body, "facts", MAX_FACTS_BYTES);
        String language = NoticeReader.oneOf(body, "statement_language", StatementWriter.languages(), "en");
        if (actions.isEmpty() || category == null || ground == null || facts == null || language == null) return null;
        return new Ruling.Restricted(actions, category, keywords, ground, facts, language, null);
    }

    static List<EnforcementAction> actions(JsonObjectReader body, Instant now, Faults faults) {
        var actions = new ArrayList<EnforcementAction>();
        var nodes = body.requiredArray("actions", MOST_ACTIONS);
        for (int i = 0; i < nodes.size(); i++) {
            var action =
                    JsonObjectReader.of(nodes.get(i), body.pointerTo("actions").to(i), faults);
            if (action == null) continue;
            String kind = NoticeReader.oneOf(action, "kind", EnforcementAction.KINDS, null);
            var scope = territories(action, "scope");
            Instant until = action.optionalTime("until");
            if (until != null && !until.isAfter(now)) action.fault("until", "must lie in the future");
            action.refuseUnknown();
            if (kind != null && !scope.isEmpty())
                actions.add(new EnforcementAction(kind, scope, until == null ? null : Duration.between(now, until)));
        }
        return actions;
    }

    /** One that exists: what is restricted nowhere is not restricted. Greece is EL in the Union's own lists, and Kosovo has a code of its own. */
    static boolean isCountry(String code) {
        return COUNTRIES.contains(code) || code.equals("EL") || code.equals("XK");
    }

    static List<String> territories(JsonObjectReader body, String field) {
        var scope = new ArrayList<String>();
        var nodes = body.requiredArray(field, MOST_TERRITORIES);
        for (int i = 0; i < nodes.size(); i++) {
            String code = nodes.get(i).isString() ? nodes.get(i).stringValue() : "";
            if (!UNIONS.contains(code) && !isCountry(code))
                body.fault(field, i, "must be a country code of ISO 3166-1, EU, EEA or WORLD");
            else if (!scope.contains(code)) scope.add(code);
        }
        return scope;
    }

    private static StatementOfReasons.@Nullable Ground ground(JsonObjectReader body) {
        var ground = body.requiredObject("ground");
        if (ground == null) return null;
        String kind = NoticeReader.oneOf(ground, "kind", List.of("illegal_content", "incompatible_content"), null);
        String reference = NoticeReader.said(ground, "reference", MAX_REFERENCE_BYTES);
        String explanation = NoticeReader.said(ground, "explanation", MAX_EXPLANATION_BYTES);
        ground.refuseUnknown();
        return kind == null || reference == null || explanation == null
                ? null
                : new StatementOfReasons.Ground(kind.equals("illegal_content"), reference, explanation);
    }
}
