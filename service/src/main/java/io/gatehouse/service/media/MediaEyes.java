package io.gatehouse.service.media;

import io.gatehouse.moderation.cage.Cage;
import io.gatehouse.moderation.cage.CageUnavailableException;
import io.gatehouse.moderation.cage.MediaLimits;
import io.gatehouse.moderation.cage.Sampling;
import io.gatehouse.moderation.decode.Wire;
import io.gatehouse.residency.cell.StoredMedia;
import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.store.RegionStore;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.media.MediaQueue.Urgency;
import io.gatehouse.service.region.ServedRegion;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the media of one region, in that region's own decoders, one after the other, and beside a long one at what is urgent.
 * What waits is a fact of the cell: media without a row of this version. The queue in memory only says what comes first.
 */
final class MediaEyes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MediaEyes.class);

    /** How often the cell is asked what waits there: other processes store media too, and hurry some. */
    private static final Duration ASKS_EVERY = Duration.ofSeconds(1);

    /** How often it is asked for what was left behind by a migration or by another version, which reads more. */
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(20);

    /** What could not be opened is not tried again before. */
    private static final Duration RESTS = Duration.ofMinutes(1);

    /** More are forgotten, and tried again earlier. */
    private static final int MOST_RESTING = 10_000;

    /** Of those at once. */
    private static final int AT_ONCE = 100;

    /** After a failure of a store or a database; what failed waits in the cell. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(10);

    /** After which a decoder that is there for urgent media only is closed: it holds memory. */
    private static final Duration IDLES = Duration.ofMinutes(5);

    private final ServedRegion region;
    private final GatehouseProperties.Media properties;
    private final Clock clock;
    private final MediaQueue queue = new MediaQueue();
    private final List<Lane> lanes;
    private final Runnable onSeen;
    private final ConcurrentHashMap<String, CompletableFuture<Boolean>> awaited = new ConcurrentHashMap<>();
    private final Map<String, Long> resting = new ConcurrentHashMap<>();
    private long asked = System.nanoTime() - ASKS_EVERY.toNanos();
    private long lookedBehind = System.nanoTime() - LOOKS_EVERY.toNanos();
    private volatile boolean closed;

    private MediaEyes(
            ServedRegion region, String holder, GatehouseProperties.Media properties, Clock clock, Runnable onSeen) {
        this.region = region;
        this.properties = properties;
        this.clock = clock;
        this.onSeen = onSeen;
        // Leases tell the two apart as they tell processes apart.
        this.lanes = List.of(new Lane(holder, false), new Lane(holder + "/urgent", true));
    }

    /** One looker and its decoder, which is opened with the first media that it gets. */
    private final class Lane {
        private final String holder;
        private final boolean besideOnly;
        private final Thread thread;
        private @Nullable Cage cage;
        private long used;

        Lane(String holder, boolean besideOnly) {
            this.holder = holder;
            this.besideOnly = besideOnly;
            this.thread = Thread.ofPlatform()
                    .daemon()
                    .name("media-" + region.id() + (besideOnly ? "-urgent" : ""))
                    .unstarted(() -> run(this));
        }

        @Nullable
        String next() throws InterruptedException {
            return besideOnly ? queue.takeBeside(ASKS_EVERY) : queue.take(ASKS_EVERY);
        }

        Cage openCage() {
            used = System.nanoTime();
            var opened = cage;
            if (opened == null) {
                opened = Cage.openInBackground(properties.kinds(), 1, MediaLimits.DEFAULT, properties.senses());
                LOG.info(
                        "decoders of {} are held by: {}",
                        region.id(),
                        opened.kind().words());
                cage = opened;
            }
            return opened;
        }

        void closeIfIdle() {
            if (besideOnly && cage != null && System.nanoTime() - used > IDLES.toNanos()) close();
        }

        void close() {
            if (cage != null) cage.close();
            cage = null;
        }
    }

    /**
     * @param holder names this process among those of the region
     * @param onSeen called after each look, and not to be kept waiting
     */
    static MediaEyes open(
            ServedRegion region, String holder, GatehouseProperties.Media properties, Clock clock, Runnable onSeen) {
        var eyes = new MediaEyes(region, holder, properties, clock, onSeen);
        eyes.lanes.forEach(lane -> lane.thread.start());
        return eyes;
    }

    void add(String mediaId, Duration work, Urgency urgency) {
        queue.add(mediaId, urgency, work.toMillis() / 1000.0);
    }

    /** Returns when these media were looked at here, or the time is over. */
    void awaitLook(String mediaId, Duration atMost) throws InterruptedException {
        var look = awaited.computeIfAbsent(mediaId, _ -> new CompletableFuture<>());
        try {
            var _ = look.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            awaited.remove(mediaId, look);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("nobody fails a look", impossible);
        }
    }

    private void run(Lane lane) {
        while (!closed) {
            String next = null;
            try {
                askTheCell(lane.holder);
                next = lane.next();
                if (next != null) look(next, lane);
                else lane.closeIfIdle();
            } catch (InterruptedException _) {
                return;
            } catch (DatabaseUnavailableException
                    | DatabaseBusyException
                    | RegionStore.StoreUnavailableException away) {
                LOG.warn("media of {} wait: {}", region.id(), away.getMessage());
                rest(next);
                pause();
            } catch (IOException broken) {
                // Of this file alone: the others are looked at.
                LOG.warn("{} waits: {}", next, broken.getMessage());
                rest(next);
            } catch (CageUnavailableException away) {
                LOG.error("media of {} are not looked at: {}", region.id(), away.getMessage());
                rest(next);
                pause();
            } catch (RuntimeException broken) {
                // A thread that ended would leave media unseen for good, silently.
                LOG.error("looking at media of {} failed and is tried again", region.id(), broken);
                rest(next);
                pause();
            }
        }
    }

    /** What cannot be opened must not come first again and again, in front of what can. */
    private void rest(@Nullable String mediaId) {
        if (resting.size() >= MOST_RESTING) resting.clear();
        if (mediaId != null) resting.put(mediaId, System.nanoTime() + RESTS.toNanos());
    }

    private boolean rests(String mediaId) {
        var until = resting.get(mediaId);
        if (until == null || System.nanoTime() < until) return until != null;
        resting.remove(mediaId);
        return false;
    }

    private synchronized void askTheCell(String holder) {
        long now = System.nanoTime();
        if (now - asked < ASKS_EVERY.toNanos()) return;
        asked = now;
        for (var each : region.cell().mediaHashes().next(Wire.DECODE_VERSION, holder, AT_ONCE))
            if (!rests(each.mediaId())) add(each.mediaId(), each.work(), urgency(each.urgency()));
        if (queue.size() > 0 || now - lookedBehind < LOOKS_EVERY.toNanos()) return;
        lookedBehind = now;
        for (var each : region.cell().mediaHashes().waiting(Wire.DECODE_VERSION, holder, AT_ONCE))
            if (!rests(each.mediaId())) add(each.mediaId(), each.work(), Urgency.LEFT_BEHIND);
    }

    private static Urgency urgency(int stored) {
        var all = Urgency.values();
        return stored < 1 ? Urgency.ORDINARY : all[Math.min(stored, all.length - 1)];
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(String mediaId, Lane lane) throws IOException {
        var cell = region.cell();
        if (cell.mediaHashes().find(mediaId, Wire.DECODE_VERSION).isPresent()) {
            cell.mediaHashes().settle(mediaId);
            seen(mediaId);
            return;
        }
        var found = cell.reader().media(mediaId);
        if (found.isEmpty()) return;
        var lease = LookLease.take(cell.mediaLooks(), mediaId, lane.holder);
        // Somebody else looks at the same bytes. The cell names these media again when that is over, and what they saw
        // is there.
        if (lease.isEmpty()) return;
        boolean isKept;
        try (var _ = lease.get()) {
            isKept = look(found.get(), lane);
        }
        if (isKept) seen(mediaId);
    }

    /** @return false when the owner is gone */
    private boolean look(StoredMedia media, Lane lane) throws IOException {
        long started = System.nanoTime();
        var hashes = region.cell().mediaHashes();
        // Asked for under the lease: whoever held it before has stored what they saw.
        var twin = hashes.ofSameBytes(media.mediaId(), Wire.DECODE_VERSION);
        byte[] seen = twin.map(it -> SeenMedia.ofTwin(it, media.sha256())).orElse(null);
        if (seen == null) {
            var looked = decode(media, lane);
            if (looked == null) return false;
            var took = Duration.ofNanos(System.nanoTime() - started);
            hashes.store(media.mediaId(), Wire.DECODE_VERSION, looked.write(), clock.instant(), took);
        } else hashes.store(media.mediaId(), Wire.DECODE_VERSION, seen, clock.instant());
        LOG.info(
                "looked at {} region={} again={} ms={}",
                media.mediaId(),
                region.id(),
                twin.isPresent(),
                (System.nanoTime() - started) / 1_000_000);
        return true;
    }

    private void seen(String mediaId) {
        var look = awaited.remove(mediaId);
        if (look != null) look.complete(true);
        onSeen.run();
    }

    /** @return null when the owner is gone */
    private @Nullable SeenMedia decode(StoredMedia media, Lane lane) throws IOException {
        var key = region.cell().reader().personKey(media.account());
        if (key.isEmpty()) return null;
        try (var bytes = SealedMedia.open(region, media, key.get())) {
            byte[] md5 = bytes.md5();
            return SeenMedia.of(lane.openCage().hash(bytes, Sampling.SCENES), md5, media.sha256())
                    .asWantedBy(properties);
        }
    }

    @Override
    public void close() {
        closed = true;
        lanes.forEach(lane -> lane.thread.interrupt());
        try {
            for (var lane : lanes) lane.thread.join(CLOSES_WITHIN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        lanes.forEach(Lane::close);
    }
}
