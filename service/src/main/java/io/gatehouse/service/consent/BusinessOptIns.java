package io.gatehouse.service.consent;

import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.NotesOutcome;
import io.gatehouse.residency.cell.NotesTopic;
import io.gatehouse.residency.cell.NotesWrite;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.purpose.ConsentEvent;
import io.gatehouse.residency.purpose.Consents;
import io.gatehouse.service.account.AccountFinder;
import io.gatehouse.service.region.NewIds;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Which business users a person lets have what they wrote to them (DMA Art. 6(10), second sentence). Each business user is a
 * line of its own in the person's ledger, by a keyed digest of its account; nothing is agreed to for all at once.
 */
@Component
public final class BusinessOptIns {
    private static final int DIGEST_DIGITS = 32;

    private final AccountFinder accounts;
    private final AccountDirectory directory;
    private final NewIds ids;
    private final Clock clock;

    BusinessOptIns(AccountFinder accounts, AccountDirectory directory, NewIds ids, Clock clock) {
        this.accounts = accounts;
        this.directory = directory;
        this.ids = ids;
        this.clock = clock;
    }

    /** The line of a business user in every ledger. */
    public Purpose lineOf(String businessAccount) {
        return new Purpose(
                "business_" + directory.refOf(businessAccount).toString().substring(0, DIGEST_DIGITS));
    }

    /** Whether somebody at home there let this business user have what they wrote, at that moment. */
    public static boolean holds(CellReader reader, AccountRef person, Purpose line, Instant at) {
        return ConsentsJson.read(reader.notes(person, NotesTopic.BUSINESS)).stateAt(line, at) == Consents.State.GRANTED;
    }

    Consents of(String accountId) {
        var found = accounts.require(accountId);
        return ConsentsJson.read(
                found.home().cell().reader().notes(found.author().account(), NotesTopic.BUSINESS));
    }

    Consents note(String accountId, Purpose line, ConsentEvent.Kind kind, String evidence, String keyId) {
        var found = accounts.require(accountId);
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var write = new NotesWrite(
                ids.event(found.home().id()),
                found.author(),
                NotesTopic.BUSINESS,
                "business-opt-in-" + kind.wireName(),
                new EntryFacts(Map.of("line", line.name())),
                ConsentsJson.change(before -> before.with(line, after(before, line, kind, now, evidence, keyId))),
                now);
        switch (found.home().cell().writer().note(write)) {
            case NotesOutcome.Noted _, NotesOutcome.Unchanged _ -> {}
            case NotesOutcome.StaleHome stale -> throw accounts.moved(found, stale);
        }
        return of(accountId);
    }

    /** Clocks of nodes differ; the order of the ledger does not. */
    private static ConsentEvent after(
            Consents before, Purpose line, ConsentEvent.Kind kind, Instant now, String evidence, String keyId) {
        var at = before.last(line, _ -> true)
                .map(ConsentEvent::at)
                .filter(now::isBefore)
                .orElse(now);
        return new ConsentEvent(kind, at, evidence, keyId);
    }
}
