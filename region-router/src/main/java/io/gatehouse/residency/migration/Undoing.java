package io.gatehouse.residency.migration;

import io.gatehouse.residency.cell.CarriedMedia;
import io.gatehouse.residency.cell.Departure;
import io.gatehouse.residency.cell.GuestMedia;
import io.gatehouse.residency.cell.PersonRemoval;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.store.ObjectKey;
import java.time.Clock;
import java.util.List;
import java.util.function.BiConsumer;

/** Takes migrations back that are not switched: the person stays where they were, readable all the while. Thread-safe. */
final class Undoing {
    private final AccountDirectory directory;
    private final BiConsumer<Boundary, String> watch;
    private final Clock clock;

    Undoing(AccountDirectory directory, BiConsumer<Boundary, String> watch, Clock clock) {
        this.directory = directory;
        this.watch = watch;
        this.clock = clock;
    }

    /** @return false when it is too late, because the home is the new cell already; then nothing was changed */
    boolean undo(CellEnd from, CellEnd to, Departure departure, String reason) {
        var account = departure.account();
        // The epoch rises here too: a slower worker that was about to switch finds another epoch than it expects.
        var home = directory
                .move(List.of(new AccountDirectory.Move(
                        account, new AccountHome(from.region(), departure.homeEpoch()), from.region())))
                .get(account);
        if (home == null) throw new IllegalStateException("the directory has lost an account that is moving");
        if (!home.region().equals(from.region())) return false;
        from.cell().departures().giveUp(departure.migrationId(), reason);
        watch.accept(Boundary.GIVEN_UP, departure.migrationId());
        withdraw(from, to, departure);
        watch.accept(Boundary.WITHDRAWN, departure.migrationId());
        from.cell().departures().stay(departure, home.epoch(), reason, clock.instant());
        watch.accept(Boundary.STAYED, departure.migrationId());
        return true;
    }

    private void withdraw(CellEnd from, CellEnd to, Departure departure) {
        var arrivals = to.cell().arrivals();
        String id = departure.migrationId();
        var arrival = arrivals.find(id);
        if (arrival.isEmpty()) return;
        arrivals.withdraw(id);
        // By the old cell's rows: an object may have come whose row has not.
        for (String after = ""; ; ) {
            var page = from.cell().departures().media(departure.account(), after, Copying.MEDIA_PAGE);
            var ofGuest = new GuestMedia(to.cell())
                    .placed(page.stream().map(CarriedMedia::mediaId).toList());
            for (var media : page)
                if (!ofGuest.contains(media.mediaId())) to.store().delete(new ObjectKey(media.objectKey()));
            if (page.size() < Copying.MEDIA_PAGE) break;
            after = page.getLast().mediaId();
        }
        var removal = to.cell().removal();
        if (arrival.get().wasGuest()) {
            // Nothing but what came is removed; once the guest is one again, there is nothing left to do.
            arrivals.firstOfGuest(departure.account())
                    .ifPresent(first -> removal.removeContentsFrom(departure.account(), first));
            arrivals.beGuestAgain(departure.account());
            return;
        }
        removal.removeRows(departure.account(), PersonRemoval.Ending.MOVED);
        removal.end(id, departure.account(), PersonRemoval.Ending.MOVED, clock.instant());
        arrivals.forget(id);
    }
}
