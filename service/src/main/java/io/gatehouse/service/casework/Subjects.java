package io.gatehouse.service.casework;

import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.access.Role;
import io.gatehouse.service.casework.SubjectReader.Item;
import io.gatehouse.service.casework.SubjectReader.Subject;
import io.gatehouse.service.problem.Fault;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds what a notice or an order is about, and parts it by region: what is said about content stays where the content is.
 */
@Component
final class Subjects {
    private final Whereabouts whereabouts;
    private final ReportedTexts texts;
    private final SentBefore sentBefore;
    private final AccountDirectory directory;
    private final ServedRegions regions;

    Subjects(
            Whereabouts whereabouts,
            ReportedTexts texts,
            SentBefore sentBefore,
            AccountDirectory directory,
            ServedRegions regions) {
        this.whereabouts = whereabouts;
        this.texts = texts;
        this.sentBefore = sentBefore;
        this.directory = directory;
        this.regions = regions;
    }

    /**
     * @param author or the person themselves
     * @param decisionId what stands on it; null of a person
     */
    record Located(
            int n,
            Item item,
            ServedRegion region,
            AccountRef author,
            @Nullable String decisionId) {}

    /**
     * In the order in which the regions are first named. Supplied texts are stored on the way, under {@code ownId}.
     *
     * @param received items that a record is about already: these are not looked for, whatever became of them
     * @param away where nobody could look for such a record
     * @throws ProblemException {@link ProblemType#UNKNOWN_SUBJECT} with every item that is not here; {@link
     *     ProblemType#REGION_UNAVAILABLE} where a region that is away may have received it
     */
    List<List<Located>> byRegion(
            Caller caller, String ownId, List<Item> items, Set<Integer> received, Set<RegionId> away) {
        var faults = new ArrayList<Fault>();
        var known = new ArrayList<Located>();
        // Texts last: nothing is stored for a notice that is refused.
        for (int n = 0; n < items.size(); n++)
            if (!received.contains(n) && !(items.get(n).subject() instanceof Subject.OfText)) {
                var located = locate(caller, n, items.get(n));
                if (located.isPresent()) known.add(located.get());
                else
                    faults.add(new Fault(
                            "/items/" + n,
                            "is not here: nothing of this id was screened by this client, or it is gone"));
            }
        // It may be gone, and have been received before that, where nobody can look now.
        if (!faults.isEmpty() && !away.isEmpty()) throw SentBefore.unsure(away);
        if (!faults.isEmpty()) throw new ProblemException(Problem.invalid(ProblemType.UNKNOWN_SUBJECT, faults));
        for (var each : known) sentBefore.refuseUnsure(away, each.region(), each.author());
        for (int n = 0; n < items.size(); n++)
            if (!received.contains(n) && items.get(n).subject() instanceof Subject.OfText text) {
                var stored = texts.store(caller, ownId, n, text);
                var decision = stored.decision();
                sentBefore.refuseUnsure(away, stored.region(), decision.account());
                known.add(new Located(n, items.get(n), stored.region(), decision.account(), decision.decisionId()));
            }
        Map<String, List<Located>> parts = new LinkedHashMap<>();
        known.stream()
                .sorted(java.util.Comparator.comparingInt(Located::n))
                .forEach(each -> parts.computeIfAbsent(each.region().id().value(), _ -> new ArrayList<>())
                        .add(each));
        return List.copyOf(parts.values());
    }

    private Optional<Located> locate(Caller caller, int n, Item item) {
        return switch (item.subject()) {
            case Subject.OfContent(String id) -> located(caller, n, item, whereabouts.content(caller.client(), id));
            case Subject.OfScreening(String id) -> located(caller, n, item, whereabouts.decision(id, 's'));
            case Subject.OfDecision(String id) -> located(caller, n, item, whereabouts.decision(id));
            case Subject.OfAccount(String id) -> {
                var account = directory.refOf(id);
                yield directory
                        .find(account)
                        .map(home -> new Located(n, item, regions.orMisdirected(home.region()), account, null));
            }
            case Subject.OfText _ -> Optional.empty();
        };
    }

    /** Another client's content does not exist for a platform; staff name any. */
    private static Optional<Located> located(Caller caller, int n, Item item, Optional<Whereabouts.Found> found) {
        boolean namesAll =
                caller.roles().contains(Role.REVIEWER) || caller.roles().contains(Role.PRIVACY);
        return found.filter(each -> namesAll || each.decision().client().equals(caller.client()))
                .filter(each -> each.decision()
                        .payload()
                        .filter(payload -> payload.content().length > 0)
                        .isPresent())
                .map(each -> new Located(
                        n,
                        item,
                        each.region(),
                        each.decision().account(),
                        each.decision().decisionId()));
    }
}
