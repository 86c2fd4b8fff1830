package io.gatehouse.service.casework;

import io.gatehouse.residency.casework.Appeals;
import io.gatehouse.residency.casework.Cases;
import io.gatehouse.residency.casework.Cases.Asking;
import io.gatehouse.residency.casework.ReviewCase;
import io.gatehouse.residency.casework.ReviewCase.Kind;
import io.gatehouse.residency.casework.ReviewCase.Resolution;
import io.gatehouse.residency.casework.ReviewCase.Resolver;
import io.gatehouse.residency.casework.ReviewCase.State;
import io.gatehouse.residency.cell.NotesChange;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.RedecisionOutcome;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.service.casework.ResolutionReader.Wish;
import io.gatehouse.service.casework.Whereabouts.Found;
import io.gatehouse.service.decision.PersonsDecision;
import io.gatehouse.service.decision.PersonsDecision.Origin;
import io.gatehouse.service.decision.RecordedDecision;
import io.gatehouse.service.decision.Ruling;
import io.gatehouse.service.fact.AuthorRecordJson;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import io.gatehouse.service.register.Registers.Person;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Cases, from lease to resolution. A resolution is durable in three steps (see {@link Cases}); what is answered has gone through
 * all of them, and {@link CaseKeeper} finishes what a dead process left.
 */
@Component
final class CaseDesk {
    /** Long enough to look at a video twice, short enough that a reviewer who went home blocks nobody for long. */
    static final Duration LEASE = Duration.ofMinutes(15);

    private final ServedRegions regions;
    private final Whereabouts whereabouts;
    private final ServiceRules services;
    private final NewIds ids;
    private final Clock clock;

    CaseDesk(ServedRegions regions, Whereabouts whereabouts, ServiceRules services, NewIds ids, Clock clock) {
        this.regions = regions;
        this.whereabouts = whereabouts;
        this.services = services;
        this.ids = ids;
        this.clock = clock;
    }

    /** A case and the region that keeps it. */
    record Kept(ServedRegion region, ReviewCase of) {}

    /** @throws ProblemException not found, or misdirected */
    Kept find(String id) {
        var region = regions.ofId(id, 'c');
        return new Cases(region.cell())
                .find(id)
                .map(of -> new Kept(region, of))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is nothing of this id."));
    }

    /**
     * What the case is about, where it is by now.
     *
     * @throws ProblemException case closed, when it is gone, or moved to a region where it has a case of its own
     */
    Found subject(Kept kept) {
        var found = whereabouts.decision(kept.of().decisionId());
        boolean isElsewhere = found.isPresent()
                && !found.get().region().id().equals(kept.region().id());
        if (found.isEmpty()
                || contentOf(found.get()) == null
                || (isElsewhere && kept.of().kind() == Kind.REVIEW)) {
            if (kept.of().state() == State.OPEN)
                new Cases(kept.region().cell()).close(kept.of().id(), now());
            throw closed(State.GONE);
        }
        return found.get();
    }

    private static @Nullable Payload contentOf(Found found) {
        return found.decision()
                .payload()
                .filter(payload -> payload.content().length > 0)
                .orElse(null);
    }

    ReviewCase lease(Kept kept, Person person) {
        var asking = new Cases(kept.region().cell()).lease(kept.of().id(), person.id(), now().plus(LEASE), now());
        return granted(asking);
    }

    void release(Kept kept, Person person) {
        new Cases(kept.region().cell()).release(kept.of().id(), person.id());
    }

    private static ReviewCase granted(Asking asking) {
        return switch (asking) {
            case Asking.Granted(var of) -> of;
            case Asking.Repeated(var of) -> of;
            case Asking.LeasedToAnother(Instant until) ->
                throw new ProblemException(
                        Problem.of(ProblemType.CASE_LEASED, "Somebody else looks at it until " + until + " at most.")
                                .with("leased_until", until.toString()));
            case Asking.NotLeased() ->
                throw new ProblemException(
                        ProblemType.LEASE_NEEDED,
                        "Nobody decides what they have not looked at: lease the case first; a lease lasts "
                                + LEASE.toMinutes() + " minutes, and ends when another decision stands.");
            case Asking.Barred() ->
                throw new ProblemException(
                        ProblemType.ANOTHER_PERSON_NEEDED,
                        "This person decided on the same content before; a complaint goes to somebody else (DSA Art. 20(6)).");
            case Asking.Closed(var state) -> throw closed(state);
            case Asking.Unknown() -> throw new ProblemException(ProblemType.NOT_FOUND, "There is nothing of this id.");
        };
    }

