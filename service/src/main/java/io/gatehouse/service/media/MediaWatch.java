package io.gatehouse.service.media;

import io.gatehouse.moderation.cage.Cage;
import io.gatehouse.moderation.cage.TextReading;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.decode.Wire;
import io.gatehouse.residency.cell.StoredMedia;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.media.MediaQueue.Urgency;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who looks at the media of each region that this process serves. */
public final class MediaWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MediaWatch.class);

    /** Another process may have looked, of which nobody tells this one. */
    private static final Duration ASKS_AGAIN = Duration.ofMillis(50);

    private final Map<RegionId, MediaEyes> eyes = new LinkedHashMap<>();
    private final Map<RegionId, Backlog> backlogs = new LinkedHashMap<>();
    private final List<Consumer<RegionId>> listeners = new CopyOnWriteArrayList<>();
    private final Clock clock;
    private final boolean hasCage;

    MediaWatch(ServedRegions regions, GatehouseProperties properties, NewIds ids, Clock clock, MeterRegistry meters) {
        this.clock = clock;
        var media = properties.media();
        var kind = Cage.foreseen(media.kinds());
        hasCage = kind.isPresent();
        if (hasCage)
            LOG.info(
                    "decoders of media are held by: {} (gatehouse.media.cage={})",
                    kind.get().words(),
                    media.cage());
        else
            LOG.warn(
                    "media are refused: this machine has no cage for their decoders (gatehouse.media.cage={}); "
                            + "install bubblewrap, or set it to 'none' by name",
                    media.cage());
        tellReading(media);
        for (var region : regions.all()) {
            var backlog = new Backlog(region, media.waiting());
            backlogs.put(region.id(), backlog);
            meters.gauge(
                    "gatehouse.media.waiting.seconds",
                    Tags.of("region", region.id().value()),
                    backlog,
                    Backlog::seconds);
            if (!hasCage || properties.role() == GatehouseProperties.Role.API) continue;
            eyes.put(
                    region.id(),
                    MediaEyes.open(region, ids.looker(region.id()), media, clock, () -> told(region.id())));
        }
    }

    /** Told of each region in which media were looked at, by a thread that must not be kept. */
    public void onSeen(Consumer<RegionId> listener) {
        listeners.add(listener);
    }

    private void told(RegionId region) {
        listeners.forEach(each -> each.accept(region));
    }

    private void tellReading(GatehouseProperties.Media media) {
        if (!hasCage) return;
        var scoring = media.senses().scoring();
        if (scoring != null)
            LOG.info(
                    "pictures are scored by the classifier {} ({})",
                    scoring.model().name(),
                    scoring.model().digest());
        switch (media.reading()) {
            case TextReading.Off() ->
                LOG.warn("what is written on pictures is not read: gatehouse.media.languages is off");
            case TextReading.By(var data, var languages) ->
                LOG.info("what is written on pictures is read by Tesseract, in {} ({})", languages, data);
            case TextReading.Missing(String reason) ->
                LOG.warn(
                        "what is written on pictures is not read: {}{}",
                        reason,
                        media.mustRead() ? "; every medium says so" : "");
        }
    }

    /** @throws ProblemException when media cannot be looked at here at all, or too many wait already */
    void admit(ServedRegion region) {
        if (!hasCage)
            throw new ProblemException(
                    ProblemType.MEDIA_REFUSED, "This service has no cage to decode media in, and so takes none.");
        var backlog = backlogs.get(region.id());
        if (backlog != null) backlog.admit();
    }

    /** Media that were just stored: known at once when the same bytes were looked at before. */
    void stored(ServedRegion region, String mediaId, Duration work) {
        var hashes = region.cell().mediaHashes();
        var twin = hashes.ofSameBytes(mediaId, Wire.DECODE_VERSION);
        var stored = twin.isEmpty()
                ? Optional.<StoredMedia>empty()
                : region.cell().reader().media(mediaId);
        if (stored.isPresent()) {
            byte[] seen = SeenMedia.ofTwin(twin.get(), stored.get().sha256());
            if (hashes.store(mediaId, Wire.DECODE_VERSION, seen, clock.instant())) return;
        }
        var here = eyes.get(region.id());
        if (here != null) here.add(mediaId, work, Urgency.ORDINARY);
    }

    /** What was seen in media; empty when nobody looked yet. */
    public Optional<SeenMedia> seen(ServedRegion region, String mediaId) {
        // From the cell, since another process may have looked.
        return region.cell().mediaHashes().find(mediaId, Wire.DECODE_VERSION).map(SeenMedia::read);
    }

    /**
     * Makes media that wait come before others, whichever process looks at them.
     *
     * @return how many of them wait
     */
    int hurry(ServedRegion region, List<String> mediaIds, Urgency urgency) {
        int waiting = region.cell().mediaHashes().hurry(mediaIds, Wire.DECODE_VERSION, urgency.ordinal());
        var here = eyes.get(region.id());
        if (here != null && waiting > 0) for (var id : mediaIds) here.add(id, Duration.ZERO, urgency);
        return waiting;
    }

    /**
     * Has the media of a content looked at before others, and waits a while for pictures. For videos nobody waits: they take
     * longer.
     */
    public void await(ServedRegion home, Content content, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        var unseen =
                unseen(home, media(content).map(Part.Media::mediaId).distinct().toList());
        if (unseen.isEmpty()) return;
        hurry(home, unseen, content.surface() == Surface.LIVE ? Urgency.LIVE : Urgency.ASKED_FOR);
        boolean video = media(content)
                .anyMatch(part ->
                        unseen.contains(part.mediaId()) && !part.mediaType().startsWith("image/"));
        if (video) return;
        var here = eyes.get(home.id());
        var waiting = unseen;
        try {
            while (!waiting.isEmpty() && System.nanoTime() < end) {
                var pause = Duration.ofNanos(Math.min(ASKS_AGAIN.toNanos(), end - System.nanoTime()));
                if (here == null) Thread.sleep(pause);
                else here.awaitLook(waiting.getFirst(), pause);
                waiting = unseen(home, waiting);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> unseen(ServedRegion home, List<String> mediaIds) {
        return mediaIds.isEmpty() ? List.of() : home.cell().mediaHashes().unseen(mediaIds, Wire.DECODE_VERSION);
    }

    private static Stream<Part.Media> media(Content content) {
        return content.parts().stream()
                .flatMap(part -> part instanceof Part.Media media ? Stream.of(media) : Stream.empty());
    }

    /** What was seen in the media of a content so far, by their ids; nobody waits here. */
    public Map<String, SeenMedia> seenIn(ServedRegion home, Content content) {
        var seen = new HashMap<String, SeenMedia>();
        media(content)
                .map(Part.Media::mediaId)
                .distinct()
                .forEach(id -> seen(home, id).ifPresent(found -> seen.put(id, found)));
        return seen;
    }

    @Override
    public void close() {
        eyes.values().forEach(MediaEyes::close);
    }
}
