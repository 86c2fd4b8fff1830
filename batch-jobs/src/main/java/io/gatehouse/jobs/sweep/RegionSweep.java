package io.gatehouse.jobs.sweep;

import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.Misplacement;
import io.gatehouse.residency.cell.Misplacement.Kind;
import io.gatehouse.residency.cell.PersonRemoval;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.residency.store.RegionStore.ObjectLockedException;
import io.gatehouse.residency.sweep.StoreSweep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cell's objects and rows. Puts right only what nothing can be lost by: what a finished migration left behind. Everything
 * else is a case for people. Looking changes nothing; {@link #mend} does.
 */
final class RegionSweep {
    private static final Logger LOG = LoggerFactory.getLogger(RegionSweep.class);

    /** All that lies under this is somebody's media; other prefixes are other people's business. */
    private static final String MEDIA = "media/";

    private final CellEnd end;
    private final SweptCells cells;

    RegionSweep(CellEnd end, SweptCells cells) {
        this.end = end;
        this.cells = cells;
    }

    /** @param isMendable whether {@link #mend} puts it right */
    record Finding(Misplacement misplacement, boolean isMendable) {}

    /** What was found, and how much was gone through. */
    record Outcome(List<Finding> found, long objects, long bytes, long orphans, long lost, long young) {}

    Outcome objects(Instant bornBefore) {
        var sweep = end.cell().sweep();
        var result = StoreSweep.compare(end.store(), MEDIA, sweep, bornBefore);
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
        return new Outcome(
                found, result.objects(), result.bytes(), result.orphanCount(), result.lostCount(), result.young());
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

    List<Finding> rows() {
        var found = new ArrayList<Finding>();
        for (var leftover : end.cell().sweep().leftovers()) {
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

    /**
     * Removes what a finished migration left behind: nobody can ask for it here, and the key that sealed it is destroyed. Asks
     * again first, because people come back, and their media under the same keys.
     *
     * @param bornBefore newer objects are left alone
     * @return false when it was left as it is: somebody came back, or a retention or hold protects the object
     */
    boolean mend(Misplacement leftover, Instant bornBefore) {
        var account = leftover.account();
        if (account != null) {
            if (!end.cell().sweep().isGone(account)) return false;
            end.cell().removal().removeRows(account, PersonRemoval.Ending.MOVED);
            return true;
        }
        var key = new ObjectKey(leftover.what());
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
