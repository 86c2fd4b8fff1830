package io.gatehouse.residency.crossing;

import io.gatehouse.residency.region.Topology;
import java.util.List;

/** Rules on crossings. Pure. */
final class TransferJudge {
    private final Topology topology;

    TransferJudge(Topology topology, TransferRules rules) {
        this.topology = topology;
    }

    Ruling rule(Crossing crossing) {
        var from = topology.region(crossing.from()).orElseThrow();
        if (crossing.to() instanceof Destination.ToRegion(var id)
                && topology.region(id).orElseThrow().jurisdiction().equals(from.jurisdiction()))
            return new Ruling.Permitted(LegalBasis.INSIDE, "regions.yaml", "", List.of(), crossing.expires(), null);
        return new Ruling.Refused(List.of(new Reason("no_basis", "No legal basis is on file for this.")));
    }
}
