package io.gatehouse.service.migration;

import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.crossing.Crossing;
import io.gatehouse.residency.crossing.Destination;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.crossing.Ruling;
import io.gatehouse.residency.crossing.TransferGate;
import io.gatehouse.residency.migration.PeopleMover;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Asks the gate for those who move. */
@Component
public final class MoveGate {
    /** Longer than the copying of anybody takes; who is not done by then is asked for again. */
    private static final Duration OPEN_FOR = Duration.ofHours(24);

    private final TransferGate gate;
    private final ServedRegions regions;
    private final Clock clock;

    MoveGate(TransferGate gate, ServedRegions regions, Clock clock) {
        this.gate = gate;
        this.regions = regions;
        this.clock = clock;
    }

    /**
     * @param basis why these people's home is the other region
     * @throws io.gatehouse.residency.crossing.CrossingRefused with every reason
     */
    public Passage pass(RegionId from, RegionId to, LegalBasisClaim basis, long people) {
        return gate.pass(crossing(from, to, basis, people));
    }

    /** What the law on file says; nothing is recorded. */
    public Ruling rule(RegionId from, RegionId to, LegalBasisClaim basis, long people) {
        return gate.rule(crossing(from, to, basis, people));
    }

    private Crossing crossing(RegionId from, RegionId to, LegalBasisClaim basis, long people) {
        Instant now = clock.instant();
        // The program that moves them runs where both cells are served; it sits at the end that the data leave.
        var seat = regions.topology().region(from).orElseThrow().location();
        return new Crossing(
                Purpose.RESIDENCE_CHANGE,
                PeopleMover.EVERYTHING,
                from,
                new Destination.ToRegion(to),
                new Actor("migration", Actor.Kind.SYSTEM, seat),
                basis,
                people,
                null,
                now,
                now.plus(OPEN_FOR));
    }
}
