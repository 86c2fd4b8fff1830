package io.gatehouse.service.submission;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.residency.cell.ContentEdit;
import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.cell.EditOutcome;
import io.gatehouse.residency.cell.IdempotencyKey;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.home.ResidenceEvidence;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.account.HomeRegionGate;
import io.gatehouse.service.account.KnownAccount;
import io.gatehouse.service.account.StaleHome;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.decision.Answer;
import io.gatehouse.service.decision.DecisionFacts;
import io.gatehouse.service.decision.DecisionRecord;
import io.gatehouse.service.decision.RecordedDecision;
import io.gatehouse.service.decision.StoredContent;
import io.gatehouse.service.fact.AuthorRecordJson;
import io.gatehouse.service.placement.CopyDesk;
import io.gatehouse.service.placement.MediaPlacement;
import io.gatehouse.service.placement.Place;
import io.gatehouse.service.placement.PlacementDesk;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.problem.Unavailability;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.submission.ContentFinder.Found;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The way of one edit: the content is found where it lies, its author admitted, the new words judged as a new message's would be
 * and committed there, in one transaction with the decision. What it throws has changed nothing, or may be sent again under its
 * idempotency key.
 */
@Component
final class Editor {
    private static final Logger LOG = LoggerFactory.getLogger(Editor.class);

    /** A rescan or another edit comes between judging and committing, seldom once. */
    private static final int ATTEMPTS = 4;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ContentFinder contents;
    private final HomeRegionGate gate;
    private final PlacementDesk placements;
    private final CopyDesk copies;
    private final MediaPlacement media;
    private final ContentReader reader;
    private final Bench bench;
    private final ServiceRules services;
    private final NewIds ids;
    private final ScreeningMetrics metrics;
    private final Clock clock;
    private final boolean logsRequests;

    Editor(
            ContentFinder contents,
            HomeRegionGate gate,
            PlacementDesk placements,
            CopyDesk copies,
            MediaPlacement media,
            ContentReader reader,
            Bench bench,
            ServiceRules services,
            NewIds ids,
            ScreeningMetrics metrics,
            Clock clock,
            GatehouseProperties properties) {
        this.contents = contents;
        this.gate = gate;
        this.placements = placements;
        this.copies = copies;
        this.media = media;
        this.reader = reader;
        this.bench = bench;
        this.services = services;
        this.ids = ids;
        this.metrics = metrics;
        this.clock = clock;
        this.logsRequests = properties.logRequests();
    }

