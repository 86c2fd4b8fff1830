package io.gatehouse.service.media;

import io.gatehouse.moderation.cage.Cage;
import io.gatehouse.moderation.cage.TextReading;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.decode.Wire;
import io.gatehouse.moderation.look.MediaLook;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.media.MediaQueue.Urgency;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who looks at the media of each region that this process serves. */
public final class MediaWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MediaWatch.class);

    private final Map<RegionId, MediaEyes> eyes = new LinkedHashMap<>();
    private final boolean hasCage;

    MediaWatch(ServedRegions regions, GatehouseProperties properties, Clock clock, MeterRegistry meters) {
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
        if (!hasCage || properties.role() == GatehouseProperties.Role.API) return;
        for (var region : regions.all()) {
            var opened = MediaEyes.open(region, media, clock);
            eyes.put(region.id(), opened);
            meters.gauge(
                    "gatehouse.media.waiting.seconds",
                    io.micrometer.core.instrument.Tags.of("region", region.id().value()),
                    opened,
                    each -> each.queue().seconds());
        }
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
        var here = eyes.get(region.id());
        if (here != null) here.admit();
    }

    void stored(ServedRegion region, String mediaId, String mediaType, long sizeBytes) {
        var here = eyes.get(region.id());
        if (here != null) here.add(mediaId, mediaType, sizeBytes, Urgency.ORDINARY);
    }

    /** What was seen in media; empty when nobody looked yet. */
    public Optional<SeenMedia> seen(ServedRegion region, String mediaId) {
        // From the cell, since another process may have looked.
        return region.cell().mediaHashes().find(mediaId, Wire.DECODE_VERSION).map(SeenMedia::read);
    }

    /** The content with what was seen in its media so far; nobody waits here. */
    public Content lookedAt(ServedRegion home, Content content) {
        if (content.parts().stream().noneMatch(Part.Media.class::isInstance)) return content;
        var parts = content.parts().stream()
                .map(part -> part instanceof Part.Media media
                        ? media.with(
                                seen(home, media.mediaId()).map(SeenMedia::look).orElse(MediaLook.NONE))
                        : part)
                .toList();
        return content.with(parts);
    }

    @Override
    public void close() {
        eyes.values().forEach(MediaEyes::close);
    }
}
