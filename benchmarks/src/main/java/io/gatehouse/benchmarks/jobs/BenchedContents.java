package io.gatehouse.benchmarks.jobs;

import io.gatehouse.jobs.rescan.StoredContents;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.Redecision;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.service.decision.RecordedDecision;
import io.gatehouse.service.decision.StoredJudgement;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;

/** Decisions on public surfaces as the door stores them, read back as the service's rescan does. */
final class BenchedContents implements StoredContents {
    private static final Permissions ALL = new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of());

    @Override
    public Opened open(StoredDecision decision, Payload payload) {
        if (payload.content().length == 0) return new Opened.Unreadable("content_not_kept");
        if (RecordedDecision.isOfPerson(payload.answer())) return new Opened.Unreadable("decided_by_person");
        var stored = StoredJudgement.read(decision, payload, Instant.now());
        return new Opened.Judgeable(stored.content(), ALL, stored.facts(), stored.verdict());
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
        throw new IllegalStateException("the same policy decided otherwise: " + superseded.decisionId());
    }
}
