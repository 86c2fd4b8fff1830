package io.gatehouse.service.media;

import io.gatehouse.residency.cell.MediaOutcome;
import io.gatehouse.residency.cell.MediaWork;
import io.gatehouse.residency.cell.MediaWrite;
import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.media.SealingStream;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.service.account.AccountDesk;
import io.gatehouse.service.account.HomeRegionGate;
import io.gatehouse.service.account.KnownAccount;
import io.gatehouse.service.account.StaleHome;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.placement.Place;
import io.gatehouse.service.placement.PlacementDesk;
import io.gatehouse.service.placement.Told;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
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
    private final UploadPace pace;
    private final Clock clock;
    private final long maxBytes;
    private final Semaphore uploads;

    MediaDesk(
            HomeRegionGate gate,
            AccountDesk accounts,
            PlacementDesk placements,
            NewIds ids,
            MediaWatch watch,
            UploadPace pace,
            Clock clock,
            GatehouseProperties properties) {
        this.gate = gate;
        this.accounts = accounts;
        this.placements = placements;
        this.ids = ids;
        this.watch = watch;
        this.pace = pace;
        this.clock = clock;
        this.maxBytes = properties.limits().mediaBytes();
        this.uploads = new Semaphore(properties.limits().mediaInFlight());
    }

    long maxBytes() {
        return maxBytes;
    }

    /** @param told why they lie elsewhere than at home; null at home */
    @SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
    record StoredMedia(
            String mediaId,
            byte[] sha256,
            long sizeBytes,
            RegionId home,
            @Nullable Told told) {}

    /**
     * @param bytes read to their end, once, and written nowhere but where they are placed
     * @throws IOException when the client went away; nothing is left then
     */
    StoredMedia store(KnownAccount author, String mediaType, InputStream bytes) throws IOException {
        return within(() -> {
            var place = placements.ofMedia(author);
            watch.admit(place.store());
            String mediaId = ids.media(place.store().id());
            return stream(author, place, mediaId, new UploadDescription("", mediaType, null), maxBytes, bytes);
        });
    }

    /** The same bytes, no faster than screening bears. */
    InputStream paced(InputStream bytes) {
        return pace.paced(bytes);
    }

    /** Something that holds a few MiB while bytes come. */
    interface Work<R> {
        R run() throws IOException;
    }

    /**
     * Waits for its turn while people screen; no more wait than uploads may be in flight, which is a second or two.
     *
     * @throws ProblemException when too much is under way
     */
    <R> R within(Work<R> work) throws IOException {
        if (!uploads.tryAcquire())
            throw new ProblemException(Problem.of(ProblemType.OVERLOADED, "Too many uploads are in flight.")
                    .retryAfter(Duration.ofSeconds(2)));
        try {
            pace.awaitTurn();
            return work.run();
        } finally {
            uploads.release();
        }
    }

    /**
     * Makes one medium of what came in parts; repeated, it makes the same one. Parts are at home, and so is the whole.
     *
     * @param mediaId under which it will be found
     * @param whole of exactly this size
     */
    StoredMedia join(
            KnownAccount author, String mediaId, UploadDescription description, long sizeBytes, InputStream whole)
            throws IOException {
        return stream(author, Place.home(author), mediaId, description, sizeBytes, whole);
    }

    /** Media that are stored already. */
    StoredMedia stored(ServedRegion region, String mediaId) {
        return region.cell()
                .reader()
                .media(mediaId)
                .map(media -> new StoredMedia(mediaId, media.sha256(), media.sizeBytes(), region.id(), null))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "The media were deleted."));
    }

    private StoredMedia stream(
            KnownAccount author,
            Place place,
            String mediaId,
            UploadDescription description,
            long mostBytes,
            InputStream bytes)
            throws IOException {
        var region = place.store();
        var buffered = new BufferedInputStream(pace.paced(bytes), MediaHead.HEAD_BYTES);
        var head = MediaHead.read(buffered, description.mediaType());
        PersonKey key = keyOf(author, place);
        var object = new ObjectKey("media/" + mediaId.substring(mediaId.lastIndexOf('.') + 1));
        SealingStream sealing = seal(buffered, mostBytes, key, mediaId);
        try {
            region.store().put(object, sealing);
        } catch (SealingStream.TooLargeException _) {
            throw tooLarge(mostBytes);
        }
        refuseOther(description, sealing, region, object);
        var work = head.work(sealing.sizeBytes());
        write(author, place, mediaId, object, sealing, description.mediaType(), work);
        watch.stored(region, mediaId, work.expected());
        return new StoredMedia(mediaId, sealing.sha256(), sealing.sizeBytes(), place.home(), place.told());
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

    private static void refuseOther(
            UploadDescription announced, SealingStream sealed, ServedRegion region, ObjectKey object) {
        String came = HexFormat.of().formatHex(sealed.sha256());
        if (announced.sha256() == null || announced.sha256().equals(came)) return;
        region.store().delete(object);
        throw new ProblemException(
                ProblemType.CHECKSUM_DIFFERS, "The whole has another SHA-256 than was announced; nothing was stored.");
    }

    private static SealingStream seal(InputStream bytes, long maxBytes, PersonKey key, String mediaId)
            throws IOException {
        try {
            return new SealingStream(bytes, maxBytes, key, mediaId);
        } catch (SealingStream.TooLargeException _) {
            throw tooLarge(maxBytes);
        }
    }

    private void write(
            KnownAccount author,
            Place place,
            String mediaId,
            ObjectKey object,
            SealingStream sealed,
            String mediaType,
            MediaWork work) {
        var row = new MediaWrite(
                mediaId,
                place.writer(),
                object.value(),
                sealed.sha256(),
                sealed.sizeBytes(),
                MediaDescription.write(mediaType),
                clock.instant(),
                work,
                place.placed(),
                null);
        // A row that is not written leaves an object that nothing names, sealed under a key that still is the
        // person's: the sweep of unnamed objects removes it, and erasure makes it unreadable.
        switch (place.store().cell().writer().store(row)) {
            case MediaOutcome.Stored() -> {}
            case MediaOutcome.StaleHome _ -> throw stale(author);
        }
    }

    ProblemException stale(KnownAccount author) {
        gate.forget(author.author().account());
        return new ProblemException(
                new StaleHome(author.author().account(), io.gatehouse.residency.cell.AccountState.MOVING).problem());
    }

    private static ProblemException tooLarge(long maxBytes) {
        return new ProblemException(ProblemType.BODY_TOO_LARGE, "Media may have at most " + maxBytes + " bytes.");
    }
}
