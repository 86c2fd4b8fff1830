package io.gatehouse.service.job;

import io.gatehouse.jobs.archive.ArchiveCells;
import io.gatehouse.jobs.backtest.BacktestCells;
import io.gatehouse.jobs.orphans.OrphanCells;
import io.gatehouse.jobs.quality.QualityCells;
import io.gatehouse.jobs.retention.RetentionCells;
import io.gatehouse.residency.casework.QualityRecords;
import io.gatehouse.residency.cell.Archive;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.cell.TrafficReader;
import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.ErasureSite;
import io.gatehouse.residency.rights.LegalHolds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The cells of this process, lent to jobs. */
final class ServedCells implements BacktestCells, ArchiveCells, RetentionCells, OrphanCells, QualityCells {
    private final SortedMap<RegionId, ServedRegion> regions = new TreeMap<>();
    private final SortedSet<RegionId> known;
    private final AccountDirectory directory;

    ServedCells(ServedRegions served, AccountDirectory directory) {
        for (ServedRegion region : served.all()) regions.put(region.id(), region);
        this.known =
                served.topology().regions().stream().map(Region::id).collect(Collectors.toCollection(TreeSet::new));
        this.directory = directory;
    }

    @Override
    public SortedSet<RegionId> served() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(regions.keySet()));
    }

    @Override
    public SortedSet<RegionId> known() {
        return Collections.unmodifiableSortedSet(known);
    }

    @Override
    public CellReader reader(RegionId region) {
        return served(region).cell().reader();
    }

    @Override
    public CellWriter writer(RegionId region) {
        return served(region).cell().writer();
    }

    @Override
    public TrafficReader traffic(RegionId region) {
        return served(region).cell().traffic();
    }

    @Override
    public Archive archive(RegionId region) {
        return served(region).cell().archive();
    }

    @Override
    public QualityRecords quality(RegionId region) {
        return new QualityRecords(served(region).cell());
    }

    @Override
    public ErasureSite site(RegionId region) {
        return new ErasureSite(served(region).cell(), served(region).store());
    }

    @Override
    public CellEnd end(RegionId region) {
        return new CellEnd(served(region).cell(), served(region).store());
    }

    @Override
    public Optional<Boolean> isHeldAtHome(AccountRef guest, Instant now) {
        var home = directory.findNow(List.of(guest)).get(guest);
        var at = home == null ? null : regions.get(home.region());
        if (at == null) return Optional.empty();
        try {
            return Optional.of(new LegalHolds(at.cell()).of(guest).stream().anyMatch(hold -> hold.holdsAt(now)));
        } catch (DatabaseUnavailableException | DatabaseBusyException _) {
            return Optional.empty();
        }
    }

    private ServedRegion served(RegionId region) {
        var served = regions.get(region);
        if (served == null) throw new IllegalArgumentException("not served here: " + region);
        return served;
    }
}
