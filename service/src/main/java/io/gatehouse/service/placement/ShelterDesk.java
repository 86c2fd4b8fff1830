package io.gatehouse.service.placement;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.gatehouse.residency.cell.Placed;
import io.gatehouse.residency.cell.Shelter;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.account.KnownAccount;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.placement.Passages.Leave;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.region.CellHealth;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * What becomes of people whose cell is down: refused, unless {@code gatehouse.failover.surfaces} allows that the next healthy
 * region of their jurisdiction shelters them. Never another jurisdiction: when all of it is down, they are refused.
 */
@Component
public final class ShelterDesk {
    /** A retry that comes sooner after the first content was sheltered by another node may be judged a second time. */
    private static final Duration BELIEVED_FOR = Duration.ofSeconds(1);

    private final ServedRegions regions;
    private final CellHealth health;
    private final Passages passages;
    private final Set<String> surfaces;
    private final LoadingCache<RegionId, Set<RegionId>> sheltered;

    ShelterDesk(ServedRegions regions, CellHealth health, Passages passages, GatehouseProperties properties) {
        this.regions = regions;
        this.health = health;
        this.passages = passages;
        this.surfaces = Set.copyOf(properties.failover().surfaces());
        this.sheltered = Caffeine.newBuilder()
                .expireAfterWrite(BELIEVED_FOR)
                .build(region -> regions.orMisdirected(region).cell().shelter().homes());
    }

    boolean isDown(ServedRegion home) {
        return health.isDown(home.id());
    }

    /** Whether content of this surface may be sheltered at all. */
    boolean shelters(String surface) {
        return surfaces.contains(surface);
    }

    /**
     * Where the content goes while the author's home is down.
     *
     * @throws ProblemException 503, naming the region, when it may go nowhere
     */
    Place shelter(KnownAccount author, Message message) {
        var home = author.home().id();
        if (!shelters(message.surface()))
            throw away(home, "is not to be sheltered elsewhere (gatehouse.failover.surfaces)");
        return anywhere(author, message.hasMedia());
    }

    /** Where media go while their author's home is down: no content tells yet on which surface they will be shown. */
    Place shelterMedia(KnownAccount author) {
        if (surfaces.isEmpty())
            throw away(author.home().id(), "is not to be sheltered elsewhere (gatehouse.failover.surfaces)");
        return anywhere(author, true);
    }

    private Place anywhere(KnownAccount author, boolean hasMedia) {
        var home = author.home().id();
        for (var other : author.home().region().failover()) {
            if (!regions.serves(other) || health.isDown(other)) continue;
            switch (passages.askShelter(home, other, author.author().account(), hasMedia)) {
                case Leave.Open(var passage, var _) -> {
                    sheltered.invalidate(other);
                    return place(author, regions.orMisdirected(other), passage);
                }
                case Leave.Closed _ -> {}
            }
        }
        throw away(home, "can go to no other region of its jurisdiction now");
    }

    private static Place place(KnownAccount author, ServedRegion other, Passage passage) {
        var home = author.home().id();
        var told = new Told(
                other.id().value(),
                Shelter.FAILOVER,
                null,
                passage.id(),
                List.of(),
                List.of(),
                0,
                null,
                List.of(
                        "The cell of the home region " + home + " does not answer.",
                        other.id()
                                + " is of the same jurisdiction and shelters the content until it is brought home."));
        return new Place(
                other,
                home,
                author.author(),
                new Placed(Shelter.FAILOVER, passage.id()),
                passage,
                List.of(),
                List.of(),
                told);
    }

    /** Cells that may have answered the same request while the home was down. */
    List<ServedRegion> askedFirst(ServedRegion home) {
        if (surfaces.isEmpty()) return List.of();
        var found = new ArrayList<ServedRegion>();
        for (var other : home.region().failover()) {
            if (!regions.serves(other) || health.isDown(other)) continue;
            if (holdsAny(other, home.id())) found.add(regions.orMisdirected(other));
        }
        return found;
    }

    /** One cell's outage is not another's: what it answered is found when it is back and brings it home. */
    private boolean holdsAny(RegionId other, RegionId home) {
        try {
            return sheltered.get(other).contains(home);
        } catch (DatabaseUnavailableException _) {
            return false;
        }
    }

    ProblemException mediaAway(RegionId home) {
        return away(home, "shows media that lie at home");
    }

    ProblemException refuseMixed(RegionId home) {
        return away(home, "may belong under a stricter law, which only the home can note");
    }

    private ProblemException away(RegionId home, String why) {
        return new ProblemException(health.problem(
                home,
                "The cell of the home region " + home + " does not answer, and this content " + why
                        + ". Nothing was stored; send the same again, with the same Idempotency-Key."));
    }
}
