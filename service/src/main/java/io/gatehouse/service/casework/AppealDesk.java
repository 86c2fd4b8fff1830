package io.gatehouse.service.casework;

import io.gatehouse.residency.casework.Appeals;
import io.gatehouse.residency.casework.Appeals.Appeal;
import io.gatehouse.residency.casework.Appeals.Appellant;
import io.gatehouse.residency.casework.Appeals.NewAppeal;
import io.gatehouse.residency.casework.Appeals.Submission;
import io.gatehouse.residency.casework.Notices;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.casework.Whereabouts.Found;
import io.gatehouse.service.decision.StoredContent;
import io.gatehouse.service.problem.Fault;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Opens appeals: by the author of what was restricted, and by whoever reported it (DSA Art. 20). */
@Component
final class AppealDesk {
    private final SentBefore sentBefore;
    private final Works works;
    private final AppealNotes notes;
    private final ServedRegions regions;
    private final NewIds ids;
    private final Clock clock;

    AppealDesk(SentBefore sentBefore, Works works, AppealNotes notes, ServedRegions regions, NewIds ids, Clock clock) {
        this.sentBefore = sentBefore;
        this.works = works;
        this.notes = notes;
        this.regions = regions;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param id what the platform calls it
     * @param noticeId of the notifier who complains; null of the author
     * @param informedAt when the person was told; null for when it was decided
     */
    record Request(
            String id,
            Appellant appellant,
            @Nullable String noticeId,
            String reason,
            @Nullable Instant informedAt) {}

    /** @param body digest of the request */
    Appeal open(Caller caller, Found found, Request request, byte[] body) {
        // What was received is answered so for ever: the window may have closed since, the content may be gone, or
        // elsewhere.
        var before = sentBefore.everywhere(
                region -> new Appeals(region.cell()).sentBefore(caller.client(), request.id(), body));
        if (!before.found().isEmpty())
            return about(found.decision().decisionId(), received(before.found().getFirst()));
        sentBefore.refuseUnsure(before.away(), found.region(), found.decision().account());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var decision = found.decision();
        var appeals = new Appeals(found.region().cell());
        refuseUnappealable(caller, found, request);
        refuseLate(decision.report().decidedAt(), request, now);
        String id = ids.appeal(found.region().id());
        // Asked before the words are written: a refused appeal leaves none.
        for (String earlier : sentBefore
                .everywhere(region -> new Appeals(region.cell()).before(decision.decisionId(), request.noticeId()))
                .found()) throw appealedBefore(earlier);
        String author = null;
        if (request.appellant() == Appellant.AUTHOR) {
            var payload = decision.payload()
                    .orElseThrow(() -> new ProblemException(ProblemType.ERASED, "The author was erased."));
            if (payload.content().length == 0)
                throw new ProblemException(
                        ProblemType.CONTENT_DELETED, "The author deleted this content; nothing of it can be restored.");
            author = StoredContent.authorOf(payload.content());
            notes.write(author, id, decision.decisionId(), request.reason(), now);
        }
        var sent = new NewAppeal(
                id,
                ids.reviewCase(found.region().id()),
                caller.client(),
                request.id(),
                body,
                decision.decisionId(),
                request.noticeId(),
                request.appellant() == Appellant.AUTHOR
                        ? new byte[0]
                        : request.reason().getBytes(StandardCharsets.UTF_8),
                now,
                works.priority("appeal", now));
        var submission = appeals.submit(sent);
        // Somebody else came between: these words belong to no appeal.
        if (author != null && !(submission instanceof Submission.Received)) notes.remove(author, id, now);
        return received(submission);
    }

    /** The same words about another decision are another appeal, which must not be taken for this one. */
    private static Appeal about(String decisionId, Appeal appeal) {
        if (appeal.decisionId().equals(decisionId)) return appeal;
        throw new ProblemException(
                ProblemType.RECORD_ID_REUSED,
                "This client sent an appeal about " + appeal.decisionId() + " under this id before.");
    }

    private static Appeal received(Submission submission) {
        return switch (submission) {
            case Submission.Received(var appeal) -> appeal;
            case Submission.Repeated(var appeal) -> appeal;
            case Submission.IdReused() ->
                throw new ProblemException(
                        ProblemType.RECORD_ID_REUSED, "This client sent another appeal under this id before.");
            case Submission.AppealedBefore(String before) -> throw appealedBefore(before);
            case Submission.Gone() ->
                throw new ProblemException(ProblemType.CONTENT_DELETED, "The content is not here any more.");
        };
    }

    private static ProblemException appealedBefore(String before) {
        return new ProblemException(
                Problem.of(ProblemType.APPEALED_BEFORE, "The same person appealed this decision before.")
                        .with("appeal_id", before));
    }

    private void refuseUnappealable(Caller caller, Found found, Request request) {
        var decision = found.decision();
        switch (request.appellant()) {
            case AUTHOR -> {
                if (!decision.report().verdict().equals("restrict"))
                    throw new ProblemException(
                            ProblemType.NOT_APPEALABLE,
                            "This decision restricts nothing of the author's; it is "
                                    + decision.report().verdict() + '.');
            }
            case NOTIFIER -> {
                String noticeId = java.util.Objects.requireNonNull(request.noticeId());
                var region = regions.ofId(noticeId, 'n');
                boolean isDecided = new Notices(region.cell())
                        .find(noticeId).filter(notice -> notice.client().equals(caller.client())).stream()
                                .flatMap(notice -> notice.items().stream())
                                .anyMatch(item -> decision.decisionId().equals(item.outcomeDecisionId()));
                if (!isDecided)
                    throw new ProblemException(Problem.invalid(
                            ProblemType.INVALID_REQUEST,
                            List.of(new Fault(
                                    "/notice_id",
                                    "is no notice of this client's about which this decision was made"))));
            }
        }
    }

    private void refuseLate(Instant decidedAt, Request request, Instant now) {
        Instant informed = request.informedAt() == null ? decidedAt : request.informedAt();
        if (informed.isBefore(decidedAt) || informed.isAfter(now))
            throw new ProblemException(Problem.invalid(
                    ProblemType.INVALID_REQUEST,
                    List.of(new Fault("/informed_at", "must lie between the decision, " + decidedAt + ", and now"))));
        // No row for it: nobody loses a right by a file that is missing.
        Instant closes = works.dueAt("appeal_window", informed);
        if (closes != null && !now.isBefore(closes))
            throw new ProblemException(Problem.of(ProblemType.APPEAL_WINDOW_CLOSED, "Appeals closed at " + closes + '.')
                    .with("closed_at", closes.toString()));
    }
}