    /**
     * @param residence of the author as the headers claim it; asked for only while the home is down
     * @throws ProblemException for every expected refusal
     */
    Screened edit(
            Caller caller, EditRequest request, List<ResidenceEvidence> residence, @Nullable String idempotencyKey) {
        var key = idempotencyKey == null ? null : new IdempotencyKey(caller.client(), idempotencyKey, request.digest());
        boolean movedOnce = false;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                var edited = attempt(caller, request, residence, key);
                if (edited.isPresent()) return edited.get();
            } catch (StaleHome moved) {
                // The author was moved since the home was looked up: it is looked up again, once.
                if (movedOnce) throw new ProblemException(moved.problem());
                movedOnce = true;
                gate.forget(moved.account());
            }
        }
        throw new ProblemException(Problem.of(
                        ProblemType.IN_FLIGHT,
                        "Other decisions on this content keep coming between; send the same again.")
                .retryAfter(RETRY_AFTER));
    }

    /** What an edit is of. */
    private record Subject(Found found, KnownAccount author, Content before, String accountId, Payload payload) {}

    /** Empty when another decision on the content came between. */
    private Optional<Screened> attempt(
            Caller caller, EditRequest request, List<ResidenceEvidence> residence, @Nullable IdempotencyKey key) {
        long started = System.nanoTime();
        Instant now = clock.instant();
        var name = new ContentName(caller.client(), request.id().value());
        var found = contents.find(name);
        var repeated = repeated(found, key);
        if (repeated.isPresent()) return repeated;
        var subject = subject(name, found, request, residence);
        found = subject.found();
        boolean hasMedia = request.parts().stream().anyMatch(ScreeningRequest.RequestedPart.Media.class::isInstance);
        Place place = placements.again(
                subject.author(), found.region(), found.standing().screeningId(), hasMedia);
        Content edited = reader.edited(subject.before(), request, subject.author(), place);
        var looked = bench.look(subject.author(), place, edited, request.deadline());
        Content content = looked.content();
        var participants = StoredContent.participantsOf(subject.payload().content());
        var heard = bench.hear(
                looked,
                caller,
                subject.author(),
                place,
                participants,
                DecisionRecord.contentLabelsOf(subject.payload().record(), now),
                now);
        var judged = heard.judged();
        String decisionId = ids.decision(place.store().id());
        int revision = found.standing().revision() + 1;
        byte[] answer = Answer.ofRevision(
                judged,
                found.standing().screeningId(),
                decisionId,
                place.home(),
                revision,
                subject.payload().answer(),
                place.placed());
        Instant editedAt = request.editedAt() == null ? now : request.editedAt();
        List<String> shown = ContentReader.mediaOf(content);
        media.bring(place, subject.author(), shown);
        var edit = new ContentEdit(
                place.writer(),
                found.standing().decisionId(),
                key,
                decisionId,
                DecisionFacts.payload(
                        judged, StoredContent.write(content, subject.accountId(), participants, editedAt), answer),
                DecisionFacts.report(judged),
                DecisionFacts.evidence(judged, services),
                bench.effects(heard, decisionId),
                heard.shadows(),
                shown,
                // What earlier revisions were marked for was said; only what this one is marked for is added.
                AuthorRecordJson.noting(decisionId, judged.judgement().marks(), now),
                place.placed());
        var written = write(place, edit);
        media.settle(place, subject.author(), shown);
        var screened = outcome(place, written, decisionId, answer);
        if (screened.isPresent() && screened.get().decisionId().equals(decisionId)) {
            copies.wake();
            bench.count(heard);
            var took = Duration.ofNanos(System.nanoTime() - started);
            metrics.count(judged, took);
            if (logsRequests)
                LOG.info(
                        "edited {} revision={} region={} key={} policy={} verdict={} ms={}",
                        decisionId,
                        revision,
                        place.store().id(),
                        caller.keyId(),
                        judged.versions().policyVersion(),
                        judged.judgement().verdict().wireName(),
                        took.toMillis());
        }
        return screened;
    }

    private static Optional<Screened> repeated(Found found, @Nullable IdempotencyKey key) {
        if (key == null) return Optional.empty();
        return found.region().cell().reader().earlier(key).map(earlier -> switch (earlier) {
            case WriteOutcome.Repeated(var decisionId, var answer, long index) ->
                new Screened(
                        decisionId,
                        found.region().id(),
                        Answer.complete(answer, found.region().id(), index));
            case WriteOutcome.KeyReused _,
                    WriteOutcome.Written _,
                    WriteOutcome.ContentExists _,
                    WriteOutcome.StaleHome _ -> throw keyReused();
        });
    }

    private Subject subject(ContentName name, Found found, EditRequest request, List<ResidenceEvidence> residence) {
        var subject = open(found, request, residence);
        for (var other : placements.sheltering(subject.author().home())) {
            // What was sheltered is whole there until it is home.
            var sheltered = other.id().equals(found.region().id()) ? null : contents.in(other, name);
            if (sheltered != null) return open(sheltered, request, residence);
        }
        return subject;
    }

    private Subject open(Found found, EditRequest request, List<ResidenceEvidence> residence) {
        var payload = found.standing()
                .payload()
                .orElseThrow(
                        () -> new ProblemException(ProblemType.ERASED, "The author was erased, or is being erased."));
        if (payload.content().length == 0)
            throw new ProblemException(
                    ProblemType.CONTENT_DELETED, "The author deleted this content; what is said now is a new one.");
        var before = RecordedDecision.contentOf(payload);
        String accountId = StoredContent.authorOf(payload.content());
        if (request.author() != null && !request.author().equals(accountId))
            throw differs("The author of this content is another; nobody edits what somebody else said.");
        if (request.surface() != null
                && !request.surface().equals(before.surface().wireName()))
            throw differs("This content is on the surface " + before.surface().wireName()
                    + "; what moves to another surface is a new content.");
        return new Subject(found, gate.admit(accountId, residence), before, accountId, payload);
    }

    private static ProblemException differs(String detail) {
        return new ProblemException(ProblemType.CONTENT_DIFFERS, detail);
    }

    private static EditOutcome write(Place place, ContentEdit edit) {
        try {
            return place.store().cell().writer().edit(edit);
        } catch (DatabaseUnavailableException away) {
            // It may have been written: only a repeat finds out.
            throw new ProblemException(
                    Unavailability.of(away).with("region", place.store().id().value()));
        }
    }

    private static Optional<Screened> outcome(Place place, EditOutcome outcome, String decisionId, byte[] answer) {
        var store = place.store().id();
        return switch (outcome) {
            case EditOutcome.Edited(long index, int _) ->
                Optional.of(new Screened(decisionId, store, Answer.complete(answer, store, index)));
            case EditOutcome.Repeated(var earlier, var stored, long index) ->
                Optional.of(new Screened(earlier, store, Answer.complete(stored, store, index)));
            case EditOutcome.Superseded _ -> Optional.empty();
            case EditOutcome.KeyReused() -> throw keyReused();
            // It is looked for again: it was deleted, or brought to another cell.
            case EditOutcome.Gone() -> Optional.empty();
            case EditOutcome.TooManyRevisions() ->
                throw new ProblemException(
                        ProblemType.TOO_MANY_REVISIONS,
                        "This content has " + ContentEdit.MAX_REVISIONS
                                + " revisions, which is all that are kept of one.");
            case EditOutcome.StaleHome(long _, var state) ->
                throw new StaleHome(place.author().account(), state);
        };
    }

    private static ProblemException keyReused() {
        return new ProblemException(
                ProblemType.IDEMPOTENCY_KEY_REUSED,
                "This idempotency key came with another request before; a new request needs a new key.");
    }
}
