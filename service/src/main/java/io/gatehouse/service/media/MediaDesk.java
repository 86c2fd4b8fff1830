package io.gatehouse.service.media;

import io.gatehouse.residency.cell.MediaOutcome;
import io.gatehouse.residency.cell.MediaWrite;
import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.media.SealingStream;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.service.account.AccountDesk;
import io.gatehouse.service.account.HomeRegionGate;
import io.gatehouse.service.account.KnownAccount;
import io.gatehouse.service.account.StaleHome;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.placement.Place;
import io.gatehouse.service.placement.PlacementDesk;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * Streams media into the author's home region, or while that is down, where content of theirs is sheltered. The object is durable
 * before the row that names it.
 */
@Component
final class MediaDesk {
    private final HomeRegionGate gate;
    private final AccountDesk accounts;
    private final PlacementDesk placements;
    private final NewIds ids;
    private final MediaWatch watch;
    private final Clock clock;
    private final long maxBytes;
    private final Semaphore uploads;

    MediaDesk(
            HomeRegionGate gate,
            AccountDesk accounts,
            PlacementDesk placements,
            NewIds ids,
            MediaWatch watch,
            Clock clock,
            GatehouseProperties properties) {
        this.gate = gate;
        this.accounts = accounts;
        this.placements = placements;
        this.ids = ids;
        this.watch = watch;
        this.clock = clock;
        this.maxBytes = properties.limits().mediaBytes();
        this.uploads = new Semaphore(properties.limits().mediaInFlight());
    }

    long maxBytes() {
        return maxBytes;
    }

    /** @param place where they lie now: at home, or sheltered */
    record StoredMedia(String mediaId, byte[] sha256, long sizeBytes, Place place) {}

    /**
     * @param bytes read to their end, once, and written nowhere but where they are placed
     * @throws IOException when the client went away; nothing is left then
     */
    StoredMedia store(KnownAccount author, String mediaType, InputStream bytes) throws IOException {
        if (!uploads.tryAcquire())
            throw new ProblemException(Problem.of(ProblemType.OVERLOADED, "Too many uploads are in flight.")
                    .retryAfter(Duration.ofSeconds(2)));
        try {
            return stream(author, mediaType, bytes);
        } finally {
            uploads.release();
        }
    }

    private StoredMedia stream(KnownAccount author, String mediaType, InputStream bytes) throws IOException {
        var place = placements.ofMedia(author);
        var region = place.store();
        watch.admit(region);
        PersonKey key = keyOf(author, place);
        String mediaId = ids.media(region.id());
        var object = new ObjectKey("media/" + mediaId.substring(mediaId.lastIndexOf('.') + 1));
        SealingStream sealing = seal(bytes, key, mediaId);
        if (sealing.sizeBytes() == 0) throw new ProblemException(ProblemType.INVALID_REQUEST, "The body is empty.");
        try {
            region.store().put(object, sealing);
        } catch (SealingStream.TooLargeException _) {
            throw tooLarge();
        }
        write(author, place, mediaId, object, sealing, mediaType);
        watch.stored(region, mediaId, mediaType, sealing.sizeBytes());
        return new StoredMedia(mediaId, sealing.sha256(), sealing.sizeBytes(), place);
    }

    private PersonKey keyOf(KnownAccount author, Place place) {
        if (place.placed() != null)
            return place.store().cell().welcome(place.writer(), clock.instant()).orElseThrow(() -> stale(author));
        accounts.ensure(author);
        return author.home()
                .cell()
                .reader()
                .personKey(author.author().account())
                .orElseThrow(() -> stale(author));
    }

    private SealingStream seal(InputStream bytes, PersonKey key, String mediaId) throws IOException {
        try {
            return new SealingStream(bytes, maxBytes, key, mediaId);
        } catch (SealingStream.TooLargeException _) {
            throw tooLarge();
        }
    }

    private void write(
            KnownAccount author,
            Place place,
            String mediaId,
            ObjectKey object,
            SealingStream sealed,
            String mediaType) {
        var row = new MediaWrite(
                mediaId,
                place.writer(),
                object.value(),
                sealed.sha256(),
                sealed.sizeBytes(),
                MediaDescription.write(mediaType),
                clock.instant(),
                place.placed(),
                null);
        // A row that is not written leaves an object that nothing names, sealed under a key that still is the
        // person's: the sweep of unnamed objects removes it, and erasure makes it unreadable.
        switch (place.store().cell().writer().store(row)) {
            case MediaOutcome.Stored() -> {}
            case MediaOutcome.StaleHome _ -> throw stale(author);
        }
    }

    private ProblemException stale(KnownAccount author) {
        gate.forget(author.author().account());
        return new ProblemException(
                new StaleHome(author.author().account(), io.gatehouse.residency.cell.AccountState.MOVING).problem());
    }

    private ProblemException tooLarge() {
        return new ProblemException(ProblemType.BODY_TOO_LARGE, "Media may have at most " + maxBytes + " bytes.");
    }
}
