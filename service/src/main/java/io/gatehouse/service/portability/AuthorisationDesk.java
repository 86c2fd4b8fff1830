package io.gatehouse.service.portability;

import io.gatehouse.residency.cell.NotesOutcome;
import io.gatehouse.residency.cell.NotesTopic;
import io.gatehouse.residency.cell.NotesWrite;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.purpose.FirstInMonth;
import io.gatehouse.service.account.AccountFinder;
import io.gatehouse.service.account.AccountFinder.Found;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/** Authorisations of third parties: in the person's home cell, sealed under their key; every change is an entry of the region's log. */
@Component
final class AuthorisationDesk {
    /** More third parties than anybody uses; the ledger is one sealed value. */
    static final int MOST = 100;

    private static final String AUTHORISED = "portability-authorised";
    private static final String REVOKED = "portability-revoked";

    private final AccountFinder accounts;
    private final NewIds ids;
    private final Clock clock;

    AuthorisationDesk(AccountFinder accounts, NewIds ids, Clock clock) {
        this.accounts = accounts;
        this.ids = ids;
        this.clock = clock;
    }

    List<Authorisation> all(String accountId) {
        return all(accounts.require(accountId));
    }

    List<Authorisation> all(Found found) {
        return AuthorisationsJson.read(
                found.home().cell().reader().notes(found.author().account(), NotesTopic.PORTABILITY));
    }

    /** What holds now for a recipient; the newest, when there are several. */
    Optional<Authorisation> standing(Found found, String recipient) {
        Instant now = clock.instant();
        return all(found).reversed().stream()
                .filter(each -> each.recipient().equals(recipient) && each.holdsAt(now))
                .findFirst();
    }

    void grant(String accountId, Authorisation authorisation) {
        var found = accounts.require(accountId);
        // Two at once may make it one more: the limit keeps a value small, and is no promise.
        if (all(found).size() >= MOST)
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "The person has " + MOST + " authorisations; no more are kept.");
        note(found, AUTHORISED, authorisation, before -> {
            var after = new ArrayList<>(before);
            after.add(authorisation);
            return after;
        });
    }

    /** @throws ProblemException not found */
    Authorisation revoke(String accountId, String id) {
        var found = accounts.require(accountId);
        var standing = all(found).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such authorisation."));
        Instant now = clock.instant();
        note(
                found,
                REVOKED,
                standing,
                before -> before.stream()
                        .map(each -> each.id().equals(id) ? each.revoked(now) : each)
                        .toList());
        return standing.revoked(now);
    }

    private void note(
            Found found, String kind, Authorisation authorisation, UnaryOperator<List<Authorisation>> change) {
        Instant at = clock.instant();
        var write = new NotesWrite(
                ids.event(found.home().id()),
                found.author(),
                NotesTopic.PORTABILITY,
                kind,
                before -> facts(AuthorisationsJson.read(before), kind, authorisation, at),
                before -> AuthorisationsJson.write(change.apply(AuthorisationsJson.read(before))),
                at);
        switch (found.home().cell().writer().note(write)) {
            case NotesOutcome.Noted _, NotesOutcome.Unchanged _ -> {}
            case NotesOutcome.StaleHome stale -> throw accounts.moved(found, stale);
        }
    }

    private static EntryFacts facts(List<Authorisation> before, String kind, Authorisation authorisation, Instant at) {
        var facts = new HashMap<String, Object>();
        facts.put("recipient", authorisation.recipient());
        facts.put(
                "scope",
                authorisation.scope().stream()
                        .map(PortableKind::wireName)
                        .sorted()
                        .toList());
        String month = FirstInMonth.of(at);
        boolean isFirst = before.stream()
                .filter(each -> each.recipient().equals(authorisation.recipient()))
                .map(each -> kind.equals(REVOKED) ? each.revokedAt() : each.grantedAt())
                .noneMatch(then -> then != null && FirstInMonth.of(then).equals(month));
        if (isFirst) facts.put(FirstInMonth.FACT, month);
        return new EntryFacts(facts);
    }
}
