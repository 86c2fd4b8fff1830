package io.gatehouse.service.casework;

import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import io.gatehouse.service.submission.ContentFinder;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Finds what records name, where it is by now. Shows nothing to anyone. */
@Component
final class Whereabouts {
    private final ServedRegions regions;
    private final ContentFinder contents;

    Whereabouts(ServedRegions regions, ContentFinder contents) {
        this.regions = regions;
        this.contents = contents;
    }

    /** Where it is, and what it is. */
    record Found(ServedRegion region, StoredDecision decision) {}

    /**
     * A decision, or the one that stands for a screening; when its author has moved, that region knows where to.
     *
     * @throws ProblemException not found when it is no such id, misdirected when it lives elsewhere by now
     */
    Optional<Found> decision(String id, char kind) {
        ServedRegion region = regions.ofId(id, kind);
        Set<RegionId> visited = new HashSet<>();
        while (visited.add(region.id())) {
            var reader = region.cell().reader();
            var found = kind == 's' ? reader.screening(id) : reader.decision(id);
            if (found.isPresent()) return Optional.of(new Found(region, found.get()));
            var next = region.cell().departures().movedTo(id);
            if (next.isEmpty()) return Optional.empty();
            region = regions.orMisdirected(next.get());
        }
        return Optional.empty();
    }

    Optional<Found> decision(String id) {
        return decision(id, 'd');
    }

    /** What stands on a client's content; empty when it has none of this id. */
    Optional<Found> content(String client, String contentId) {
        try {
            var found = contents.find(new ContentName(client, contentId));
            return Optional.of(new Found(found.region(), found.standing()));
        } catch (ProblemException refused) {
            if (refused.problem().type() == ProblemType.NOT_FOUND) return Optional.empty();
            throw refused;
        }
    }
}
