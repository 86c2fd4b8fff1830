package io.gatehouse.residency.sweep;

import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.CellSweep.SweptAccount;
import io.gatehouse.residency.cell.Misplacement;
import io.gatehouse.residency.cell.Misplacement.Kind;
import io.gatehouse.residency.directory.AccountDirectory.Listed;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares the account directory with the accounts of all cells: sorted sequences, each gone through once. */
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
     * @param directory in order of account
     * @param cells likewise, by region; those that are not served here are not among them
     * @return accounts compared
     */
    public long compare(
            Iterator<Listed> directory, SortedMap<RegionId, Iterator<SweptAccount>> cells, Consumer<Finding> found) {
        var heads = new TreeMap<RegionId, SweptAccount>();
        cells.forEach((region, accounts) -> advance(region, accounts, heads));
        Listed listed = directory.hasNext() ? directory.next() : null;
        long compared = 0;
        while (listed != null || !heads.isEmpty()) {
            AccountRef least = least(listed, heads);
            AccountHome home = null;
            if (listed != null && listed.account().equals(least)) {
                home = listed.home();
                listed = directory.hasNext() ? directory.next() : null;
            }
            var here = new TreeMap<RegionId, SweptAccount>();
            for (var head : List.copyOf(heads.entrySet())) {
                if (!head.getValue().account().equals(least)) continue;
                here.put(head.getKey(), head.getValue());
                advance(head.getKey(), java.util.Objects.requireNonNull(cells.get(head.getKey())), heads);
            }
            judge(least, home, here).forEach(found);
            compared++;
        }
        return compared;
    }

    private static void advance(RegionId region, Iterator<SweptAccount> accounts, Map<RegionId, SweptAccount> heads) {
        if (accounts.hasNext()) heads.put(region, accounts.next());
        else heads.remove(region);
    }

    private static AccountRef least(@Nullable Listed listed, Map<RegionId, SweptAccount> heads) {
        AccountRef least = listed == null ? null : listed.account();
        for (var head : heads.values())
            if (least == null || Arrays.compareUnsigned(head.account().digest(), least.digest()) < 0)
                least = head.account();
        return java.util.Objects.requireNonNull(least);
    }

    /** All that is wrong with one account. */
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