    private static ProblemException closed(State state) {
        return new ProblemException(Problem.of(
                        ProblemType.CASE_CLOSED,
                        switch (state) {
                            case OPEN -> "The case is open.";
                            case DECIDING, RESOLVED -> "Somebody decided it.";
                            case SUPERSEDED -> "Another decision took the place of the one that waited.";
                            case GONE ->
                                "What it is about was deleted or erased, or lies in another region, which has a case of its own.";
                        })
                .with("state", state.name().toLowerCase(Locale.ROOT)));
    }

    /** Whether a notifier complains, who wants something restricted. */
    boolean isByNotifier(Kept kept) {
        String appeal = kept.of().appealId();
        return appeal != null
                && new Appeals(kept.region().cell())
                        .find(appeal)
                        .map(found -> found.appellant() == Appeals.Appellant.NOTIFIER)
                        .orElse(false);
    }

    /**
     * @param body digest of the request: the same person's same request again answers the same
     * @return the case, resolved
     */
    ReviewCase resolve(Kept kept, Found found, Person person, Wish wish, String language, byte[] body) {
        var cases = new Cases(kept.region().cell());
        Instant at = now();
        String newId =
                wish.ruling() == null ? null : ids.decision(found.region().id());
        var by = new Resolver(
                person.id(), language, person.country(), person.employment().wireName());
        var resolution = new Resolution(
                wish.outcome(), newId, by, wish.unfounded(), facts(wish, kept.of(), found, language), at);
        var asking = cases.begin(kept.of().id(), resolution, wish.reasons(), body);
        var begun = granted(asking);
        if (begun.state() == State.RESOLVED) return begun;
        var decided = begun.resolution();
        if (decided == null) throw new IllegalStateException("the case " + begun.id() + " is begun by nobody");
        if (wish.ruling() != null && decided.newDecisionId() != null) write(kept, begun, wish.ruling(), decided);
        cases.finish(begun.id());
        return find(begun.id()).of();
    }

    /** The same request after its case was begun: answers what is decided, or ends what was cut short. */
    ReviewCase again(Kept kept, Person person, Wish wish, String language, byte[] body) {
        var by = new Resolver(
                person.id(), language, person.country(), person.employment().wireName());
        // Only compared with what was begun: a case that is not open takes no second resolution.
        var resolution = new Resolution(wish.outcome(), null, by, wish.unfounded(), Map.of(), now());
        var begun = granted(new Cases(kept.region().cell()).begin(kept.of().id(), resolution, wish.reasons(), body));
        if (begun.state() == State.RESOLVED) return begun;
        settle(kept.region(), begun);
        var settled = find(begun.id()).of();
        if (settled.state() == State.RESOLVED) return settled;
        throw new ProblemException(
                Problem.of(ProblemType.IN_FLIGHT, "What was begun could not be written; decide again."));
    }

    private void write(Kept kept, ReviewCase begun, Ruling ruling, Resolution decided) {
        var cases = new Cases(kept.region().cell());
        String newId = java.util.Objects.requireNonNull(decided.newDecisionId());
        // Looked for again: another decision may have come between, and then the person has not seen what stands.
        var found = whereabouts.decision(begun.decisionId());
        var payload = found.isEmpty() ? null : contentOf(found.get());
        if (found.isEmpty() || payload == null) {
            cases.close(begun.id(), now());
            throw closed(State.GONE);
        }
        var region = found.get().region();
        var redecision = PersonsDecision.of(
                newId,
                found.get().decision(),
                payload,
                region.id(),
                ruling,
                origin(begun, decided, found.get()),
                services,
                notes(ruling, found.get(), newId, decided.at()),
                decided.at());
        switch (region.cell().writer().redecide(redecision)) {
            case RedecisionOutcome.Written _ -> {}
            case RedecisionOutcome.Superseded(String standing) -> {
                cases.reopen(begun.id(), standing);
                throw new ProblemException(Problem.of(
                                ProblemType.CASE_CHANGED,
                                "Another decision stands by now; look at what it says and decide again.")
                        .with("decision_id", standing));
            }
            case RedecisionOutcome.Gone() -> {
                cases.close(begun.id(), now());
                throw closed(State.GONE);
            }
        }
    }

