package io.gatehouse.service.job;

import io.gatehouse.jobs.rescan.StoredContents;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.Redecision;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.decision.Answer;
import io.gatehouse.service.decision.DecisionFacts;
import io.gatehouse.service.decision.RecordedDecision;
import io.gatehouse.service.decision.StoredJudgement;
import io.gatehouse.service.fact.AuthorRecordJson;
import io.gatehouse.service.judging.Judged;
import io.gatehouse.service.judging.RunningPolicies;
import io.gatehouse.service.judging.Versions;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decisions as the door stores them, read back and made anew. */
final class RecordedContents implements StoredContents {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedContents.class);

    private final LookingAgain lookingAgain;

    private final AccountDirectory directory;
    private final ServiceRules services;
    private final Clock clock;

    RecordedContents(RunningPolicies policies, ServiceRules services, AccountDirectory directory, Clock clock) {
        this.directory = directory;
        this.services = services;
        this.clock = clock;
        this.lookingAgain = new LookingAgain(policies::active, clock);
    }

    @Override
    public Opened open(StoredDecision decision, Payload payload) {
        if (payload.content().length == 0) return new Opened.Unreadable("content_not_kept");
        if (RecordedDecision.isOfPerson(payload.answer())) return new Opened.Unreadable("decided_by_person");
        try {
            var stored = StoredJudgement.read(decision, payload, clock.instant());
            return new Opened.Judgeable(
                    stored.content(),
                    lookingAgain.permissions(stored.content(), stored.permitted()),
                    stored.facts(),
                    stored.verdict());
        } catch (RuntimeException broken) {
            // Only the kind of failure is told: its message could quote the content.
            LOG.warn(
                    "decision {} cannot be read: {}",
                    decision.decisionId(),
                    broken.getClass().getSimpleName());
            return new Opened.Unreadable("unreadable");
        }
    }

    @Override
    public Redecision redecide(
            String decisionId,
            StoredDecision superseded,
            Opened.Judgeable opened,
            Moderator judgedBy,
            Judgement judgement,
            Overrides overrides,
            Instant decidedAt) {
        var judged =
                new Judged(opened.content(), opened.facts(), judgement, overrides, Versions.of(judgedBy), decidedAt);
        // A guest's content lies elsewhere than its author is at home.
        var home = directory
                .find(superseded.account())
                .map(AccountHome::region)
                .orElseGet(() -> new RegionId(decisionId.substring(0, decisionId.indexOf('.'))));
        byte[] answer = Answer.ofRevision(
                judged,
                superseded.screeningId(),
                decisionId,
                home,
                superseded.revision(),
                superseded.payload().map(Payload::answer).orElseThrow(),
                null);
        return new Redecision(
                decisionId,
                superseded.decisionId(),
                DecisionFacts.payload(judged, new byte[0], answer),
                DecisionFacts.report(judged),
                DecisionFacts.superseding(
                        DecisionFacts.evidence(judged, services),
                        opened.verdict(),
                        superseded.decisionId(),
                        judged.judgement()),
                DecisionFacts.replacing(opened.verdict(), superseded.decisionId(), judged, decisionId),
                AuthorRecordJson.replacing(superseded.decisionId(), decisionId, judgement.marks(), decidedAt));
    }
}
