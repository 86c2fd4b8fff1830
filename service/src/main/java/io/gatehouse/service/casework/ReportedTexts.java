package io.gatehouse.service.casework;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.account.HomeRegionGate;
import io.gatehouse.service.account.StaleHome;
import io.gatehouse.service.casework.SubjectReader.Subject;
import io.gatehouse.service.casework.Whereabouts.Found;
import io.gatehouse.service.decision.Answer;
import io.gatehouse.service.decision.DecisionFacts;
import io.gatehouse.service.decision.StoredContent;
import io.gatehouse.service.judging.Judged;
import io.gatehouse.service.judging.RunningPolicies;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Stores what a recipient reports of a message that nothing here has seen: the words are their author's, so they lie at the
 * author's home under the author's key, and a person decides. No rule looks at them.
 */
@Component
final class ReportedTexts {
    private final HomeRegionGate gate;
    private final RunningPolicies policies;
    private final ServiceRules services;
    private final NewIds ids;
    private final Clock clock;

    ReportedTexts(HomeRegionGate gate, RunningPolicies policies, ServiceRules services, NewIds ids, Clock clock) {
        this.gate = gate;
        this.policies = policies;
        this.services = services;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The same again finds what is stored.
     *
     * @throws ProblemException unresolved, misdirected or erased
     */
    Found store(Caller caller, String ownId, int n, Subject.OfText reported) {
        try {
            return attempt(caller, ownId, n, reported);
        } catch (StaleHome moved) {
            gate.forget(moved.account());
            throw new ProblemException(moved.problem());
        }
    }

    private Found attempt(Caller caller, String ownId, int n, Subject.OfText reported) {
        var author = gate.admit(reported.author(), List.of());
        var region = author.home();
        Instant now = clock.instant();
        var name = new ContentName(caller.client(), "notice\n" + ownId + "\n" + n);
        var content = new Content(
                new ContentId("notice:" + n),
                reported.surface(),
                now,
                author.country().value(),
                null,
                List.of(new Part.Text(reported.text())));
        var judged = new Judged(
                content,
                Facts.NONE.at(now),
                nobodyLooked(),
                Overrides.NONE,
                policies.active().versions(),
                now);
        String screeningId = ids.screening(region.id());
        String decisionId = ids.decision(region.id());
        byte[] answer = Answer.write(judged, screeningId, decisionId, region.id());
        var written = region.cell()
                .writer()
                .write(new CellWrite(
                        author.author(),
                        name,
                        null,
                        screeningId,
                        decisionId,
                        DecisionFacts.payload(
                                judged, StoredContent.write(content, reported.author(), List.of()), answer),
                        DecisionFacts.report(judged),
                        DecisionFacts.evidence(judged, services, Map.of("source", "notice")),
                        List.of(),
                        List.of()));
        switch (written) {
            case WriteOutcome.Written _, WriteOutcome.ContentExists _, WriteOutcome.Repeated _ -> {}
            case WriteOutcome.StaleHome(long _, var state) ->
                throw new StaleHome(author.author().account(), state);
            case WriteOutcome.KeyReused() -> throw new IllegalStateException("no idempotency key was sent");
        }
        return region.cell()
                .reader()
                .content(name)
                .map(standing -> new Found(region, standing))
                .orElseThrow(() -> new ProblemException(ProblemType.ERASED, "The author is being erased."));
    }

    private static Judgement nobodyLooked() {
        return new Judgement(
                new Verdict.Review(false),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                LanguageGuess.UNKNOWN,
                Map.of(),
                new Permissions(Set.of(), List.of(), List.of()),
                List.of(),
                null,
                null);
    }
}
