package io.gatehouse.jobs.sweep;

import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.CellSweep.SweptAccount;
import io.gatehouse.residency.cell.Misplacement;
import io.gatehouse.residency.cell.Misplacement.Kind;
import io.gatehouse.residency.cell.PersonRemoval;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.residency.store.RegionStore.ObjectLockedException;
import io.gatehouse.residency.sweep.HomesSweep;
import io.gatehouse.residency.sweep.KeyRange;
import io.gatehouse.residency.sweep.Pages;
import io.gatehouse.residency.sweep.StoreSweep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cell's objects, rows and accounts. Puts right only what nothing can be lost by: what a finished migration left behind.
 * Everything else is a case for people. Looking changes nothing; {@link #mend} does.
 */
final class RegionSweep {
    private static final Logger LOG = LoggerFactory.getLogger(RegionSweep.class);

    /** Accounts that are asked about at once. */
    private static final int ACCOUNTS_AT_ONCE = 1_000;

    private final CellEnd end;
    private final SweptCells cells;
    private final AccountDirectory directory;
    private final HomesSweep homes;
    private final Instant bornBefore;

    /**
     * @param began when the run did: whoever is moved for long is by then
     * @param bornBefore newer objects are given time to get their row
     */
    RegionSweep(CellEnd end, SweptCells cells, AccountDirectory directory, Instant began, Instant bornBefore) {
        this.end = end;
        this.cells = cells;
        this.directory = directory;
        this.homes = new HomesSweep(cells::isSameJurisdiction, began);
        this.bornBefore = bornBefore;
    }

    /** @param isMendable whether {@link #mend} puts it right */
    record Finding(Misplacement misplacement, boolean isMendable) {}

    /** @param counts of what was gone through, by name */
    record Swept(SweptPart part, List<Finding> found, Map<String, Long> counts) {}

    /** @param pace asked before so many objects, rows or accounts are gone through */
    Swept look(SweptPart part, IntConsumer pace) {
        return switch (part) {
            case SweptPart.Keys(var range) -> objects(part, range, pace);
            case SweptPart.Table(var table) -> {
                pace.accept(1);
                yield new Swept(part, rows(table), Map.of("tables", 1L));
            }
            case SweptPart.Accounts(int slice) -> homes(part, slice, pace);
        };
    }

    private Swept objects(SweptPart part, KeyRange range, IntConsumer pace) {
        var sweep = end.cell().sweep();
        var result = StoreSweep.compare(end.store(), SweptPart.MEDIA, sweep::objectKeys, range, bornBefore, pace);
        var found = new ArrayList<Finding>();
        var foreign = foreign(result.orphans());
        for (var key : result.orphans()) {
            boolean isAbroad = foreign.abroad().contains(key);
            var kind = isAbroad || foreign.nearby().contains(key) ? Kind.FOREIGN_OBJECT : Kind.ORPHAN_OBJECT;
            // Media that moved keep their key, so that what stayed behind is foreign as long as they are there.
            found.add(new Finding(new Misplacement(kind, key, null, isAbroad), sweep.hasMovedAway(key)));
        }
        // A person may have been erased or moved since the rows were read: what is still named is lost.
        var stillNamed = sweep.named(result.lost());
        for (var key : result.lost())
            if (stillNamed.contains(key) && end.store().head(new ObjectKey(key)).isEmpty())
                found.add(new Finding(new Misplacement(Kind.LOST_OBJECT, key, null, false), false));
        var counts = new TreeMap<String, Long>();
        counts.put("objects", result.objects());
        counts.put("bytes", result.bytes());
        counts.put("objects_without_row", result.orphanCount());
        counts.put("rows_without_object", result.lostCount());
        counts.put("too_new_to_tell", result.young());
        return new Swept(part, found, counts);
    }

    private record Foreign(Set<String> nearby, Set<String> abroad) {}

    /** Which of the keys other cells have rows of: a query a cell, not an object. */
    private Foreign foreign(List<String> orphans) {
        Set<String> nearby = new HashSet<>();
        Set<String> abroad = new HashSet<>();
        if (orphans.isEmpty()) return new Foreign(nearby, abroad);
        for (RegionId other : cells.served()) {
            if (other.equals(end.region())) continue;
            var there = cells.end(other).cell().sweep().named(orphans);
            (cells.isSameJurisdiction(end.region(), other) ? nearby : abroad).addAll(there);
        }
        return new Foreign(nearby, abroad);
    }

    private List<Finding> rows(String table) {
        var found = new ArrayList<Finding>();
        for (var leftover : end.cell().sweep().leftovers(table)) {
            var account = leftover.account();
            var misplacement = new Misplacement(
                    Kind.LEFTOVER_ROWS,
                    leftover.table(),
                    account,
                    leftover.state().equals(Optional.of(AccountState.MOVED)));
            found.add(new Finding(
                    misplacement, account != null && end.cell().sweep().isGone(account)));
        }
        return found;
    }

    private Swept homes(SweptPart part, int slice, IntConsumer pace) {
        var sweep = end.cell().sweep();
        var accounts = new Pages<SweptAccount>(
                ACCOUNTS_AT_ONCE, last -> sweep.accounts(slice, last.map(SweptAccount::account), ACCOUNTS_AT_ONCE));
        var found = new ArrayList<Finding>();
        long compared = 0;
        while (accounts.hasNext()) {
            var some = new ArrayList<SweptAccount>();
            while (some.size() < ACCOUNTS_AT_ONCE && accounts.hasNext()) some.add(accounts.next());
            pace.accept(some.size());
            var listed =
                    directory.findNow(some.stream().map(SweptAccount::account).toList());
            for (var account : some) found.addAll(homes(account, listed.get(account.account())));
            compared += some.size();
        }
        return new Swept(part, found, Map.of("accounts", compared));
    }

    /** What is wrong with an account here. That it has two homes only other cells know: they are asked when something is wrong. */
    private List<Finding> homes(SweptAccount here, @Nullable AccountHome listed) {
        if (homes.judge(here.account(), listed, Map.of(end.region(), here)).isEmpty()) return List.of();
        return again(here.account());
    }

    /** People move while it is looked: what is wrong is wrong still. */
    private List<Finding> again(AccountRef account) {
        var now = new TreeMap<RegionId, SweptAccount>();
        for (RegionId region : cells.served())
            cells.end(region).cell().sweep().account(account).ifPresent(found -> now.put(region, found));
        var listed = directory.findNow(List.of(account)).get(account);
        return homes.judge(account, listed, now).stream()
                .filter(finding -> finding.region().equals(end.region()))
                .map(finding -> new Finding(finding.misplacement(), false))
                .toList();
    }

    /**
     * Removes what a finished migration left behind: nobody can ask for it here, and the key that sealed it is destroyed. Asks
     * again first, because people come back, and their media under the same keys. What is gone already is put right.
     *
     * @return false when it was left as it is: somebody came back, or a retention or hold protects the object
     */
    boolean mend(Misplacement leftover) {
        return switch (leftover.kind()) {
            case LEFTOVER_ROWS -> {
                var account = leftover.account();
                yield account != null && removeRows(account);
            }
            case ORPHAN_OBJECT, FOREIGN_OBJECT -> removeObject(new ObjectKey(leftover.what()));
            case LOST_OBJECT, HOME_DISAGREES, TWO_HOMES, DIRECTORY_DISAGREES, STUCK_MOVE -> false;
        };
    }

    private boolean removeRows(AccountRef account) {
        if (!end.cell().sweep().isGone(account)) return false;
        end.cell().removal().removeRows(account, PersonRemoval.Ending.MOVED);
        return true;
    }

    private boolean removeObject(ObjectKey key) {
        var sweep = end.cell().sweep();
        if (!sweep.named(List.of(key.value())).isEmpty() || !sweep.hasMovedAway(key.value())) return false;
        if (end.store()
                .head(key)
                .filter(now -> !now.storedAt().isBefore(bornBefore))
                .isPresent()) return false;
        try {
            end.store().delete(key);
            return true;
        } catch (ObjectLockedException kept) {
            LOG.warn("{}: {} is left behind and cannot be removed: {}", end.region(), key, kept.getMessage());
            return false;
        }
    }
}
