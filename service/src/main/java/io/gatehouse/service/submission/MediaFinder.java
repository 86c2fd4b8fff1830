package io.gatehouse.service.submission;

import io.gatehouse.residency.cell.StoredMedia;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.service.account.KnownAccount;
import io.gatehouse.service.placement.Place;
import io.gatehouse.service.placement.PlacementDesk;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegion;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds the media that a content names: where the content goes, or at its author's home. */
@Component
final class MediaFinder {
    /** What was sheltered is brought home in turns of three seconds. */
    private static final Duration COMES_HOME_IN = Duration.ofSeconds(5);

    private final PlacementDesk placements;

    MediaFinder(PlacementDesk placements) {
        this.placements = placements;
    }

    /** What was found. */
    sealed interface Found {
        record Here(StoredMedia media) implements Found {}

        /** @param why for the platform's people: it ends a sentence about the field */
        record NotHere(String why) implements Found {}
    }

    /** @throws ProblemException 503 when they lie in a cell that is down, or are just being brought home */
    Found find(String mediaId, KnownAccount author, Place place) {
        var account = author.author().account();
        var inStore = in(place.store(), mediaId, account);
        if (inStore.isPresent()) return new Found.Here(inStore.get());
        if (place.isSheltered()) {
            // What was sent to the home cannot be asked for while that is down: unknown is not "no".
            if (!mediaId.startsWith(place.store().id().value() + ".m.")) throw placements.mediaAway(place.home());
            return new Found.NotHere("names no media of this author");
        }
        var home = author.home();
        if (place.placed() != null) {
            var atHome = in(home, mediaId, account);
            if (atHome.isPresent()) return new Found.Here(atHome.get());
        }
        return elsewhere(mediaId, author);
    }

    private Found elsewhere(String mediaId, KnownAccount author) {
        for (var other : placements.sheltering(author.home()))
            if (in(other, mediaId, author.author().account()).isPresent())
                throw new ProblemException(Problem.of(
                                ProblemType.REGION_UNAVAILABLE,
                                "The media " + mediaId + " were taken in by " + other.id()
                                        + " while the home was down, and are being brought home. Nothing was stored; send"
                                        + " the same again.")
                        .with("region", author.home().id().value())
                        .retryAfter(COMES_HOME_IN));
        return author.home()
                .cell()
                .departures()
                .movedTo(mediaId)
                .<Found>map(region -> new Found.NotHere("lies in " + region
                        + ", with the content there that showed it; upload it again to show it here"))
                .orElseGet(() -> new Found.NotHere("names no media of this author"));
    }

    private static Optional<StoredMedia> in(ServedRegion region, String mediaId, AccountRef account) {
        return region.cell()
                .reader()
                .media(mediaId)
                .filter(media -> media.account().equals(account));
    }

    /** Where the media were looked at: where the content goes only when they lie nowhere else. */
    static ServedRegion seenIn(String mediaId, KnownAccount author, Place place) {
        if (place.placed() == null) return author.home();
        if (place.isSheltered()) return place.store();
        boolean isAtHome = in(author.home(), mediaId, author.author().account()).isPresent();
        return isAtHome ? author.home() : place.store();
    }
}
