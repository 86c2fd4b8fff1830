package io.gatehouse.residency.migration;

import io.gatehouse.residency.cell.Account;
import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.cell.GuestMedia;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.directory.AccountRef;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/**
 * Brings media home that were sheltered while a home was down: before the contents that show them, and removed from the shelter
 * after these. Killed anywhere and begun again it finds what it did.
 */
public final class MediaHomecoming {
    /** Media of a person in one turn. */
    private static final int AT_ONCE = 100;

    private final Supplier<String> events;
    private final Clock clock;

    /** @param events new ids of log entries of the shelter */
    public MediaHomecoming(Supplier<String> events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /**
     * The first half: copies and reads back.
     *
     * @return what is at home by now, to be released once the contents are; empty when the home does not take the person
     * @throws IllegalStateException when an object cannot be brought: it stays in the shelter
     */
    public List<String> bring(CellEnd from, CellEnd to, Passage passage, AccountRef account, AccountHome home) {
        var media = new GuestMedia(from.cell()).sheltered(account, to.region(), AT_ONCE);
        if (media.isEmpty()) return media;
        var profile =
                from.cell().reader().account(account).map(Account::profile).orElse(new byte[0]);
        var author = new Author(account, home.epoch(), profile);
        return switch (MediaPlacing.bring(from, to, passage, author, null, media, null, clock.instant())) {
            case MediaPlacing.Outcome.Placed() -> media;
            case MediaPlacing.Outcome.StaleHome() -> List.of();
            case MediaPlacing.Outcome.Broken(var id, var fault) -> throw new IllegalStateException(id + ": " + fault);
        };
    }

    /** The other half; what a content in the shelter still shows stays until the next turn. */
    public void release(CellEnd from, AccountRef account, List<String> media, AccountHome home) {
        if (media.isEmpty()) return;
        String event = events.get();
        if (new GuestMedia(from.cell()).release(event, account, media, home.region()))
            MediaPlacing.deleteNoted(from, event);
    }
}
