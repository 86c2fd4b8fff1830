package io.gatehouse.service.placement;

import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.cell.GuestOutcome;
import io.gatehouse.residency.cell.GuestWrite;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.migration.Homecoming;
import io.gatehouse.residency.migration.MediaHomecoming;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.fact.AuthorRecordJson;
import io.gatehouse.service.placement.Passages.Leave;
import io.gatehouse.service.region.CellHealth;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Brings home what was sheltered, as soon as the home answers again. */
@Component
public final class HomecomingDesk implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(HomecomingDesk.class);

    /** Nobody waits for it: until then ids lead to the shelter. */
    private static final Duration TURN = Duration.ofSeconds(3);

    /** People in one turn of a cell: some seconds' work, between which others are looked after. */
    private static final int AT_ONCE = 200;

    private final ServedRegions regions;
    private final CellHealth health;
    private final Passages passages;
    private final AccountDirectory directory;
    private final NewIds ids;
    private final Clock clock;
    private final CountDownLatch closing = new CountDownLatch(1);

    HomecomingDesk(
            ServedRegions regions,
            CellHealth health,
            Passages passages,
            AccountDirectory directory,
            NewIds ids,
            Clock clock) {
        this.regions = regions;
        this.health = health;
        this.passages = passages;
        this.directory = directory;
        this.ids = ids;
        this.clock = clock;
        Thread.ofVirtual().name("homecoming").start(this::run);
    }

    private void run() {
        try {
            while (!closing.await(TURN.toMillis(), TimeUnit.MILLISECONDS))
                for (var region : regions.topology().regions())
                    if (regions.serves(region.id()) && !health.isDown(region.id()))
                        turn(regions.orMisdirected(region.id()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn(ServedRegion shelter) {
        try {
            for (var home : shelter.cell().shelter().homes())
                if (regions.serves(home) && !health.isDown(home)) bring(shelter, home);
        } catch (DatabaseUnavailableException | DatabaseBusyException away) {
            LOG.warn("what {} shelters waits: {}", shelter.id(), away.getMessage());
        } catch (RuntimeException broken) {
            LOG.error("what {} shelters cannot be brought home", shelter.id(), broken);
        }
    }

    private void bring(ServedRegion shelter, RegionId home) {
        int brought = 0;
        for (var account : shelter.cell().shelter().people(home, AT_ONCE)) {
            switch (passages.askHome(shelter.id(), home, account, true)) {
                case Leave.Closed(var transferId, var _, var _) -> {
                    LOG.warn("what {} shelters of {} waits: refused as {}", shelter.id(), home, transferId);
                    return;
                }
                case Leave.Open(var passage, var _) ->
                    brought += bring(shelter, regions.orMisdirected(home), passage, account);
            }
        }
        if (brought > 0) LOG.info("{} contents of {} came home from {}", brought, home, shelter.id());
    }

    private int bring(ServedRegion shelter, ServedRegion home, Passage passage, AccountRef account) {
        var now = directory.findNow(List.of(account)).get(account);
        if (now == null) return 0; // Erased: whoever does that asks every cell of the jurisdiction.
        if (!now.region().equals(home.id())) {
            stayAsGuest(shelter, account, now);
            return 0;
        }
        var from = new CellEnd(shelter.cell(), shelter.store());
        var to = new CellEnd(home.cell(), home.store());
        var media = new MediaHomecoming(() -> ids.event(shelter.id()), clock);
        var broughtMedia = media.bring(from, to, passage, account, now);
        var homecoming = new Homecoming(AuthorRecordJson::adding, () -> ids.event(home.id()), clock);
        int brought = homecoming.bring(shelter.cell(), home.cell(), passage, account, now);
        media.release(from, account, broughtMedia, now);
        return brought;
    }

    /** The author moved while their home was down or just after: the new home learns where the rest lies. */
    private void stayAsGuest(ServedRegion shelter, AccountRef account, AccountHome now) {
        if (now.region().equals(shelter.id()) || !regions.serves(now.region()) || health.isDown(now.region())) return;
        var home = regions.orMisdirected(now.region()).cell();
        var author = new Author(account, now.epoch(), new byte[0]);
        var note = new GuestWrite(ids.event(now.region()), author, shelter.id(), true, clock.instant());
        switch (home.writer().note(note)) {
            case GuestOutcome.Noted _, GuestOutcome.Unchanged _ ->
                shelter.cell().shelter().keep(account);
            case GuestOutcome.StaleHome _ -> {} // Moving again, or being erased: looked at again in the next turn.
        }
    }

    @Override
    public void destroy() {
        closing.countDown();
    }
}
