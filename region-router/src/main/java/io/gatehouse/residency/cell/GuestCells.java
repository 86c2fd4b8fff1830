package io.gatehouse.residency.cell;

import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Where content of a person may lie besides home. Whoever erases, exports or moves a person asks all of these. */
public final class GuestCells {
    private GuestCells() {}

    /**
     * The regions that the home's row names, and every other region of the home's jurisdiction: while a home is down it
     * cannot note where its people were sheltered, and shelter is given in no other jurisdiction.
     *
     * @param registered as {@link Account#guests()} says
     * @return without the home itself, in the order of the topology after those registered
     */
    public static Set<RegionId> of(Topology topology, RegionId home, Collection<RegionId> registered) {
        var cells = new LinkedHashSet<>(registered);
        topology.region(home)
                .ifPresent(here -> topology.regions().stream()
                        .filter(other -> other.jurisdiction().equals(here.jurisdiction()))
                        .map(Region::id)
                        .forEach(cells::add));
        cells.remove(home);
        return cells;
    }
}
