package io.gatehouse.service.media;

import io.gatehouse.moderation.content.Part;
import io.gatehouse.residency.cell.StoredMedia;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What is kept about media besides their bytes, sealed in their cell. */
public final class MediaDescription {
    private static final JsonMapper JSON = JsonMapper.shared();

    private MediaDescription() {}

    static byte[] write(String mediaType) {
        return JSON.writeValueAsBytes(Map.of("media_type", mediaType));
    }

    public static Part.Media partOf(StoredMedia media) {
        String type = JSON.readTree(media.description()).get("media_type").stringValue();
        return new Part.Media(media.mediaId(), HexFormat.of().formatHex(media.sha256()), type);
    }
}