    /** What is allowed after all leaves no strike. */
    private static @Nullable NotesChange notes(Ruling ruling, Found found, String newId, Instant at) {
        return switch (ruling) {
            case Ruling.Allowed() -> AuthorRecordJson.replacing(found.decision().decisionId(), newId, List.of(), at);
            case Ruling.Restricted _ -> null;
        };
    }

    private static Origin origin(ReviewCase begun, Resolution decided, Found found) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("person", decided.by().person());
        facts.put("person_language", decided.by().language());
        facts.put("person_country", decided.by().country());
        facts.put("employment", decided.by().employment());
        var shown = new LinkedHashMap<String, String>();
        shown.put("case_id", begun.id());
        if (begun.appealId() != null) shown.put("appeal_id", begun.appealId());
        boolean wasFoundByRules = !found.decision().report().categories().isEmpty();
        return new Origin(
                switch (begun.kind()) {
                    case REVIEW -> "own_initiative";
                    case NOTICE -> "notice";
                    case APPEAL -> "appeal";
                },
                begun.kind() == Kind.REVIEW || (begun.kind() == Kind.APPEAL && wasFoundByRules),
                shown,
                facts);
    }

    private static Map<String, Object> facts(Wish wish, ReviewCase of, Found found, String language) {
        var facts = new LinkedHashMap<String, Object>(first(found));
        facts.put("surface", of.surface());
        facts.put("content_language", of.language());
        facts.put("in_content_language", of.language().equals(language));
        if (wish.ruling() instanceof Ruling.Restricted restricted) {
            facts.put("dsa_category", restricted.category());
            facts.put("dsa_keywords", restricted.keywords());
            facts.put(
                    "actions",
                    restricted.actions().stream().map(action -> action.kind()).toList());
            facts.put("ground", restricted.ground().illegal() ? "illegal_content" : "incompatible_content");
        }
        return facts;
    }

    /**
     * What the person looked at: whether a machine had concluded it, what, and by which rules. Reports measure machines by what
     * people decide after them.
     */
    private static Map<String, Object> first(Found found) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("first_verdict", found.decision().report().verdict());
        found.decision().payload().ifPresent(payload -> {
            var answer = JsonMapper.shared().readTree(payload.answer());
            facts.put("first_automated", !RecordedDecision.isOfPerson(payload.answer()));
            facts.put(
                    "first_rules",
                    answer.path("rules").values().stream()
                            .map(rule -> rule.path("id").asString(""))
                            .toList());
        });
        return facts;
    }

    /**
     * Ends what a process began and did not live to finish: the decision was written, or it was not.
     *
     * @return whether it is settled
     */
    boolean settle(ServedRegion region, ReviewCase of) {
        var cases = new Cases(region.cell());
        var resolution = of.resolution();
        if (resolution == null) return true;
        String newId = resolution.newDecisionId();
        if (newId == null || whereabouts.decision(newId).isPresent()) {
            cases.finish(of.id());
            return true;
        }
        var found = whereabouts.decision(of.decisionId());
        if (found.isEmpty() || contentOf(found.get()) == null) {
            cases.close(of.id(), now());
            return true;
        }
        cases.reopen(
                of.id(),
                found.get()
                        .region()
                        .cell()
                        .reader()
                        .screening(found.get().decision().screeningId())
                        .map(standing -> standing.decisionId())
                        .orElse(of.decisionId()));
        return true;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
