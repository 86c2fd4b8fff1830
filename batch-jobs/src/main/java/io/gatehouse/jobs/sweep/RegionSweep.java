package io.gatehouse.jobs.sweep;

import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.CellSweep.Found;
import io.gatehouse.residency.cell.Misplacement;
import io.gatehouse.residency.cell.Misplacement.Kind;
import io.gatehouse.residency.cell.PersonRemoval;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.residency.sweep.StoreSweep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One cell's objects and rows. Puts right only what nothing can be lost by, when it is told to: what a finished migration left
 * behind. Everything else is a case for people.
 */
final class RegionSweep {
    /** All that lies under this is somebody's media; other prefixes are other people's business. */
    private static final String MEDIA = "media/";

    private final CellEnd end;
    private final SweptCells cells;
    private final boolean repairs;

    RegionSweep(CellEnd end, SweptCells cells, boolean repairs) {
        this.end = end;
        this.cells = cells;
        this.repairs = repairs;
    }

    /** What was found, and how much was gone through. */
    record Outcome(List<Found> found, long objects, long bytes, long orphans, long lost, long young) {}

    Outcome objects(Instant bornBefore) {
        var sweep = end.cell().sweep();
        var result = StoreSweep.compare(end.store(), MEDIA, sweep, bornBefore);
        var found = new ArrayList<Found>();
        var foreign = foreign(result.orphans());
        for (var key : result.orphans()) {
            if (foreign.abroad().contains(key)) found.add(open(Kind.FOREIGN_OBJECT, key, true));
            else if (foreign.nearby().contains(key)) found.add(open(Kind.FOREIGN_OBJECT, key, false));
            else found.add(orphan(key));
        }
        // A person may have been erased or moved since the rows were read: what is still named is lost.
        var stillNamed = sweep.named(result.lost());
        for (var key : result.lost())
            if (stillNamed.contains(key) && end.store().head(new ObjectKey(key)).isEmpty())
                found.add(open(Kind.LOST_OBJECT, key, false));
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

    /** An object whose media moved away, proved: nobody can ask for it, and the key that sealed it is destroyed. */
    private Found orphan(String key) {
        boolean isLeftover = end.cell().sweep().hasMovedAway(key);
        if (isLeftover && repairs) {
            end.store().delete(new ObjectKey(key));
            return new Found(new Misplacement(Kind.ORPHAN_OBJECT, key, null, false), true);
        }
        return open(Kind.ORPHAN_OBJECT, key, false);
    }

    private static Found open(Kind kind, String what, boolean isBreach) {
        return new Found(new Misplacement(kind, what, null, isBreach), false);
    }

    List<Found> rows() {
        var found = new ArrayList<Found>();
        for (var leftover : end.cell().sweep().leftovers()) {
            var account = leftover.account();
            var misplacement = new Misplacement(
                    Kind.LEFTOVER_ROWS,
                    leftover.table(),
                    account,
                    leftover.state().equals(Optional.of(AccountState.MOVED)));
            boolean isRepaired =
                    repairs && account != null && end.cell().sweep().isGone(account);
            if (isRepaired && account != null) end.cell().removal().removeRows(account, PersonRemoval.Ending.MOVED);
            found.add(new Found(misplacement, isRepaired));
        }
        return found;
    }
}
