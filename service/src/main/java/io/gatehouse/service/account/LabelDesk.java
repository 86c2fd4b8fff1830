package io.gatehouse.service.account;

import io.gatehouse.moderation.fact.AuthorRecord;
import io.gatehouse.moderation.fact.AuthorRecord.Source;
import io.gatehouse.moderation.fact.AuthorRecord.Tag;
import io.gatehouse.residency.cell.NotesOutcome;
import io.gatehouse.residency.cell.NotesTopic;
import io.gatehouse.residency.cell.NotesWrite;
import io.gatehouse.service.account.AccountFinder.Found;
import io.gatehouse.service.fact.AuthorRecordJson;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import java.time.Clock;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/** Labels that people and systems put on accounts, beside those of rules: in the account's home cell, and in its log. */
@Component
final class LabelDesk {
    private final AccountFinder accounts;
    private final NewIds ids;
    private final Clock clock;

    LabelDesk(AccountFinder accounts, NewIds ids, Clock clock) {
        this.accounts = accounts;
        this.ids = ids;
        this.clock = clock;
    }

    /** Sets or replaces a label; the same again changes nothing but its time. */
    Tag put(String accountId, String name, Instant until, String reason, String keyId) {
        var tag = new Tag(clock.instant(), until, new Source.Key(keyId), reason);
        note(accounts.require(accountId), "account-labelled", record -> record.labelled(name, tag));
        return tag;
    }

    /** @throws ProblemException not found, also when the account does not have the label */
    void remove(String accountId, String name) {
        var found = accounts.require(accountId);
        var before = labels(found);
        if (!before.containsKey(name))
            throw new ProblemException(
                    ProblemType.NOT_FOUND,
                    before.isEmpty()
                            ? "The account has no label."
                            : "The account has no such label; it has " + String.join(", ", before.keySet()) + ".");
        note(found, "account-unlabelled", record -> record.unlabelled(name));
    }

    /** Those that have not expired, by name. */
    SortedMap<String, Tag> labels(String accountId) {
        return labels(accounts.require(accountId));
    }

    private SortedMap<String, Tag> labels(Found found) {
        byte[] notes = found.home().cell().reader().notes(found.author().account(), NotesTopic.MARKS);
        var labels = new TreeMap<>(AuthorRecordJson.read(notes).labels());
        Instant now = clock.instant();
        labels.values().removeIf(tag -> !tag.holdsAt(now));
        return labels;
    }

    private void note(Found found, String kind, UnaryOperator<AuthorRecord> change) {
        var write = new NotesWrite(
                ids.event(found.home().id()), found.author(), kind, AuthorRecordJson.change(change), clock.instant());
        switch (found.home().cell().writer().note(write)) {
            case NotesOutcome.Noted _, NotesOutcome.Unchanged _ -> {}
            case NotesOutcome.StaleHome stale -> throw accounts.moved(found, stale);
        }
    }
}
