package io.gatehouse.service.region;

import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import java.util.List;
import java.util.Map;

/** Every region of the topology, and which of them live in this process. Immutable. */
public final class ServedRegions {
    private final Topology topology;
    private final Map<RegionId, ServedRegion> served;

    ServedRegions(Topology topology, Map<RegionId, ServedRegion> served) {
        this.topology = topology;
        this.served = Map.copyOf(served);
    }

    public Topology topology() {
        return topology;
    }

    /** In the order of the topology. */
    public List<ServedRegion> all() {
        return topology.regions().stream()
                .map(region -> served.get(region.id()))
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    public boolean serves(RegionId region) {
        return served.containsKey(region);
    }

    /** @throws ProblemException {@link ProblemType#MISDIRECTED_REGION}, naming where to go instead */
    public ServedRegion orMisdirected(RegionId id) {
        var here = served.get(id);
        if (here != null) return here;
        String endpoint =
                topology.region(id).map(Region::endpoint).map(Object::toString).orElse("");
        throw new ProblemException(Problem.of(
                        ProblemType.MISDIRECTED_REGION,
                        "The home region " + id + " is not served by this process; send the same to its endpoint.")
                .with("home_region", id.value())
                .with("endpoint", endpoint));
    }

    /**
     * The region that an id of ours names: {@code <region>.<kind>.<random>}.
     *
     * @param kind {@code d} for decisions, {@code s} for screenings, {@code m} for media, and so on, see {@link NewIds}
     * @throws ProblemException not found when it is not such an id, misdirected when its region lives elsewhere
     */
    public ServedRegion ofId(String id, char kind) {
        int dot = id.indexOf('.');
        boolean formed = dot > 0 && id.length() > dot + 3 && id.charAt(dot + 1) == kind && id.charAt(dot + 2) == '.';
        var region = formed ? regionOf(id.substring(0, dot)) : null;
        if (region == null) throw new ProblemException(ProblemType.NOT_FOUND, "There is nothing of this id.");
        return orMisdirected(region);
    }

    /** @throws ProblemException not found when the topology has no region of this name */
    public ServedRegion named(String name) {
        var region = regionOf(name);
        if (region == null) throw new ProblemException(ProblemType.NOT_FOUND, "There is no region of this name.");
        return orMisdirected(region);
    }

    private @org.jspecify.annotations.Nullable RegionId regionOf(String name) {
        return topology.regions().stream()
                .map(Region::id)
                .filter(id -> id.value().equals(name))
                .findFirst()
                .orElse(null);
    }
}
