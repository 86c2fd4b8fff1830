package io.gatehouse.service.casework;

import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What was sent before, wherever it lies. A record stays in the region that received it, while the content that it is about may move, be
 * deleted or be erased: the same sent again is answered by the record, and never received a second time elsewhere.
 */
@Component
final class SentBefore {
    private static final Logger LOG = LoggerFactory.getLogger(SentBefore.class);

    /** A database that fails over is back within. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final ServedRegions regions;

    SentBefore(ServedRegions regions) {
        this.regions = regions;
    }

    /**
     * @param found in the order of the regions
     * @param away where nobody could look
     */
    record Before<T>(List<T> found, Set<RegionId> away) {
        Before {
            found = List.copyOf(found);
            away = Set.copyOf(away);
        }
    }

    /** @param look asked of each region that is served here; one that is away keeps no record from the others */
    <T> Before<T> everywhere(Function<ServedRegion, Optional<T>> look) {
        var found = new ArrayList<T>();
        var away = new TreeSet<RegionId>();
        for (var region : regions.all())
            try {
                look.apply(region).ifPresent(found::add);
            } catch (DatabaseUnavailableException gone) {
                LOG.warn("what was sent before is not looked for in {}, which is away", region.id());
                away.add(region.id());
            }
        return new Before<>(found, away);
    }

    /**
     * To be asked before something is received that was not found. Where content has never been, nothing about it was received; of somebody
     * who has lived in a region that is away it may have been, and would be a second time.
     *
     * @param away where nobody could look
     * @param here where the content is
     * @throws ProblemException naming the regions; the same can be sent again when they are back
     */
    void refuseUnsure(Set<RegionId> away, ServedRegion here, AccountRef author) {
        if (away.isEmpty()) return;
        var lived = new HashSet<RegionId>();
        var next = new ArrayDeque<>(List.of(here));
        // Each region knows whence people came to it, also after they have left.
        while (!next.isEmpty())
            for (var arrival : next.poll().cell().arrivals().of(author)) {
                var from = arrival.from();
                if (away.contains(from)) throw unsure(away);
                if (lived.add(from))
                    regions.all().stream()
                            .filter(each -> each.id().equals(from))
                            .forEach(next::add);
            }
    }

    static ProblemException unsure(Set<RegionId> away) {
        return new ProblemException(Problem.of(
                        ProblemType.REGION_UNAVAILABLE,
                        "Whether the same was received before is not known: "
                                + away.stream().map(RegionId::value).sorted().collect(Collectors.joining(", "))
                                + " cannot be asked now, where what it is about may have been. Nothing was received; send it"
                                + " again.")
                .retryAfter(RETRY_AFTER));
    }
}
