package io.gatehouse.service.consent;

import io.gatehouse.residency.cell.NotesOutcome;
import io.gatehouse.residency.cell.NotesTopic;
import io.gatehouse.residency.cell.NotesWrite;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.purpose.AskingAgain;
import io.gatehouse.residency.purpose.ConsentEvent;
import io.gatehouse.residency.purpose.Consents;
import io.gatehouse.residency.purpose.FirstInMonth;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.service.account.AccountFinder;
import io.gatehouse.service.account.AccountFinder.Found;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The consent ledger. It lies in the person's home cell, sealed under the person's key; every change is an entry of that
 * region's log, which names the purpose and commits to the person.
 */
@Component
public final class ConsentDesk {
    private final AccountFinder accounts;
    private final ServiceRules rules;
    private final AskingAgain again;
    private final NewIds ids;
    private final Clock clock;

    ConsentDesk(AccountFinder accounts, ServiceRules rules, NewIds ids, Clock clock) {
        this.accounts = accounts;
        this.rules = rules;
        this.again = new AskingAgain(rules.zone());
        this.ids = ids;
        this.clock = clock;
    }

    /** A purpose and where it stands. */
    record Standing(Purpose purpose, Consents consents, Optional<Instant> closedUntil) {}

    Consents consents(String accountId) {
        return consents(accounts.require(accountId));
    }

    /** The ledger of an account that was found. */
    public Consents consents(Found found) {
        return ConsentsJson.read(
                found.home().cell().reader().notes(found.author().account(), NotesTopic.CONSENTS));
    }

    Optional<Instant> closedUntil(Consents consents, Purpose purpose) {
        return again.closedUntil(consents, purpose, clock.instant());
    }

    /**
     * Writes down an answer that the person gave.
     *
     * @param at when they gave it; null for now
     */
    Standing answer(
            String accountId,
            Purpose purpose,
            ConsentEvent.Kind kind,
            @Nullable Instant at,
            String evidence,
            String keyId) {
        requireKnown(purpose);
        return note(accounts.require(accountId), purpose, new ConsentEvent(kind, at(at), evidence, keyId), at != null);
    }

    /** A consent withdrawn; from someone who never gave one it is a refusal. */
    Standing withdraw(String accountId, Purpose purpose, String evidence, String keyId) {
        requireKnown(purpose);
        var found = accounts.require(accountId);
        var kind = switch (consents(found).stateAt(purpose, clock.instant())) {
            case GRANTED, WITHDRAWN -> ConsentEvent.Kind.WITHDRAWN;
            case UNANSWERED, REFUSED -> ConsentEvent.Kind.REFUSED;
        };
        return note(found, purpose, new ConsentEvent(kind, at(null), evidence, keyId), false);
    }

    /**
     * Leave to ask, taken at once: the ledger has the request when this returns.
     *
     * @throws ProblemException asked too soon
     */
    Standing ask(String accountId, Purpose purpose, String evidence, String keyId) {
        requireKnown(purpose);
        return note(
                accounts.require(accountId),
                purpose,
                new ConsentEvent(ConsentEvent.Kind.ASKED, at(null), evidence, keyId),
                false);
    }

    private Standing note(Found found, Purpose purpose, ConsentEvent event, boolean isPast) {
        // Set by the change, which sees the ledger under the cell's lock: two who ask at once cannot both be let
        // through.
        var refused = new AtomicReference<@Nullable Problem>();
        var after = new AtomicReference<>(Consents.NONE);
        var change = ConsentsJson.change(before -> {
            refused.set(refusal(before, purpose, event, isPast));
            after.set(refused.get() == null ? before.with(purpose, notBefore(before, purpose, event)) : before);
            return after.get();
        });
        var write = new NotesWrite(
                ids.event(found.home().id()),
                found.author(),
                NotesTopic.CONSENTS,
                "consent-" + event.kind().wireName(),
                before -> facts(ConsentsJson.read(before), purpose, event, isPast),
                change,
                clock.instant());
        switch (found.home().cell().writer().note(write)) {
            case NotesOutcome.Noted _, NotesOutcome.Unchanged _ -> {}
            case NotesOutcome.StaleHome stale -> throw accounts.moved(found, stale);
        }
        var problem = refused.get();
        if (problem != null) throw new ProblemException(problem);
        return new Standing(purpose, after.get(), closedUntil(after.get(), purpose));
    }

    /** What was answered in the past counts nobody: of when it was noted the ledger says nothing. */
    private static EntryFacts facts(Consents before, Purpose purpose, ConsentEvent event, boolean isPast) {
        var noted = notBefore(before, purpose, event);
        return !isPast && before.isFirstInMonth(purpose, noted)
                ? new EntryFacts(Map.of("purpose", purpose.name(), FirstInMonth.FACT, FirstInMonth.of(noted.at())))
                : new EntryFacts(Map.of("purpose", purpose.name()));
    }

    private @Nullable Problem refusal(Consents before, Purpose purpose, ConsentEvent event, boolean isPast) {
        if (event.kind() == ConsentEvent.Kind.ASKED)
            return again.closedUntil(before, purpose, event.at())
                    .map(until -> Problem.of(
                                    ProblemType.ASKED_TOO_SOON,
                                    "The person said no to " + purpose + "; they may be asked again from " + until
                                            + " on (DMA Art. 5(2)). A consent that they give by themselves can be put at any time.")
                            .with("not_before", until.toString()))
                    .orElse(null);
        var last = before.last(purpose, _ -> true);
        if (isPast && last.filter(e -> event.at().isBefore(e.at())).isPresent())
            return Problem.of(
                    ProblemType.INVALID_REQUEST,
                    "The ledger has an entry of " + last.orElseThrow().at()
                            + " for this purpose: a new one cannot lie before it. Leave 'at' out for now.");
        return null;
    }

    /** Clocks of nodes differ; the order of the ledger does not. */
    private static ConsentEvent notBefore(Consents before, Purpose purpose, ConsentEvent event) {
        return before.last(purpose, _ -> true)
                .filter(last -> event.at().isBefore(last.at()))
                .map(last -> new ConsentEvent(event.kind(), last.at(), event.evidence(), event.keyId()))
                .orElse(event);
    }

    private Instant at(@Nullable Instant at) {
        return (at == null ? clock.instant() : at).truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
    }

    private void requireKnown(Purpose purpose) {
        var date = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (rules.consentPurpose(purpose, date).isPresent()) return;
        var known = rules.consentPurposes().stream()
                .map(row -> row.purpose().name())
                .sorted()
                .distinct()
                .toList();
        throw new ProblemException(
                ProblemType.NOT_FOUND,
                "No purpose of this name needs consent today. services.yaml has: " + String.join(", ", known) + ".");
    }
}
