package io.gatehouse.service.placement;

import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.cell.GuestMedia;
import io.gatehouse.residency.cell.GuestMedia.Leaving;
import io.gatehouse.residency.cell.Placed;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.migration.MediaPlacing;
import io.gatehouse.residency.migration.MediaPlacing.Outcome;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.account.KnownAccount;
import io.gatehouse.service.account.StaleHome;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.CellHealth;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Media that go where a placement puts the content that shows them. They are in the other cell before the content is, and leave
 * home once it is there; what a crash left between the two is found by what the home wrote down before.
 */
@Component
public final class MediaPlacement {
    private static final Logger LOG = LoggerFactory.getLogger(MediaPlacement.class);

    /** No request takes so long between bringing media and committing the content that shows them. */
    private static final Duration SETTLED_AFTER = Duration.ofMinutes(2);

    /** In one turn of a cell: there are hardly ever any. */
    private static final int AT_ONCE = 100;

    private final ServedRegions regions;
    private final CellHealth health;
    private final NewIds ids;
    private final Clock clock;

    MediaPlacement(ServedRegions regions, CellHealth health, NewIds ids, Clock clock) {
        this.regions = regions;
        this.health = health;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Before the content is written where it is placed. Does nothing at home, nor where an outage put it: there its media lie
     * already.
     *
     * @throws ProblemException when they are not what was stored any more
     * @throws StaleHome when the author is known there under a later home
     */
    public void bring(Place place, KnownAccount author, List<String> shown) {
        var passage = place.passage();
        if (passage == null || place.isSheltered() || shown.isEmpty()) return;
        var media = MediaPlacing.distinct(shown);
        var account = place.author().account();
        new GuestMedia(author.home().cell())
                .noteLeaving(account, media, place.store().id(), clock.instant());
        var outcome = MediaPlacing.bring(
                end(author.home()),
                end(place.store()),
                passage,
                place.writer(),
                place.placed(),
                media,
                null,
                clock.instant());
        switch (outcome) {
            case Outcome.Placed() -> {}
            case Outcome.StaleHome() -> throw new StaleHome(account, AccountState.MOVING);
            case Outcome.Broken(var mediaId, var fault) -> {
                LOG.error("media {} cannot go to {}: {}", mediaId, place.store().id(), fault);
                throw new ProblemException(
                        ProblemType.UNKNOWN_MEDIA,
                        "The media " + mediaId + " cannot go where the content goes, to "
                                + place.store().id() + "; upload them again. Nothing was stored.");
            }
        }
    }

    /** After the content was written. What is not settled here is settled by {@link #settleWhatWaits}. */
    public void settle(Place place, KnownAccount author, List<String> shown) {
        if (place.placed() == null || place.isSheltered() || shown.isEmpty()) return;
        var to = place.store().id();
        try {
            // Nothing is taken back here: another request may be about to show the same.
            var there = shownIn(place.store(), MediaPlacing.distinct(shown));
            letGo(author.home(), place.author().account(), there, to);
        } catch (RuntimeException away) {
            LOG.warn("media of {} in {} wait to be settled: {}", place.home(), to, away.toString());
        }
    }

    /** What a crash, or a content that was not stored after all, left between this home and other cells. */
    void settleWhatWaits(ServedRegion home) {
        var before = clock.instant().minus(SETTLED_AFTER);
        for (var each : new GuestMedia(home.cell()).leaving(before, AT_ONCE)) {
            if (!regions.serves(each.to()) || health.isDown(each.to())) continue;
            settle(home, each);
        }
    }

    private void settle(ServedRegion home, Leaving each) {
        var media = List.of(each.mediaId());
        var there = shownIn(regions.orMisdirected(each.to()), media);
        if (there.isEmpty()) {
            takeBack(regions.orMisdirected(each.to()), media);
            new GuestMedia(home.cell()).stay(media, each.to());
        } else {
            letGo(home, each.account(), media, each.to());
        }
    }

    private static List<String> shownIn(ServedRegion region, List<String> media) {
        return MediaPlacing.distinct(new GuestMedia(region.cell()).shown(media));
    }

    private void letGo(ServedRegion home, AccountRef account, List<String> media, RegionId to) {
        if (media.isEmpty()) return;
        String event = ids.event(home.id());
        if (new GuestMedia(home.cell()).letGo(event, account, media, to, clock.instant()))
            MediaPlacing.deleteNoted(end(home), event);
    }

    private void takeBack(ServedRegion region, List<String> media) {
        String event = ids.event(region.id());
        if (new GuestMedia(region.cell()).takeBack(event, media)) MediaPlacing.deleteNoted(end(region), event);
    }

    /** @return false when the copy must wait: its media are not there */
    boolean bringForCopy(
            ServedRegion from,
            ServedRegion to,
            Passage passage,
            Author author,
            Placed placed,
            List<String> shown,
            String screeningId) {
        var outcome =
                MediaPlacing.bring(end(from), end(to), passage, author, placed, shown, screeningId, clock.instant());
        return switch (outcome) {
            case Outcome.Placed() -> true;
            case Outcome.StaleHome() -> false;
            case Outcome.Broken(var mediaId, var fault) -> {
                LOG.error("a copy in {} waits for the media {}: {}", to.id(), mediaId, fault);
                yield false;
            }
        };
    }

    /** The copy's media go with it, unless something else there shows them. */
    void deleteCopy(ServedRegion region, String screeningId) {
        String event = ids.event(region.id());
        if (region.cell().deleteCopy(screeningId, event)) MediaPlacing.deleteNoted(end(region), event);
    }

    private static CellEnd end(ServedRegion region) {
        return new CellEnd(region.cell(), region.store());
    }
}
