package io.gatehouse.service.bank;

import io.gatehouse.moderation.fact.Sighting;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.service.media.SeenMedia;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From frames that banks know to stretches of a video, for each bank. Pure. */
final class Sightings {
    /** How long a video's last frame is shown at least: frames are looked at every half second. */
    static final long LAST_FRAME_MILLIS = 500;

    private Sightings() {}

    /** A stretch that goes on, and its nearest frame so far. */
    private record Open(long start, long evidence, int distance) {
        Open with(long millis, int other) {
            return other < distance ? new Open(start, millis, other) : this;
        }
    }

    /**
     * @param frames in order; each is shown until the next one
     * @param compared what the matches' questions are numbers of
     * @return by bank, in order of time; nothing of a bank that knows no frame
     */
    static Map<String, List<Sighting>> of(
            String mediaId,
            List<SeenMedia.Frame> frames,
            List<HashedPicture> compared,
            List<HashBankDesk.Matched> matches) {
        var distances = new HashMap<String, Map<HashedPicture, Integer>>();
        for (var match : matches)
            distances
                    .computeIfAbsent(match.bank().name(), _ -> new HashMap<>())
                    .merge(compared.get(match.question()), match.match().distance(), Math::min);
        var sightings = new HashMap<String, List<Sighting>>();
        distances.forEach((bank, byPicture) -> {
            var found = stretches(mediaId, frames, byPicture);
            if (!found.isEmpty()) sightings.put(bank, found);
        });
        return sightings;
    }

    private static List<Sighting> stretches(
            String mediaId, List<SeenMedia.Frame> frames, Map<HashedPicture, Integer> distances) {
        var found = new ArrayList<Sighting>();
        Open open = null;
        for (var frame : frames) {
            var distance = distances.get(frame.hashed());
            if (distance == null) {
                close(mediaId, open, frame.millis(), found);
                open = null;
            } else {
                open = open == null
                        ? new Open(frame.millis(), frame.millis(), distance)
                        : open.with(frame.millis(), distance);
            }
        }
        if (!frames.isEmpty()) close(mediaId, open, frames.getLast().millis() + LAST_FRAME_MILLIS, found);
        return found;
    }

    private static void close(String mediaId, @Nullable Open open, long end, List<Sighting> found) {
        if (open != null) found.add(new Sighting(mediaId, open.start(), end, open.evidence()));
    }
}
