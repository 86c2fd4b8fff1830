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
import org.springframework.stereotype.Component;

/** Streams media into the author's home region. The object is durable before the row that names it. */
@Component
final class MediaDesk {
    private final HomeRegionGate gate;
    private final AccountDesk accounts;
    private final NewIds ids;
    private final MediaWatch watch;
    private final Clock clock;
    private final long maxBytes;
    private final Semaphore uploads;

    MediaDesk(
            HomeRegionGate gate,
            AccountDesk accounts,
            NewIds ids,
            MediaWatch watch,
            Clock clock,
            GatehouseProperties properties) {
        this.gate = gate;
        this.accounts = accounts;
        this.ids = ids;
        this.watch = watch;
        this.clock = clock;
        this.maxBytes = properties.limits().mediaBytes();
        this.uploads = new Semaphore(properties.limits().mediaInFlight());
    }

    long maxBytes() {
        return maxBytes;
    }

    /** @param homeRegion where it lies now */
    record StoredMedia(String mediaId, byte[] sha256, long sizeBytes, String homeRegion) {}

    /**
     * @param bytes read to their end, once, and written nowhere but to the author's home region
     * @throws IOException when the client went away; nothing is left then
     */
    StoredMedia store(KnownAccount author, String mediaType, InputStream bytes) throws IOException {
        return within(() -> {
            watch.admit(author.home());
            String mediaId = ids.media(author.home().id());
            return stream(author, mediaId, new UploadDescription("", mediaType, null), maxBytes, bytes);
        });
    }

    /** Something that holds a few MiB while bytes come. */
    interface Work<R> {
        R run() throws IOException;
    }

    /** @throws ProblemException when too much is under way */
    <R> R within(Work<R> work) throws IOException {
        if (!uploads.tryAcquire())
            throw new ProblemException(Problem.of(ProblemType.OVERLOADED, "Too many uploads are in flight.")
                    .retryAfter(Duration.ofSeconds(2)));
        try {
            return work.run();
        } finally {
            uploads.release();
        }
    }

    /**
     * Makes one medium of what came in parts; repeated, it makes the same one.
     *
     * @param mediaId under which it will be found
     * @param whole of exactly this size
     */
    StoredMedia join(
            KnownAccount author, String mediaId, UploadDescription description, long sizeBytes, InputStream whole)
            throws IOException {
        return stream(author, mediaId, description, sizeBytes, whole);
    }

    /** Media that are stored already. */
    StoredMedia stored(ServedRegion region, String mediaId) {
        return region.cell()
                .reader()
                .media(mediaId)
                .map(media -> new StoredMedia(
                        mediaId, media.sha256(), media.sizeBytes(), region.id().value()))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "The media were deleted."));
    }

    private StoredMedia stream(
            KnownAccount author, String mediaId, UploadDescription description, long mostBytes, InputStream bytes)
            throws IOException {
        var home = author.home();
        var buffered = new BufferedInputStream(bytes, MediaHead.HEAD_BYTES);
        var head = MediaHead.read(buffered, description.mediaType());
        accounts.ensure(author);
        var object = new ObjectKey("media/" + mediaId.substring(mediaId.lastIndexOf('.') + 1));
        PersonKey key =
                home.cell().reader().personKey(author.author().account()).orElseThrow(() -> stale(author));
        SealingStream sealing = seal(buffered, mostBytes, key, mediaId);
        try {
            home.store().put(object, sealing);
        } catch (SealingStream.TooLargeException _) {
            throw tooLarge(mostBytes);
        }
        refuseOther(description, sealing, home, object);
        var work = head.work(sealing.sizeBytes());
        write(author, mediaId, object, sealing, description.mediaType(), work);
        watch.stored(home, mediaId, sealing.sha256(), work);
        return new StoredMedia(
                mediaId, sealing.sha256(), sealing.sizeBytes(), home.id().value());
    }

    private static void refuseOther(
            UploadDescription announced, SealingStream sealed, ServedRegion home, ObjectKey object) {
        String came = HexFormat.of().formatHex(sealed.sha256());
        if (announced.sha256() == null || announced.sha256().equals(came)) return;
        home.store().delete(object);
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
            String mediaId,
            ObjectKey object,
            SealingStream sealed,
            String mediaType,
            Duration work) {
        var row = new MediaWrite(
                mediaId,
                author.author(),
                object.value(),
                sealed.sha256(),
                sealed.sizeBytes(),
                MediaDescription.write(mediaType),
                clock.instant(),
                (int) work.toMillis());
        // A row that is not written leaves an object that nothing names, sealed under a key that still is the
        // person's: the sweep of unnamed objects removes it, and erasure makes it unreadable.
        switch (author.home().cell().writer().store(row)) {
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
