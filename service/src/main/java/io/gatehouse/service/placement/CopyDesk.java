package io.gatehouse.service.placement;

import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.cell.Copies.Owed;
import io.gatehouse.residency.cell.CopyOutcome;
import io.gatehouse.residency.cell.CopyWrite;
import io.gatehouse.residency.cell.Placed;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.conversation.PlacementRule;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.placement.Passages.Leave;
import io.gatehouse.service.region.CellHealth;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Makes the copies that contents are owed. What is owed is durable with the content; a cell that is down gets its copies when
 * it is back, and a way that was closed meanwhile stays closed until the gate opens it again.
 */
@Component
public final class CopyDesk implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(CopyDesk.class);

    /** What a turn left, another node's copies too, is looked for so often. */
    private static final Duration TURN = Duration.ofSeconds(5);

    /** Copies in one turn of a cell: a second's work. */
    private static final int AT_ONCE = 500;

    private final ServedRegions regions;
    private final CellHealth health;
    private final Passages passages;
    private final MediaPlacement media;
    private final ShownMedia shownMedia;
    private final NewIds ids;
    private final Clock clock;
    private final Semaphore work = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    CopyDesk(
            ServedRegions regions,
            CellHealth health,
            Passages passages,
            MediaPlacement media,
            ShownMedia shownMedia,
            NewIds ids,
            Clock clock) {
        this.regions = regions;
        this.health = health;
        this.passages = passages;
        this.media = media;
        this.shownMedia = shownMedia;
        this.ids = ids;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("copies").start(this::run);
    }

    /** Something is owed: it is not waited for. */
    public void wake() {
        if (work.availablePermits() == 0) work.release();
    }

    private void run() {
        while (!closed) {
            try {
                boolean woken = work.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS);
                if (woken) work.drainPermits();
                for (var region : regions.topology().regions()) if (!closed) turn(region.id());
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void turn(RegionId home) {
        if (!regions.serves(home) || health.isDown(home)) return;
        try {
            var from = regions.orMisdirected(home);
            for (var owed : from.cell().copies().owed(AT_ONCE)) settle(from, owed);
            media.settleWhatWaits(from);
        } catch (DatabaseUnavailableException | DatabaseBusyException away) {
            LOG.warn("copies of {} wait: {}", home, away.getMessage());
        } catch (RuntimeException broken) {
            LOG.error("copies of {} cannot be made", home, broken);
        }
    }

    private void settle(ServedRegion from, Owed owed) {
        if (!regions.serves(owed.region()) || health.isDown(owed.region())) return;
        var to = regions.orMisdirected(owed.region());
        var said = from.cell().reader().screening(owed.screeningId());
        if (said.isEmpty() || isGone(said.get())) {
            media.deleteCopy(to, owed.screeningId());
            from.cell().copies().settle(owed, clock.instant());
            return;
        }
        var shown = shownMedia.of(said.get().payload().orElseThrow().content());
        switch (passages.ask(from.id(), owed.region(), owed.author(), !shown.isEmpty())) {
            case Leave.Closed(var transferId, var _, var _) ->
                LOG.warn("a copy from {} to {} waits: refused as {}", from.id(), owed.region(), transferId);
            case Leave.Open(var passage, var _) -> {
                if (put(from, to, passage, owed, said.get(), shown))
                    from.cell().copies().settle(owed, clock.instant());
            }
        }
    }

    /** Deleted by its author, or its author is gone. */
    private static boolean isGone(StoredDecision said) {
        return said.payload().filter(payload -> payload.content().length > 0).isEmpty();
    }

    /** The newest revision, which may be later than the one that was owed. */
    private boolean put(
            ServedRegion from, ServedRegion to, Passage passage, Owed owed, StoredDecision said, List<String> shown) {
        passage.check(from.id(), to.id(), DataKind.CONTENT);
        var author = new Author(owed.author(), owed.homeEpoch(), new byte[0]).asGuestOf(from.id());
        var placed = new Placed(PlacementRule.COPY_PER_PARTICIPANT.wireName(), owed.transferId());
        // A copy shows what it shows, or waits.
        if (!media.bringForCopy(from, to, passage, author, placed, shown, owed.screeningId())) return false;
        var write = new CopyWrite(
                ids.event(to.id()),
                author,
                owed.screeningId(),
                said.revision(),
                said.payload().orElseThrow().content(),
                placed,
                clock.instant());
        return switch (to.cell().writer().copy(write)) {
            case CopyOutcome.Stored _, CopyOutcome.AlreadyThere _ -> true;
            case CopyOutcome.StaleHome _ -> false; // Being moved or erased: whoever does that ends it.
        };
    }

    @Override
    public void destroy() throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join(TURN);
    }
}
