package io.gatehouse.residency.sweep;

import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.CellSweep.SweptAccount;
import io.gatehouse.residency.cell.Misplacement;
import io.gatehouse.residency.cell.Misplacement.Kind;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with an account, by what the directory and all cells have of it. Pure. */
public final class HomesSweep {
    /** Whoever is moved for longer than this was forgotten. */
    static final Duration LONGEST_MOVE = Duration.ofDays(1);

    private final BiPredicate<RegionId, RegionId> sameJurisdiction;
    private final Instant now;

    public HomesSweep(BiPredicate<RegionId, RegionId> sameJurisdiction, Instant now) {
        this.sameJurisdiction = sameJurisdiction;
        this.now = now;
    }

    /** In which cell something is wrong, and what. */
    public record Finding(RegionId region, Misplacement misplacement) {}

    /**
     * All that is wrong with one account.
     *
     * @param home by the directory; null when it has none
     * @param cells in which it is, by region; those that are not served here are not among them
     */
    public List<Finding> judge(AccountRef account, @Nullable AccountHome home, Map<RegionId, SweptAccount> cells) {
        var found = new ArrayList<Finding>();
        long homes = cells.values().stream()
                .filter(each -> each.state() == AccountState.ACTIVE)
                .count();
        cells.forEach((region, here) -> {
            switch (here.state()) {
                case ACTIVE -> {
                    if (home == null) found.add(finding(region, Kind.DIRECTORY_DISAGREES, account, false));
                    else if (!home.region().equals(region))
                        found.add(finding(
                                region,
                                homes > 1 ? Kind.TWO_HOMES : Kind.HOME_DISAGREES,
                                account,
                                !sameJurisdiction.test(region, home.region())));
                    else if (home.epoch() != here.homeEpoch())
                        found.add(finding(region, Kind.DIRECTORY_DISAGREES, account, false));
                }
                case MOVING -> {
                    if (isStuck(here)) found.add(finding(region, Kind.STUCK_MOVE, account, false));
                }
                case MOVED -> {
                    if (home != null && home.region().equals(region) && home.epoch() > here.homeEpoch())
                        found.add(finding(region, Kind.HOME_DISAGREES, account, false));
                }
                default -> {} // Who is a guest, or erased, is at home nowhere here.
            }
        });
        return found;
    }

    private boolean isStuck(SweptAccount account) {
        Optional<Instant> since = account.leavingSince().or(account::comingSince);
        return since.isEmpty() || since.get().isBefore(now.minus(LONGEST_MOVE));
    }

    private static Finding finding(RegionId region, Kind kind, AccountRef account, boolean isBreach) {
        return new Finding(region, new Misplacement(kind, "account", account, isBreach));
    }
}
