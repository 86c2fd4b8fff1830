package io.gatehouse.service.screen;

import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.Territories;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.service.judging.Norms;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which law a row of a file stands under: its own country's today, else that of the region the user named. */
public final class FileLaw {
    private final Norms norms;
    private final Territories territories;
    private final Set<Purpose> purposes;
    private final Set<String> otherwise;
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

    private FileLaw(Norms norms, Territories territories, Set<String> otherwise) {
        this.norms = norms;
        this.territories = territories;
        this.purposes = norms.policies().purposes();
        this.otherwise = otherwise;
    }

    /**
     * @param region null when rows without a country stand under no union's law
     * @return empty when there is no such region
     */
    public static Optional<FileLaw> of(Norms norms, Path policies, @Nullable String region) {
        Topology topology = Topology.load(policies.resolve("residency"));
        if (region == null) return Optional.of(new FileLaw(norms, topology.territories(), Set.of()));
        return topology.regions().stream()
                .filter(known -> known.id().value().equals(region))
                .findFirst()
                .map(known -> new FileLaw(
                        norms, topology.territories(), known.jurisdiction().eea() ? Set.of("EU", "EEA") : Set.of()));
    }

    /** On public surfaces everything; on private ones what the calendar permits. */
    public Permissions permissions(Row.Message message) {
        if (!message.surface().isPrivate()) return new Permissions(purposes, java.util.List.of(), java.util.List.of());
        Set<String> where = message.country() == null
                ? otherwise
                : territories.namesInLaw(new CountryCode(message.country()), today);
        return norms.law().permissions(message.surface(), where, today, purposes);
    }
}
