package io.gatehouse.service.search;

import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.search.CellIndex;
import io.gatehouse.residency.search.IndexFollower;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The index of each region served, below the region's own directory, opened when the service is ready or when it is first needed.
 * Each is asked by its region's name; none knows of another. Thread-safe.
 */
@Component
public final class SearchIndexes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SearchIndexes.class);

    private final ServedRegions regions;
    private final SearchProperties settings;
    private final ScreeningPace pace;
    private final Path data;
    private final boolean isWorker;
    private final Clock clock;
    private final Map<RegionId, Followed> open = new ConcurrentHashMap<>();
    private boolean isClosed;

    private record Followed(CellIndex index, IndexFollower follower) {}

    SearchIndexes(
            ServedRegions regions,
            SearchProperties settings,
            ScreeningPace pace,
            GatehouseProperties properties,
            Clock clock) {
        this.regions = regions;
        this.settings = settings;
        this.pace = pace;
        this.data = properties.data();
        this.isWorker = properties.role() == GatehouseProperties.Role.WORKER;
        this.clock = clock;
    }

    /** Beside what people wait for: an index is opened in some hundred milliseconds. */
    @EventListener(ApplicationReadyEvent.class)
    void start() {
        // The index is the serving process's: two cannot write one.
        if (isWorker) return;
        Thread.ofPlatform().name("index-start").daemon().start(() -> {
            for (var region : regions.all()) {
                try {
                    if (settings.enabled()) of(region);
                    else remove(region);
                } catch (RuntimeException broken) {
                    // Whoever asks it meets the same, and is told.
                    LOG.error("the index of {} could not be opened: {}", region.id(), broken.toString());
                }
            }
        });
    }

    private boolean isLeft(ServedRegion region) {
        return Files.exists(home(region));
    }

    /** One at a time: a start and an erasure may both come to it. */
    private synchronized void remove(ServedRegion region) {
        CellIndex.remove(home(region), region.cell().searchFeed());
    }

    private Path home(ServedRegion region) {
        return data.resolve("regions").resolve(region.id().value()).resolve("search");
    }

    /**
     * The index of a region.
     *
     * @throws ProblemException when it was switched off
     */
    CellIndex of(ServedRegion region) {
        if (!settings.enabled())
            throw new ProblemException(
                    ProblemType.NOT_FOUND, "Search is switched off here (gatehouse.search.enabled).");
        // Whoever searches does not wait while an index of another region is opened.
        var known = open.get(region.id());
        return known == null ? followed(region).index() : known.index();
    }

    /** Empty when search is switched off. */
    public Optional<CellIndex> find(RegionId region) {
        return settings.enabled() ? Optional.of(of(regions.orMisdirected(region))) : Optional.empty();
    }

    private synchronized Followed followed(ServedRegion region) {
        if (isClosed) throw new IllegalStateException("the indexes are closed");
        return open.computeIfAbsent(region.id(), id -> {
            var cell = region.cell();
            var index = CellIndex.open(
                    home(region), cell.ownKeys(), cell.searchFeed(), new DecisionWords(), clock.instant());
            return new Followed(
                    index,
                    new IndexFollower(
                            id.value(), index, () -> pace.slowestHundredth().isPresent()));
        });
    }

    /** The person's words are found no more. */
    public void forget(AccountRef account) {
        each(index -> index.forget(account));
    }

    /** The person's words are in no file any more. An index that nobody follows, left from before, goes as a whole. */
    public void purge(AccountRef account) {
        each(index -> index.purge(account));
        if (!settings.enabled()) regions.all().stream().filter(this::isLeft).forEach(this::remove);
    }

    /** Whether any file still holds anything of the person, hidden or not. */
    public boolean remembers(AccountRef account) {
        // What was left from before cannot be asked any more; it goes at the start, unless that failed.
        if (!settings.enabled()) return regions.all().stream().anyMatch(this::isLeft);
        return regions.all().stream().anyMatch(region -> of(region).remembers(account));
    }

    private void each(java.util.function.Consumer<CellIndex> act) {
        if (settings.enabled()) regions.all().forEach(region -> act.accept(of(region)));
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        open.values().forEach(each -> each.follower().close());
        open.values().forEach(each -> each.index().close());
    }
}
