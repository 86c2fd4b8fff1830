package io.gatehouse.service.submission;

import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.operator.OperatorDesk;
import io.gatehouse.service.operator.Wanted;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Finds decisions where they are now. An id names the region where it was made; when its author has moved, that region knows
 * where to. Following is no crossing: it is what a client does that is told 421.
 */
@Component
final class DecisionFinder {
    private final ServedRegions regions;
    private final OperatorDesk operators;

    DecisionFinder(ServedRegions regions, OperatorDesk operators) {
        this.regions = regions;
        this.operators = operators;
    }

    /** Where it is, and what it is. */
    record Found(ServedRegion region, StoredDecision decision) {}

    /** @throws ProblemException not found, or misdirected to the region where it is by now */
    Optional<Found> decision(String id, HttpServletRequest request) {
        return follow(request, id, 'd', reader -> reader.decision(id));
    }

    /** The decision that stands for a screening. */
    Optional<Found> screening(String id, HttpServletRequest request) {
        return follow(request, id, 's', reader -> reader.screening(id));
    }

    private Optional<Found> follow(
            HttpServletRequest request, String id, char kind, Function<CellReader, Optional<StoredDecision>> read) {
        ServedRegion region = regions.ofId(id, kind);
        Set<RegionId> visited = new HashSet<>();
        while (visited.add(region.id())) {
            // Whoever may read in one region need not be admitted to the next.
            operators.admit(request, Wanted.ofRecord(region.id(), id, DataKind.DECISION));
            var found = read.apply(region.cell().reader());
            if (found.isPresent()) return Optional.of(new Found(region, found.get()));
            var next = region.cell().departures().movedTo(id);
            if (next.isEmpty()) return Optional.empty();
            region = regions.orMisdirected(next.get());
        }
        throw new ProblemException(ProblemType.NOT_FOUND, "There is nothing of this id.");
    }
}
