package io.gatehouse.jobs.rescan;

import io.gatehouse.residency.cell.Account;
import io.gatehouse.residency.cell.AccountOutcome;
import io.gatehouse.residency.cell.AccountWrite;
import io.gatehouse.residency.cell.CellCounts;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.cell.ContentEdit;
import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.cell.CopyOutcome;
import io.gatehouse.residency.cell.CopyWrite;
import io.gatehouse.residency.cell.EditOutcome;
import io.gatehouse.residency.cell.GuestOutcome;
import io.gatehouse.residency.cell.GuestWrite;
import io.gatehouse.residency.cell.IdempotencyKey;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.cell.MediaOutcome;
import io.gatehouse.residency.cell.MediaWrite;
import io.gatehouse.residency.cell.NotesOutcome;
import io.gatehouse.residency.cell.NotesTopic;
import io.gatehouse.residency.cell.NotesWrite;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.Redecision;
import io.gatehouse.residency.cell.RedecisionOutcome;
import io.gatehouse.residency.cell.ReportFacts;
import io.gatehouse.residency.cell.ShadowComparison;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.cell.StoredMedia;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** A cell in memory: decisions and log events under the cell's promises; accounts and media are not part of it. */
final class InMemoryCell implements CellReader, CellWriter {
    private static final AccountRef AUTHOR = new AccountRef(new byte[32]);

    private final Map<String, StoredDecision> decisions = new HashMap<>();
    private final TreeMap<Long, String> log = new TreeMap<>();
    private final List<LogEvent> events = new ArrayList<>();
    private final Map<String, Long> eventIndexes = new HashMap<>();
    private final AtomicLong redecisions = new AtomicLong();
    private long next;

    /** Told of the how manieth re-decision, before and after it is durable. What it throws, the caller gets. */
    volatile LongConsumer beforeRedecision = _ -> {};

    volatile LongConsumer afterRedecision = _ -> {};
    /** Told of the index from which a page is asked for. */
    volatile LongConsumer beforePage = _ -> {};

    /** As the door would write it. */
    synchronized void put(String decisionId, Payload payload, ReportFacts report) {
        log.put(next, decisionId);
        decisions.put(
                decisionId,
                new StoredDecision(
                        decisionId, "s-" + decisionId, "client", AUTHOR, null, null, next, next++, report, payload));
    }

    /** What erasure leaves: the decision without what was the author's. */
    synchronized void erase(String decisionId) {
        decisions.computeIfPresent(decisionId, (_, d) -> with(d, d.supersededById(), null));
    }

    synchronized List<LogEvent> events() {
        return List.copyOf(events);
    }

    /** Every decision in the order of the log. */
    synchronized List<StoredDecision> all() {
        return log.values().stream().map(decisions::get).toList();
    }

    @Override
    public List<StoredDecision> history(AccountRef account, long afterIndex, int limit) {
        throw new UnsupportedOperationException("no job reads one person's history");
    }

    @Override
    public Optional<StoredDecision> marked(String decisionId) {
        return decision(decisionId);
    }

    @Override
    public List<StoredDecision> standing(long fromIndex, long toIndex, int limit) {
        beforePage.accept(fromIndex);
        synchronized (this) {
            return log.subMap(fromIndex, toIndex).values().stream()
                    .map(decisions::get)
                    .filter(d -> d.supersedes().isEmpty())
                    .map(this::standingOf)
                    .limit(limit)
                    .toList();
        }
    }

    private StoredDecision standingOf(StoredDecision decision) {
        var next = decision.supersededBy();
        return next.isEmpty() ? decision : standingOf(decisions.get(next.get()));
    }

    @Override
    public synchronized long nextIndex() {
        return next;
    }

    @Override
    public synchronized Optional<StoredDecision> decision(String decisionId) {
        return Optional.ofNullable(decisions.get(decisionId));
    }

    @Override
    public EditOutcome edit(ContentEdit edit) {
        throw new UnsupportedOperationException("no job edits what people said");
    }

    @Override
    public RedecisionOutcome redecide(Redecision redecision) {
        long nth = redecisions.incrementAndGet();
        beforeRedecision.accept(nth);
        var outcome = write(redecision);
        afterRedecision.accept(nth);
        return outcome;
    }

    private synchronized RedecisionOutcome write(Redecision redecision) {
        var before = decisions.get(redecision.decisionId());
        if (before != null) return new RedecisionOutcome.Written(before.index());
        var old = decisions.get(redecision.supersedes());
        if (old == null || old.payload().isEmpty()) return new RedecisionOutcome.Gone();
        if (old.supersededBy().isPresent())
            return new RedecisionOutcome.Superseded(old.supersededBy().get());
        var content = old.payload().get().content();
        var payload = new Payload(
                content, redecision.payload().record(), redecision.payload().answer());
        put(redecision.decisionId(), payload, redecision.report());
        decisions.computeIfPresent(
                redecision.decisionId(),
                (id, d) -> new StoredDecision(
                        id,
                        old.screeningId(),
                        d.client(),
                        AUTHOR,
                        old.decisionId(),
                        null,
                        d.index(),
                        old.contentIndex(),
                        d.report(),
                        payload));
        decisions.put(old.decisionId(), with(old, redecision.decisionId(), old.openedPayload()));
        return new RedecisionOutcome.Written(next - 1);
    }

    private static StoredDecision with(StoredDecision d, String supersededBy, Payload payload) {
        return new StoredDecision(
                d.decisionId(),
                d.screeningId(),
                d.client(),
                d.account(),
                d.supersedesId(),
                supersededBy,
                d.index(),
                d.contentIndex(),
                d.report(),
                payload);
    }

    @Override
    public synchronized long append(LogEvent event) {
        var before = eventIndexes.get(event.id());
        if (before != null) return before;
        events.add(event);
        eventIndexes.put(event.id(), next);
        return next++;
    }

    @Override
    public Optional<StoredDecision> screening(String screeningId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<StoredDecision> content(ContentName name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<WriteOutcome> earlier(IdempotencyKey key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Account> account(AccountRef account) {
        throw new UnsupportedOperationException();
    }

    @Override
    public NotesOutcome note(NotesWrite notes) {
        throw new UnsupportedOperationException("no rescan notes anything about people");
    }

    @Override
    public Optional<StoredMedia> media(String mediaId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<StoredDecision> showing(String mediaId, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ShadowComparison shadow(String policyDigest) {
        throw new UnsupportedOperationException("no rescan compares shadows");
    }

    @Override
    public byte[] notes(AccountRef account, NotesTopic topic) {
        return new byte[0];
    }

    @Override
    public CellCounts counts() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<PersonKey> personKey(AccountRef account) {
        throw new UnsupportedOperationException();
    }

    @Override
    public WriteOutcome write(CellWrite write) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AccountOutcome put(AccountWrite account) {
        throw new UnsupportedOperationException();
    }

    @Override
    public GuestOutcome note(GuestWrite guest) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CopyOutcome copy(CopyWrite copy) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MediaOutcome store(MediaWrite media) {
        throw new UnsupportedOperationException();
    }
}
