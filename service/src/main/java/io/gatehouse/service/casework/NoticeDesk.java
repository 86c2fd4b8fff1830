package io.gatehouse.service.casework;

import io.gatehouse.residency.casework.Notices;
import io.gatehouse.residency.casework.Notices.NewItem;
import io.gatehouse.residency.casework.Notices.NewNotice;
import io.gatehouse.residency.casework.Notices.Notice;
import io.gatehouse.residency.casework.Notices.Submission;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.casework.NoticeReader.NoticeRequest;
import io.gatehouse.service.casework.Subjects.Located;
import io.gatehouse.service.problem.Fault;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The way of a notice: what it is about is found, and in each region concerned it is received with a case for every item, in one
 * transaction. What is answered is durable; sent again under its id, it goes on where it was cut short.
 */
@Component
final class NoticeDesk {
    private final Subjects subjects;
    private final SentBefore sentBefore;
    private final Works works;
    private final NewIds ids;
    private final Clock clock;

    NoticeDesk(Subjects subjects, SentBefore sentBefore, Works works, NewIds ids, Clock clock) {
        this.subjects = subjects;
        this.sentBefore = sentBefore;
        this.works = works;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param body digest of the request
     * @return a part for each region; the first leads
     */
    List<Notice> submit(Caller caller, NoticeRequest request, byte[] body) {
        var before = sentBefore.everywhere(
                region -> new Notices(region.cell()).sentBefore(caller.client(), request.id(), body));
        var parts = parts(before.found());
        var received = new HashSet<Integer>();
        for (var part : parts) for (var item : part.items()) received.add(item.n());
        if (received.size() == request.items().size()) return parts;
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String flagger = request.trustedFlagger();
        if (flagger != null && !works.isTrustedFlagger(flagger, now))
            throw new ProblemException(Problem.invalid(
                    ProblemType.INVALID_REQUEST,
                    List.of(new Fault(
                            "/trusted_flagger", "no row of registers/trusted-flaggers.yaml gives this status today"))));
        int priority = works.priority(flagger == null ? "notice" : Works.FLAGGED, now);
        for (var part : subjects.byRegion(caller, request.id(), request.items(), received, before.away())) {
            var region = part.getFirst().region();
            parts.add(received(new Notices(region.cell())
                    .submit(notice(caller, request, body, region, part, parts.isEmpty(), now, priority))));
        }
        return parts;
    }

    /** In the order of what they name. */
    private static List<Notice> parts(List<Submission> before) {
        var parts = new ArrayList<Notice>();
        for (var sent : before) parts.add(received(sent));
        parts.sort(Comparator.comparingInt(part -> part.items().getFirst().n()));
        return parts;
    }

    private NewNotice notice(
            Caller caller,
            NoticeRequest request,
            byte[] body,
            ServedRegion region,
            List<Located> part,
            boolean leads,
            Instant now,
            int priority) {
        return new NewNotice(
                ids.notice(region.id()),
                caller.client(),
                request.id(),
                body,
                leads,
                now,
                request.category(),
                request.keywords(),
                request.trustedFlagger(),
                request.notifier() == null ? null : request.notifier().email(),
                NoticeText.notifier(request),
                NoticeText.text(request, part),
                part.stream()
                        .map(each -> new NewItem(
                                each.n(),
                                java.util.Objects.requireNonNull(each.decisionId()),
                                ids.reviewCase(region.id())))
                        .toList(),
                priority);
    }

    private static Notice received(Submission submission) {
        return switch (submission) {
            case Submission.Received(var notice) -> notice;
            case Submission.Repeated(var notice) -> notice;
            case Submission.IdReused() ->
                throw new ProblemException(
                        ProblemType.RECORD_ID_REUSED, "This client sent another notice under this id before.");
            case Submission.Gone(int n) ->
                throw new ProblemException(Problem.invalid(
                        ProblemType.UNKNOWN_SUBJECT,
                        List.of(new Fault("/items/" + n, "was moved or removed meanwhile; send the same again"))));
        };
    }
}
