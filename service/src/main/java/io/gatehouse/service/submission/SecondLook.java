package io.gatehouse.service.submission;

import io.gatehouse.moderation.decode.Wire;
import io.gatehouse.residency.cell.Effect;
import io.gatehouse.residency.cell.Outbox;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.Redecision;
import io.gatehouse.residency.cell.RedecisionOutcome;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.account.HomeRegionGate;
import io.gatehouse.service.account.StaleHome;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.decision.Answer;
import io.gatehouse.service.decision.DecisionFacts;
import io.gatehouse.service.decision.DecisionRecord;
import io.gatehouse.service.decision.RecordedDecision;
import io.gatehouse.service.decision.StoredContent;
import io.gatehouse.service.fact.AuthorRecordJson;
import io.gatehouse.service.media.MediaWatch;
import io.gatehouse.service.placement.PlacementDesk;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.region.CellHealth;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Judges contents again whose media had not been looked at when they were answered: once all of them were, or once patience ends.
 * The new decision supersedes the provisional one, in the same cell. What waits is durable with the provisional decision; killed at
 * any moment this finds it again, and whatever was decided meanwhile by an edit or a rescan is respected.
 */
@Component
final class SecondLook implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(SecondLook.class);

    /** Looks of other processes, and the end of patience, are found so often. */
    private static final Duration TURN = Duration.ofSeconds(1);

    /** Of one region in one turn: some seconds of judging. */
    private static final int AT_ONCE = 500;

    /** An author who is being moved, or a broken row: not tried again before. */
    private static final Duration RESTS = Duration.ofSeconds(30);

    /** More are forgotten, and tried again earlier. */
    private static final int MOST_RESTING = 10_000;

    /** Another decision on the same content comes between, seldom once. */
    private static final int ATTEMPTS = 4;

    private final ServedRegions regions;
    private final CellHealth health;
    private final HomeRegionGate gate;
    private final PlacementDesk placements;
    private final Bench bench;
    private final MediaWatch watch;
    private final ServiceRules services;
    private final NewIds ids;
    private final Clock clock;
    private final Semaphore work = new Semaphore(0);
    private final Map<String, Long> resting = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    SecondLook(
            ServedRegions regions,
            CellHealth health,
            HomeRegionGate gate,
            PlacementDesk placements,
            Bench bench,
            MediaWatch watch,
            ServiceRules services,
            NewIds ids,
            Clock clock,
            GatehouseProperties properties) {
        this.regions = regions;
        this.health = health;
        this.gate = gate;
        this.placements = placements;
        this.bench = bench;
        this.watch = watch;
        this.services = services;
        this.ids = ids;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("second-look").unstarted(this::run);
        if (properties.role() == GatehouseProperties.Role.API) return;
        watch.onSeen(_ -> wake());
        thread.start();
    }

    private void wake() {
        if (work.availablePermits() == 0) work.release();
    }

    private void run() {
        while (!closed) {
            try {
                boolean woken = work.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS);
                if (woken) work.drainPermits();
                for (var region : regions.topology().regions()) if (!closed) turn(region.id());
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void turn(RegionId id) {
        if (!regions.serves(id) || health.isDown(id)) return;
        try {
            var region = regions.orMisdirected(id);
            var waiting = region.cell()
                    .outbox()
                    .lookedAt(DecisionFacts.MEDIA_PENDING, Wire.DECODE_VERSION, clock.instant(), AT_ONCE);
            for (var effect : waiting) if (!closed && !rests(effect.decisionId())) settle(region, effect);
        } catch (DatabaseUnavailableException | DatabaseBusyException away) {
            LOG.warn("contents of {} wait to be judged again: {}", id, away.getMessage());
        } catch (RuntimeException broken) {
            LOG.error("contents of {} cannot be judged again", id, broken);
        }
    }

    private boolean rests(String decisionId) {
        var until = resting.get(decisionId);
        if (until == null || System.nanoTime() < until) return until != null;
        resting.remove(decisionId);
        return false;
    }

    private void rest(String decisionId, String why) {
        if (resting.size() >= MOST_RESTING) resting.clear();
        resting.put(decisionId, System.nanoTime() + RESTS.toNanos());
        LOG.warn("{} waits to be judged again: {}", decisionId, why);
    }

    private void settle(ServedRegion region, Outbox.Waiting effect) {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                switch (judge(region, effect)) {
                    case DONE -> {
                        region.cell().outbox().done(effect);
                        return;
                    }
                    case OVERTAKEN -> {}
                    case LATER -> {
                        rest(effect.decisionId(), "its media were looked at by another version");
                        return;
                    }
                }
            }
            rest(effect.decisionId(), "other decisions keep coming between");
        } catch (StaleHome moved) {
            gate.forget(moved.account());
            rest(effect.decisionId(), "the author is being moved");
        } catch (ProblemException refused) {
            rest(effect.decisionId(), refused.problem().type().title());
        } catch (DatabaseUnavailableException | DatabaseBusyException away) {
            throw away;
        } catch (RuntimeException broken) {
            // The others must still be judged; only the kind of failure is told: its message could quote the content.
            rest(effect.decisionId(), "failed: " + broken.getClass().getSimpleName());
        }
    }

    private enum Step {
        /** Nothing is left to do. */
        DONE,
        /** Another decision came between. */
        OVERTAKEN,
        /** A process of a later version has looked, and will judge. */
        LATER
    }

    private Step judge(ServedRegion region, Outbox.Waiting effect) {
        var found = region.cell().reader().screening(effect.screeningId());
        if (found.isEmpty()) return Step.DONE;
        var standing = found.get();
        var payload = standing.payload();
        // Erased, deleted, edited since, or judged already: each leaves nothing to this effect.
        if (payload.isEmpty() || payload.get().content().length == 0) return Step.DONE;
        if (standing.revision() != effect.revision()) return Step.DONE;
        var unseen = DecisionRecord.unseenIn(payload.get().record());
        if (unseen.isEmpty()) return Step.DONE;
        Instant now = clock.instant();
        boolean late = !effect.dueAt().isAfter(now);
        if (!late && unseen.stream().anyMatch(id -> watch.seen(region, id).isEmpty())) return Step.LATER;
        return decide(region, standing, payload.get(), now);
    }

    private Step decide(ServedRegion region, StoredDecision standing, Payload payload, Instant now) {
        long started = System.nanoTime();
        var content = RecordedDecision.contentOf(payload);
        var author = gate.admit(StoredContent.authorOf(payload.content()), java.util.List.of());
        var place = placements.again(author, region, standing.screeningId(), false);
        var heard = bench.hearAgain(
                content,
                // Whoever asked first: names of contents, and what counts them, are the client's.
                new Caller("media", standing.client(), Set.of()),
                author,
                place,
                StoredContent.participantsOf(payload.content()),
                DecisionRecord.factsOf(payload.record()),
                now);
        var judged = heard.judged();
        String decisionId = ids.decision(region.id());
        byte[] answer = Answer.ofRevision(
                judged,
                standing.screeningId(),
                decisionId,
                place.home(),
                standing.revision(),
                payload.answer(),
                place.placed());
        var before = RecordedDecision.verdictOf(payload);
        var effects = new ArrayList<Effect>(
                DecisionFacts.replacing(before, standing.decisionId(), judged, decisionId));
        effects.add(DecisionFacts.completed(decisionId, standing.decisionId()));
        var outcome = region.cell()
                .writer()
                .redecide(new Redecision(
                        decisionId,
                        standing.decisionId(),
                        DecisionFacts.payload(judged, new byte[0], answer),
                        DecisionFacts.report(judged),
                        DecisionFacts.superseding(
                                DecisionFacts.evidence(judged, services),
                                before,
                                standing.decisionId(),
                                judged.judgement()),
                        effects,
                        AuthorRecordJson.replacing(
                                standing.decisionId(),
                                decisionId,
                                judged.judgement().marks(),
                                now)));
        return switch (outcome) {
            case RedecisionOutcome.Written _ -> {
                LOG.info(
                        "judged again {} supersedes={} region={} policy={} verdict={} ms={}",
                        decisionId,
                        standing.decisionId(),
                        region.id(),
                        judged.versions().policyVersion(),
                        judged.judgement().verdict().wireName(),
                        (System.nanoTime() - started) / 1_000_000);
                yield Step.DONE;
            }
            case RedecisionOutcome.Superseded _ -> Step.OVERTAKEN;
            case RedecisionOutcome.Gone() -> Step.DONE;
        };
    }

    @Override
    public void destroy() throws InterruptedException {
        closed = true;
        wake();
        // Not interrupted while it writes: that would break a connection, and leave open what was committed.
        thread.join(TURN.multipliedBy(10));
        thread.interrupt();
    }
}
