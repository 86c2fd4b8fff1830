package io.gatehouse.service.submission;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Observation;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.cell.IdempotencyKey;
import io.gatehouse.residency.cell.ShadowVerdict;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
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
import io.gatehouse.service.fact.FactDesk;
import io.gatehouse.service.judging.Judged;
import io.gatehouse.service.judging.Judging;
import io.gatehouse.service.judging.RuleCounts;
import io.gatehouse.service.judging.Running;
import io.gatehouse.service.judging.RunningPolicies;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.submission.ScreeningRequest.Person;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
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
    private final RunningPolicies policies;
    private final Shadowing shadowing;
    private final RuleCounts counts;
    private final FactDesk facts;
    private final AccountDirectory directory;
    private final NewIds ids;
    private final ScreeningMetrics metrics;
    private final Clock clock;
    private final boolean logsRequests;

    Screener(
            HomeRegionGate gate,
            RunningPolicies policies,
            Shadowing shadowing,
            RuleCounts counts,
            FactDesk facts,
            AccountDirectory directory,
            NewIds ids,
            ScreeningMetrics metrics,
            Clock clock,
            GatehouseProperties properties) {
        this.gate = gate;
        this.policies = policies;
        this.shadowing = shadowing;
        this.counts = counts;
        this.facts = facts;
        this.directory = directory;
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
        Content content = ContentReader.read(request, author, now);
        Running running = policies.now();
        Judging judging = running.judgeOf(author.author().account());
        FactDesk.Sent sent = sent(caller, request, author);
        Function<Observation, Facts> told = seen -> facts.tell(sent, seen, now);
        Judged judged = judging.judge(content, now, deadline(judging, request, content), told);
        List<ShadowVerdict> shadows = shadowing.beside(judged, running, told);

        RegionId home = author.home().id();
        String decisionId = ids.decision(home);
        String screeningId = ids.screening(home);
        byte[] answer = Answer.write(judged, screeningId, decisionId, home);
        var participants =
                request.participants().stream().map(Person::accountId).toList();
        var write = new CellWrite(
                author.author(),
                new ContentName(caller.client(), content.id().value()),
                idempotencyKey == null ? null : new IdempotencyKey(caller.client(), idempotencyKey, request.digest()),
                screeningId,
                decisionId,
                DecisionFacts.payload(judged, StoredContent.write(content, person.accountId(), participants), answer),
                DecisionFacts.report(judged),
                DecisionFacts.evidence(judged),
                DecisionFacts.effects(judged, decisionId),
                shadows,
                ContentReader.mediaOf(content),
                AuthorRecordJson.noting(decisionId, judged.judgement().marks(), now));
        WriteOutcome written = author.home().cell().writer().write(write);
        Screened screened = outcome(author, written, decisionId, answer);
        // A repeat answers a decision that was counted when it was made.
        if (written instanceof WriteOutcome.Written) {
            counts.decided(judged);
            shadows.forEach(shadow -> counts.shadowed(shadow.policyDigest(), shadow.rules()));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        metrics.count(judged, took);
        if (logsRequests)
            LOG.info(
                    "screened {} region={} key={} policy={} verdict={} ms={}",
                    screened.decisionId(),
                    home,
                    caller.keyId(),
                    judged.versions().policyVersion(),
                    judged.judgement().verdict().wireName(),
                    took.toMillis());
        return screened;
    }

    private static Duration deadline(Judging judging, ScreeningRequest request, Content content) {
        Duration declared = judging.deadlineOf(content);
        Duration asked = request.deadline();
        return asked == null || asked.compareTo(declared) > 0 ? declared : asked;
    }

    private FactDesk.Sent sent(Caller caller, ScreeningRequest request, KnownAccount author) {
        List<AccountRef> recipients = request.participants().stream()
                .map(participant -> directory.refOf(participant.accountId()))
                .toList();
        return new FactDesk.Sent(
                author.home().id(),
                author.home().cell().reader(),
                author.author().account(),
                caller.client() + '/' + request.id().value(),
                request.context().conversation(),
                recipients.isEmpty() ? null : recipients);
    }

    private static Screened outcome(KnownAccount author, WriteOutcome outcome, String decisionId, byte[] answer) {
        RegionId home = author.home().id();
        return switch (outcome) {
            case WriteOutcome.Written(long index) ->
                new Screened(decisionId, home, Answer.complete(answer, home, index));
            case WriteOutcome.Repeated(String earlier, byte[] stored, long index) ->
                new Screened(earlier, home, Answer.complete(stored, home, index));
            case WriteOutcome.KeyReused() ->
                throw new ProblemException(
                        ProblemType.IDEMPOTENCY_KEY_REUSED,
                        "This idempotency key came with another body before; a new request needs a new key.");
            case WriteOutcome.ContentExists(String screeningId) ->
                throw new ProblemException(Problem.of(
                                ProblemType.CONTENT_ID_REUSED, "This client has screened a content of this id already.")
                        .with("screening_id", screeningId));
            case WriteOutcome.StaleHome(long _, var state) ->
                throw new StaleHome(author.author().account(), state);
        };
    }
}
