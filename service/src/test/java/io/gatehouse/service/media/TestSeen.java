package io.gatehouse.service.media;

import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.moderation.look.MediaLook;
import java.util.List;
import java.util.Map;

/** What is kept of media that no test decodes. */
public final class TestSeen {
    private TestSeen() {}

    /** A video that shows these frames, one after the other. */
    public static byte[] video(List<PdqHash> frames) {
        var shown = frames.stream()
                .map(hash -> new SeenMedia.Frame(0, new HashedPicture(hash, 100)))
                .toList();
        return new SeenMedia(
                        new byte[16], new byte[32], SeenMedia.Outcome.VIDEO, Map.of(), shown, List.of(), MediaLook.NONE)
                .write();
    }
}
