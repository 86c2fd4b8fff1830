package io.gatehouse.service.bank;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.fact.KnownPicture;
import io.gatehouse.moderation.fact.MediaFindings;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.service.media.MediaWatch;
import io.gatehouse.service.media.SeenMedia;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.region.ServedRegion;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the hash banks of the author's home about the media of a content, as they have been looked at so far. */
public final class MediaBanks {
    private static final Logger LOG = LoggerFactory.getLogger(MediaBanks.class);

    private static final String MEDIA = "media";
    private static final String BANKS = "hash_banks";

    /** Hashes of one medium: eight minutes of video at two frames a second, and a fraction of a second of searching. */
    static final int MAX_HASHES = 1_000;

    private final HashBankDesk desk;
    private final MediaWatch watch;

    MediaBanks(HashBankDesk desk, MediaWatch watch) {
        this.desk = desk;
        this.watch = watch;
    }

    /** The content with what was seen in its media so far. */
    public Content lookedAt(ServedRegion home, Content content) {
        return watch.lookedAt(home, content);
    }

    /**
     * Nobody waits for decoders here: a medium that was not looked at yet is told as failed. On private surfaces banks are not
     * asked, since a bank does not say for which purpose of the law it looks. Where the banks hold nothing, nothing is missed.
     *
     * @param name the same for a repeat and for an edit of the content
     * @param byKey of the caller, for the log of matches
     */
    public MediaFindings find(ServedRegion home, Content content, String name, String byKey) {
        var media = content.parts().stream()
                .flatMap(part ->
                        part instanceof Part.Media(var id, var _, var _, var _) ? Stream.of(id) : Stream.empty())
                .distinct()
                .toList();
        if (media.isEmpty() || content.surface().isPrivate() || desk.isEmpty(home)) return MediaFindings.NONE;
        var asked = new Asked(home, name, byKey);
        media.forEach(asked::about);
        return new MediaFindings(asked.failed, List.copyOf(asked.known.values()));
    }

    static KnownPicture picture(HashBankDesk.Matched match) {
        // A bank may have a word of its own for what it is about.
        var category = Category.ofWireName(match.bank().category()).orElse(Category.OTHER_ILLEGAL);
        return new KnownPicture(match.bank().name(), category, match.match().distance());
    }

    /** One content being asked about. */
    private final class Asked {
        private final ServedRegion home;
        private final String name;
        private final String byKey;
        private final List<FailedSignal> failed = new ArrayList<>();
        private final TreeMap<String, KnownPicture> known = new TreeMap<>();

        Asked(ServedRegion home, String name, String byKey) {
            this.home = home;
            this.name = name;
            this.byKey = byKey;
        }

        void about(String mediaId) {
            try {
                watch.seen(home, mediaId)
                        .ifPresentOrElse(seen -> about(mediaId, seen), () -> fail(MEDIA, "not looked at yet", mediaId));
            } catch (ProblemException loading) {
                fail(BANKS, "being loaded", mediaId);
            } catch (RuntimeException broken) {
                // The content is judged all the same, and by people.
                LOG.warn("the hash banks of {} could not be asked about {}", home.id(), mediaId, broken);
                fail(BANKS, "failed: " + broken.getClass().getSimpleName(), mediaId);
            }
        }

        private void about(String mediaId, SeenMedia seen) {
            switch (seen.outcome()) {
                case UNREADABLE -> fail(MEDIA, "could not be read", mediaId);
                case PICTURE, VIDEO -> compare(mediaId, seen);
            }
        }

        private void compare(String mediaId, SeenMedia seen) {
            var pictures = seen.hashes();
            List<HashedPicture> compared = pictures.subList(0, Math.min(pictures.size(), MAX_HASHES));
            if (compared.size() < pictures.size())
                fail(MEDIA, "only the first " + MAX_HASHES + " frames were compared", mediaId);
            for (var match : desk.matchMedium(home, compared, name, byKey).matches())
                known.merge(match.bank().name(), picture(match), (a, b) -> a.distance() <= b.distance() ? a : b);
        }

        private void fail(String signal, String reason, String mediaId) {
            failed.add(new FailedSignal(signal, reason + ": " + mediaId));
        }
    }
}
