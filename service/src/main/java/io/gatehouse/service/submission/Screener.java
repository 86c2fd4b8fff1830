package io.gatehouse.service.submission;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.fact.ContentLabels;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.cell.IdempotencyKey;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.account.HomeRegionGate;
import io.gatehouse.service.account.KnownAccount;
import io.gatehouse.service.account.StaleHome;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.decision.Answer;
import io.gatehouse.service.decision.DecisionFacts;
import io.gatehouse.service.decision.StoredContent;
import io.gatehouse.service.fact.AuthorRecordJson;
import io.gatehouse.service.judging.Judged;
import io.gatehouse.service.placement.CopyDesk;
import io.gatehouse.service.placement.MediaPlacement;
import io.gatehouse.service.placement.Message;
import io.gatehouse.service.placement.Place;
import io.gatehouse.service.placement.PlacementDesk;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.problem.Unavailability;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.submission.ScreeningRequest.Person;
import io.gatehouse.service.submission.ScreeningRequest.RequestedPart;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The way of one message: gate, law, observe, facts, conclude, commit, answer. What it returns is durable in the
 * author's home region; what it throws has stored nothing, or may be sent again under its idempotency key.
 */
@Component
final class Screener {
    private static final Logger LOG = LoggerFactory.getLogger(Screener.class);

    private final HomeRegionGate gate;
    private final PlacementDesk placements;
    private final CopyDesk copies;
    private final MediaPlacement media;
    private final ContentReader contents;
    private final Bench bench;
    private final ServiceRules services;
    private final NewIds ids;
    private final ScreeningMetrics metrics;
    private final Clock clock;
    private final boolean logsRequests;

    Screener(
            HomeRegionGate gate,
            PlacementDesk placements,
            CopyDesk copies,
            MediaPlacement media,
            ContentReader contents,
            Bench bench,
            ServiceRules services,
            NewIds ids,
            ScreeningMetrics metrics,
            Clock clock,
            GatehouseProperties properties) {
        this.gate = gate;
        this.placements = placements;
        this.copies = copies;
        this.media = media;
        this.contents = contents;
        this.bench = bench;
        this.services = services;
        this.ids = ids;
        this.metrics = metrics;
        this.clock = clock;
        this.logsRequests = properties.logRequests();
    }

    /** @throws ProblemException for every expected refusal */
    Screened screen(Caller caller, ScreeningRequest request, @Nullable String idempotencyKey) {
        try {
            return attempt(caller, request, idempotencyKey);
        } catch (StaleHome moved) {
            // The author was moved since the home was looked up: it is looked up again, once.
            gate.forget(moved.account());
            try {
                return attempt(caller, request, idempotencyKey);
            } catch (StaleHome stillMoving) {
                throw new ProblemException(stillMoving.problem());
            }
        }
    }

    private Screened attempt(Caller caller, ScreeningRequest request, @Nullable String idempotencyKey) {
        long started = System.nanoTime();
        Instant now = clock.instant();
        Person person = request.author();
        KnownAccount author = gate.admit(person.accountId(), person.residence(), person.holder());
        Place place = placements.place(author, message(caller, request, now));
        Screened before = elsewhere(caller, request, idempotencyKey, place);
        if (before != null) return before;
        Content read = contents.read(request, author, place, now);
        var participants =
                request.participants().stream().map(Person::accountId).toList();
        var looked = bench.look(author, place, read, request.deadline());
        Content content = looked.content();
        var heard = bench.hear(looked, caller, author, place, participants, ContentLabels.NONE, now);
        Judged judged = heard.judged();

        RegionId store = place.store().id();
        String decisionId = ids.decision(store);
        String screeningId = ids.screening(store);
        byte[] answer = Answer.write(judged, screeningId, decisionId, place.home(), place.told());
        List<String> shown = ContentReader.mediaOf(content);
        media.bring(place, author, shown);
        var write = new CellWrite(
                author.author(),
                new ContentName(caller.client(), content.id().value()),
                idempotencyKey == null ? null : new IdempotencyKey(caller.client(), idempotencyKey, request.digest()),
                screeningId,
                decisionId,
                DecisionFacts.payload(judged, StoredContent.write(content, person.accountId(), participants), answer),
                DecisionFacts.report(judged),
                DecisionFacts.evidence(judged, services),
                bench.effects(heard, decisionId),
                heard.shadows(),
                shown,
                AuthorRecordJson.noting(decisionId, judged.judgement().marks(), now));
        WriteOutcome written = write(place, write);
        media.settle(place, author, shown);
        Screened screened = outcome(store, place.author().account(), written, decisionId, answer);
        // A repeat answers a decision that was counted when it was made.
        if (written instanceof WriteOutcome.Written) {
            if (!place.copies().isEmpty()) copies.wake();
            bench.count(heard);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        metrics.count(judged, took);
        if (logsRequests)
            LOG.info(
                    "screened {} region={} key={} policy={} verdict={} ms={}",
                    screened.decisionId(),
                    store,
                    caller.keyId(),
                    judged.versions().policyVersion(),
                    judged.judgement().verdict().wireName(),
                    took.toMillis());
        return screened;
    }

    private WriteOutcome write(Place place, CellWrite write) {
        try {
            return place.store().cell().writer().write(place.dress(write));
        } catch (DatabaseUnavailableException away) {
            // It may have been written: only a repeat, which comes to the same cell while it can, finds out.
            throw new ProblemException(
                    Unavailability.of(away).with("region", place.store().id().value()));
        }
    }

    /** What another cell answered to the same request; null when none did. */
    private static @Nullable Screened elsewhere(
            Caller caller, ScreeningRequest request, @Nullable String idempotencyKey, Place place) {
        if (idempotencyKey == null) return null;
        var key = new IdempotencyKey(caller.client(), idempotencyKey, request.digest());
        for (var region : place.askedFirst()) {
            var earlier = region.cell().reader().earlier(key);
            if (earlier.isPresent())
                return outcome(region.id(), place.author().account(), earlier.get(), "", new byte[0]);
        }
        return null;
    }

    private static Message message(Caller caller, ScreeningRequest request, Instant now) {
        var members = request.participants().stream()
                .map(each -> new Message.Named(each.accountId(), each.residence()))
                .toList();
        Long counted = request.context().participants();
        return new Message(
                caller.client(),
                request.surface().wireName(),
                request.context().conversation(),
                members,
                counted == null ? (members.isEmpty() ? 1 : 0) : counted - members.size(),
                request.parts().stream().anyMatch(RequestedPart.Media.class::isInstance),
                now);
    }

    private static Screened outcome(
            RegionId store, AccountRef author, WriteOutcome outcome, String decisionId, byte[] answer) {
        return switch (outcome) {
            case WriteOutcome.Written(long index) ->
                new Screened(decisionId, store, Answer.complete(answer, store, index));
            case WriteOutcome.Repeated(String earlier, byte[] stored, long index) ->
                new Screened(earlier, store, Answer.complete(stored, store, index));
            case WriteOutcome.KeyReused() ->
                throw new ProblemException(
                        ProblemType.IDEMPOTENCY_KEY_REUSED,
                        "This idempotency key came with another body before; a new request needs a new key.");
            case WriteOutcome.ContentExists(String screeningId) ->
                throw new ProblemException(Problem.of(
                                ProblemType.CONTENT_ID_REUSED, "This client has screened a content of this id already.")
                        .with("screening_id", screeningId));
            case WriteOutcome.StaleHome(long _, var state) -> throw new StaleHome(author, state);
        };
    }
}
