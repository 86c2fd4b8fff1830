package io.gatehouse.jobs.orphans;

import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.Tally;
import io.gatehouse.jobs.orphans.OrphansPass.Compared;
import io.gatehouse.residency.cell.CellSweep.Found;
import io.gatehouse.residency.cell.Misplacement;
import io.gatehouse.residency.cell.Misplacement.Kind;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.residency.store.RegionStore.ObjectLockedException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/**
 * Removes what nobody names, each with a case that says so before it is touched. Asks again first, in every cell: rows come after
 * their objects, and people move. What may be another cell's is evidence, and stays.
 */
final class Removal implements ItemStreamWriter<Compared> {
    private static final Logger LOG = LoggerFactory.getLogger(Removal.class);

    static final String OBJECTS = "objects";
    static final String BYTES = "bytes";
    static final String ORPHANS = "objects_without_row";
    static final String REMOVED = "removed";
    static final String LOST = "rows_without_object";
    static final String YOUNG = "too_new_to_tell";
    static final String LEFT = "left.";

    private final RunRequest request;
    private final Instant bornBefore;
    private final CellEnd end;
    private final OrphanCells cells;
    private final Clock clock;
    private final Tally tally = new Tally();

    Removal(RunRequest request, Instant bornBefore, CellEnd end, OrphanCells cells, Clock clock) {
        this.request = request;
        this.bornBefore = bornBefore;
        this.end = end;
        this.cells = cells;
        this.clock = clock;
    }

    @Override
    public void open(ExecutionContext context) {
        tally.read(context);
    }

    @Override
    public void write(Chunk<? extends Compared> chunk) {
        for (var compared : chunk.getItems()) {
            var counts = new TreeMap<String, Long>();
            var result = compared.result();
            // By an earlier execution of this run, that died before its count.
            long before = request.dryRun() ? 0 : removedBefore(compared.part());
            counts.put(OBJECTS, result.objects() + before);
            counts.put(BYTES, result.bytes());
            counts.put(ORPHANS, result.orphanCount() + before);
            counts.put(YOUNG, result.young());
            counts.put(REMOVED, before);
            remove(result.orphans(), counts);
            // More than are listed of one part is a fault of another kind than a crash leaves: the next run sees the
            // rest.
            long unlisted = result.orphanCount() - result.orphans().size();
            if (unlisted > 0) counts.merge(LEFT + "for_the_next_run", unlisted, Long::sum);
            tell(result.lost(), counts);
            counts.forEach(tally::add);
        }
    }

    private long removedBefore(KeyPart part) {
        return end.cell()
                .sweep()
                .removed(
                        request.run(),
                        part.prefix(),
                        part.range().after().map(ObjectKey::value).orElse(""),
                        part.range().to().map(ObjectKey::value));
    }

    private void remove(List<String> orphans, Map<String, Long> counts) {
        if (orphans.isEmpty()) return;
        var elsewhere = elsewhere(orphans);
        boolean isEverybodyAsked = cells.served().containsAll(cells.known());
        var nobodys = new ArrayList<String>();
        for (var key : orphans) {
            if (elsewhere.contains(key)) count(counts, "another_cells");
            // Unknown is never "no".
            else if (!isEverybodyAsked) count(counts, "not_every_cell_was_asked");
            else nobodys.add(key);
        }
        var namedSince = end.cell().sweep().named(nobodys);
        for (var key : nobodys) {
            if (namedSince.contains(key)) count(counts, "named_meanwhile");
            else if (request.dryRun()) counts.merge(REMOVED, 1L, Long::sum);
            else if (remove(new ObjectKey(key))) counts.merge(REMOVED, 1L, Long::sum);
            else count(counts, "locked_or_new");
        }
    }

    private static void count(Map<String, Long> counts, String why) {
        counts.merge(LEFT + why, 1L, Long::sum);
    }

    private Set<String> elsewhere(List<String> orphans) {
        Set<String> named = new HashSet<>();
        for (RegionId other : cells.served())
            if (!other.equals(end.region()))
                named.addAll(cells.end(other).cell().sweep().named(orphans));
        return named;
    }

    private boolean remove(ObjectKey key) {
        if (end.store()
                .head(key)
                .filter(now -> !now.storedAt().isBefore(bornBefore))
                .isPresent()) return false;
        var orphan = new Misplacement(Kind.ORPHAN_OBJECT, key.value(), null, false);
        end.cell().sweep().record(List.of(new Found(orphan, false)), request.run(), clock.instant());
        try {
            end.store().delete(key);
        } catch (ObjectLockedException kept) {
            LOG.warn("{}: {} is nobody's and cannot be removed: {}", end.region(), key, kept.getMessage());
            return false;
        }
        end.cell().sweep().record(List.of(new Found(orphan, true)), request.run(), clock.instant());
        return true;
    }

    /** Of rows whose object is missing: an object that an erasure or a move took just now is not. */
    private void tell(List<String> lost, Map<String, Long> counts) {
        if (lost.isEmpty()) return;
        var stillNamed = new HashSet<>(end.cell().sweep().named(lost));
        // Listed before its object is there.
        stillNamed.removeAll(end.cell().sweep().beingWritten(lost));
        var found = new ArrayList<Found>();
        for (var key : lost)
            if (stillNamed.contains(key) && end.store().head(new ObjectKey(key)).isEmpty())
                found.add(new Found(new Misplacement(Kind.LOST_OBJECT, key, null, false), false));
        counts.merge(LOST, (long) found.size(), Long::sum);
        if (request.dryRun()) return;
        for (var opened : end.cell().sweep().record(found, request.run(), clock.instant()))
            LOG.error(
                    "{}: the object {} is named by a row and is not in the store: case {}",
                    end.region(),
                    opened.misplacement().what(),
                    opened.caseId());
    }

    @Override
    public void update(ExecutionContext context) {
        tally.write(context, tally.get(OBJECTS));
    }
}
