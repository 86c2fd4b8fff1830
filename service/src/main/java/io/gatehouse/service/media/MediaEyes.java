package io.gatehouse.service.media;

import io.gatehouse.moderation.cage.Cage;
import io.gatehouse.moderation.cage.CageUnavailableException;
import io.gatehouse.moderation.cage.MediaLimits;
import io.gatehouse.moderation.cage.Sampling;
import io.gatehouse.moderation.cage.TextReading;
import io.gatehouse.moderation.decode.Wire;
import io.gatehouse.residency.cell.StoredMedia;
import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.store.RegionStore;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.media.MediaQueue.Urgency;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegion;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the media of one region, in that region's own decoders, one after the other. What waits is a fact of the cell: media
 * without a row of this version. The queue in memory only says what comes first.
 */
final class MediaEyes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MediaEyes.class);

    /** How often the cell is asked for what was left behind, by this process or another. */
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(20);

    /** Of those at once. */
    private static final int LEFT_BEHIND_AT_ONCE = 100;

    /** After a failure of a store or a database; what failed waits in the cell. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(10);

    /** Other media with the same bytes that are asked for what was seen in them. */
    private static final int TWINS = 4;

    private final ServedRegion region;
    private final GatehouseProperties.Media properties;
    private final Clock clock;
    private final MediaQueue queue = new MediaQueue();
    private final Thread thread;
    private volatile boolean closed;
    private @Nullable Cage cage;

    private MediaEyes(ServedRegion region, GatehouseProperties.Media properties, Clock clock) {
        this.region = region;
        this.properties = properties;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("media-" + region.id()).unstarted(this::run);
    }

    static MediaEyes open(ServedRegion region, GatehouseProperties.Media properties, Clock clock) {
        var eyes = new MediaEyes(region, properties, clock);
        eyes.thread.start();
        return eyes;
    }

    MediaQueue queue() {
        return queue;
    }

    /** @throws ProblemException when more waits than {@code gatehouse.media.waiting} allows */
    void admit() {
        double seconds = queue.seconds();
        if (seconds <= properties.waiting().toSeconds()) return;
        long over = (long) Math.ceil(seconds - properties.waiting().toSeconds());
        throw new ProblemException(Problem.of(
                        ProblemType.OVERLOADED,
                        "Media that take some " + (long) seconds + " seconds to decode wait in this region.")
                .with("region", region.id().value())
                .retryAfter(Duration.ofSeconds(Math.clamp(over, 1, 60))));
    }

    void add(String mediaId, String mediaType, long sizeBytes, Urgency urgency) {
        queue.add(mediaId, urgency, MediaQueue.estimate(mediaType.startsWith("image/"), sizeBytes));
    }

    private void run() {
        while (!closed) {
            try {
                String next = queue.take(LOOKS_EVERY);
                if (next == null) lookForLeftBehind();
                else look(next);
            } catch (InterruptedException _) {
                return;
            } catch (DatabaseUnavailableException
                    | DatabaseBusyException
                    | RegionStore.StoreUnavailableException
                    | IOException away) {
                LOG.warn("media of {} wait: {}", region.id(), away.getMessage());
                pause();
            } catch (CageUnavailableException away) {
                LOG.error("media of {} are not looked at: {}", region.id(), away.getMessage());
                pause();
            } catch (RuntimeException broken) {
                // A thread that ended would leave media unseen for good, silently.
                LOG.error("looking at media of {} failed and is tried again", region.id(), broken);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookForLeftBehind() {
        for (var mediaId : region.cell().mediaHashes().waiting(Wire.DECODE_VERSION, LEFT_BEHIND_AT_ONCE))
            queue.add(mediaId, Urgency.LEFT_BEHIND, 0);
    }

    private void look(String mediaId) throws IOException {
        var cell = region.cell();
        if (cell.mediaHashes().find(mediaId, Wire.DECODE_VERSION).isPresent()) return;
        var found = cell.reader().media(mediaId);
        if (found.isEmpty()) return;
        long started = System.nanoTime();
        byte[] seen = seenInTwin(found.get());
        boolean again = seen != null;
        if (seen == null) {
            var looked = decode(found.get());
            if (looked == null) return;
            seen = looked.write();
        }
        cell.mediaHashes().store(mediaId, Wire.DECODE_VERSION, seen, clock.instant());
        LOG.info(
                "looked at {} region={} again={} ms={}",
                mediaId,
                region.id(),
                again,
                (System.nanoTime() - started) / 1_000_000);
    }

    /** The same bytes are decoded once, and stored with each of their owners. */
    private byte @Nullable [] seenInTwin(StoredMedia media) {
        var cell = region.cell();
        for (var twin : cell.reader().mediaWith(media.sha256(), TWINS)) {
            if (twin.equals(media.mediaId())) continue;
            var seen = cell.mediaHashes().find(twin, Wire.DECODE_VERSION);
            if (seen.isPresent()) return seen.get();
        }
        return null;
    }

    /** @return null when the owner is gone */
    private @Nullable SeenMedia decode(StoredMedia media) throws IOException {
        var key = region.cell().reader().personKey(media.account());
        if (key.isEmpty()) return null;
        try (var bytes = SealedMedia.open(region, media, key.get())) {
            byte[] md5 = bytes.md5();
            var seen = SeenMedia.of(openCage().hash(bytes, Sampling.SCENES), md5);
            boolean unread = properties.mustRead() && !(properties.reading() instanceof TextReading.By);
            return unread && seen.outcome() != SeenMedia.Outcome.UNREADABLE ? seen.unread() : seen;
        }
    }

    /** Opened with the first media: a region that gets none has no decoders. */
    private Cage openCage() {
        var opened = cage;
        if (opened == null) {
            opened = Cage.openInBackground(properties.kinds(), 1, MediaLimits.DEFAULT, properties.senses());
            LOG.info(
                    "decoders of {} are held by: {}", region.id(), opened.kind().words());
            cage = opened;
        }
        return opened;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSES_WITHIN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        var opened = cage;
        if (opened != null) opened.close();
    }
}
