package io.gatehouse.service.media;

import io.gatehouse.moderation.cage.Cage;
import io.gatehouse.moderation.cage.CageKind;
import io.gatehouse.moderation.cage.TextReading;
import io.gatehouse.service.configuration.GatehouseProperties;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.stereotype.Component;

/** What holds this node's decoders, and what they read ({@code /actuator/info}): what the start tells, for whoever was not there. */
@Component
final class MediaInfo implements InfoContributor {
    private final Map<String, Object> media = new LinkedHashMap<>();

    MediaInfo(GatehouseProperties properties) {
        var wanted = properties.media();
        media.put(
                "cage",
                Cage.foreseen(wanted.kinds()).map(CageKind::words).orElse("media are refused: no cage works here"));
        media.put(
                "reads",
                switch (wanted.reading()) {
                    case TextReading.Off() -> "off";
                    case TextReading.By(var _, var languages) -> String.join(",", languages);
                    case TextReading.Missing(String reason) -> reason;
                });
    }

    @Override
    public void contribute(Info.Builder builder) {
        builder.withDetail("media", media);
    }
}
