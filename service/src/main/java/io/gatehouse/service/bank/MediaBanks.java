package io.gatehouse.service.bank;

import io.gatehouse.moderation.bank.BankMatch;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.fact.KnownPicture;
import io.gatehouse.moderation.fact.MediaFindings;
import io.gatehouse.moderation.fact.Sighting;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.residency.bank.BankRow;
import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.media.MediaWatch;
import io.gatehouse.service.media.SeenMedia;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the hash banks of the region where media were looked at about the media of a content, as they have been looked at so far. */
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

    /** Whether media that nobody has looked at yet may still be waited for. */
    public enum Looking {
        FIRST,
        LAST
    }

    /**
     * Has media looked at before others, and waits a while for pictures.
     *
     * @param seenIn where each medium is looked at
     */
    public void await(Function<String, ServedRegion> seenIn, Content content, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        for (var region : regions(seenIn, content)) {
            var left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            watch.await(region, content, left);
        }
    }

    /** What was seen in the media of a content so far, by their ids. */
    public Map<String, SeenMedia> seenIn(Function<String, ServedRegion> seenIn, Content content) {
        var seen = new HashMap<String, SeenMedia>();
        for (var region : regions(seenIn, content)) seen.putAll(watch.seenIn(region, content));
        return seen;
    }

    /** Those in which media of the content are looked at: one, but for a content that shows media of two places. */
    private static Set<ServedRegion> regions(Function<String, ServedRegion> seenIn, Content content) {
        var regions = new LinkedHashSet<ServedRegion>();
        mediaOf(content).map(seenIn).forEach(regions::add);
        return regions;
    }

    /** The content with what was seen in its media: what is judged, and kept with the decision. */
    public static Content with(Content content, Map<String, SeenMedia> seen) {
        if (seen.isEmpty()) return content;
        return content.with(
                content.parts().stream().map(part -> with(part, seen)).toList());
    }

    private static Part with(Part part, Map<String, SeenMedia> seen) {
        if (!(part instanceof Part.Media media)) return part;
        var found = seen.get(media.mediaId());
        return found == null ? part : media.with(found.look());
    }

    /**
     * What was seen in media, and what banks know of it. A medium that was not looked at yet is told as failed, and so is one that
     * could not be read. On private surfaces only banks are asked whose purpose may look there.
     *
     * @param seenIn where each medium was looked at; asked only where banks are
     * @param seen as the content was made with it: what is seen a moment later is not half believed
     * @param lawful purposes that may look, of those that {@link #purposes} names
     * @param name the same for a repeat and for an edit of the content
     * @param byKey of the caller, for the log of matches
     */
    public MediaFindings find(
            Function<String, ServedRegion> seenIn,
            Content content,
            Map<String, SeenMedia> seen,
            Set<Purpose> lawful,
            String name,
            String byKey,
            Looking looking) {
        var media = mediaOf(content).distinct().toList();
        if (media.isEmpty()) return MediaFindings.NONE;
        boolean isPublic = !content.surface().isPrivate();
        var question = new HashBankDesk.Question(
                Optional.of(name), false, bank -> isPublic || purpose(bank).anyMatch(lawful::contains));
        var asked = new Asked(seen, looking);
        for (var mediaId : media)
            asked.about(mediaId, medium -> {
                if (!isPublic && lawful.isEmpty()) return Optional.empty();
                var region = seenIn.apply(mediaId);
                return desk.isEmpty(region)
                        ? Optional.empty()
                        : Optional.of(desk.matchMedium(region, medium, question, byKey));
            });
        return asked.findings();
    }

    private static Stream<String> mediaOf(Content content) {
        return content.parts().stream()
                .flatMap(part -> part instanceof Part.Media medium ? Stream.of(medium.mediaId()) : Stream.empty());
    }

    private static Stream<Purpose> purpose(BankRow bank) {
        return bank.purpose().flatMap(Purpose::ofWireName).stream();
    }

    /**
     * For which purposes the banks would look that a private content's media could be compared with; none of a public one, where no
     * bank needs a purpose.
     */
    public Set<Purpose> purposes(Function<String, ServedRegion> seenIn, Content content) {
        var purposes = EnumSet.noneOf(Purpose.class);
        if (!content.surface().isPrivate()) return purposes;
        for (var region : regions(seenIn, content))
            if (!desk.isEmpty(region))
                desk.store(region).banks().stream().flatMap(MediaBanks::purpose).forEach(purposes::add);
        return purposes;
    }

    /**
     * As {@link #find}, of pictures that are stored nowhere and that nobody is the author of: the banks of every region served here
     * are asked, one after the other, in the memory of this process, and nothing of it is kept.
     *
     * @param seen each by a name that stays the same when the picture comes again
     */
    public MediaFindings findUnkept(ServedRegions regions, Map<String, SeenMedia> seen) {
        var asked = new Asked(seen, Looking.LAST, false);
        for (var id : knowing(regions)) {
            var region = regions.orMisdirected(id);
            seen.keySet().stream()
                    .sorted()
                    .forEach(name -> asked.about(name, medium -> Optional.of(desk.judgeMedium(region, medium, name))));
        }
        return asked.findings();
    }

    /** Whether a bank of a region served here could know a picture at all. */
    public boolean knowAnything(ServedRegions regions) {
        return !knowing(regions).isEmpty();
    }

    private List<RegionId> knowing(ServedRegions regions) {
        return regions.topology().regions().stream()
                .map(Region::id)
                .filter(regions::serves)
                .filter(id -> !desk.isEmpty(regions.orMisdirected(id)))
                .toList();
    }

    private static AskedMedium asked(SeenMedia seen) {
        return AskedMedium.of(seen, compared(seen));
    }

    private static List<HashedPicture> compared(SeenMedia seen) {
        var pictures = seen.hashes();
        return pictures.subList(0, Math.min(pictures.size(), MAX_HASHES));
    }

    /** How banks are asked about the pictures of one medium; empty where there is none to ask. */
    @FunctionalInterface
    private interface Asking {
        Optional<HashBankDesk.OfMedium> ask(AskedMedium medium);
    }

    /** What a judgement is told of a match, of which nothing is kept. */
    static KnownPicture picture(HashBankDesk.Matched match) {
        return picture(match, List.of());
    }

    private static KnownPicture picture(HashBankDesk.Matched match, List<Sighting> sightings) {
        return new KnownPicture(
                match.bank().name(),
                BankCategory.of(match.bank()),
                match.bank().severity(),
                match.match().distance(),
                match.match().effect() instanceof BankMatch.Effect.Match,
                List.of(),
                sightings);
    }

    /** One content being asked about. */
    private static final class Asked {
        private final Map<String, SeenMedia> seen;
        private final Looking looking;
        private final boolean keeps;
        private final List<String> unseen = new ArrayList<>();
        private final List<FailedSignal> failed = new ArrayList<>();
        private final TreeMap<String, KnownPicture> known = new TreeMap<>();

        Asked(Map<String, SeenMedia> seen, Looking looking) {
            this(seen, looking, true);
        }

        /** @param keeps whether matches are kept, so that their ids mean something */
        Asked(Map<String, SeenMedia> seen, Looking looking, boolean keeps) {
            this.seen = seen;
            this.looking = looking;
            this.keeps = keeps;
        }

        MediaFindings findings() {
            return new MediaFindings(failed, List.copyOf(known.values()), unseen);
        }

        void about(String mediaId, Asking asking) {
            try {
                var found = seen.get(mediaId);
                if (found == null) unseen(mediaId);
                else about(mediaId, found, asking);
            } catch (ProblemException loading) {
                fail(BANKS, "being loaded", mediaId);
            } catch (RuntimeException broken) {
                // The content is judged all the same, and by people.
                LOG.warn("hash banks could not be asked about {}", mediaId, broken);
                fail(BANKS, "failed: " + broken.getClass().getSimpleName(), mediaId);
            }
        }

        private void unseen(String mediaId) {
            switch (looking) {
                case FIRST -> {
                    unseen.add(mediaId);
                    fail(MEDIA, "not looked at yet", mediaId);
                }
                case LAST -> fail(MEDIA, "could not be looked at in time", mediaId);
            }
        }

        private void about(String mediaId, SeenMedia seen, Asking asking) {
            switch (seen.outcome()) {
                case UNREADABLE -> {
                    fail(MEDIA, "could not be read", mediaId);
                    // What cannot be decoded may be known by its bytes.
                    asking.ask(asked(seen)).ifPresent(answer -> note(mediaId, seen, answer));
                }
                case PICTURE, VIDEO -> asking.ask(asked(seen)).ifPresent(answer -> note(mediaId, seen, answer));
            }
        }

        private void note(String mediaId, SeenMedia seen, HashBankDesk.OfMedium answer) {
            var compared = compared(seen);
            if (compared.size() < seen.hashes().size())
                fail(MEDIA, "only the first " + MAX_HASHES + " frames were compared", mediaId);
            // Whatever was dropped was dropped before the banks were asked.
            if (answer.truncated()) fail(BANKS, "more known hashes are near than are compared", mediaId);
            var sightings = Sightings.of(mediaId, seen.frames(), compared, answer.everywhere());
            answer.matches().stream()
                    .sorted(Comparator.comparingInt(it -> it.match().distance()))
                    .forEach(match -> {
                        String bank = match.bank().name();
                        if (!BankCategory.isKnown(match.bank()))
                            fail(BANKS, BankCategory.complaint(match.bank()), mediaId);
                        var picture = picture(match, sightings.getOrDefault(bank, List.of()));
                        known.merge(bank, named(picture, match), KnownPicture::and);
                    });
        }

        private KnownPicture named(KnownPicture picture, HashBankDesk.Matched match) {
            return keeps ? match.matchId().map(picture::named).orElse(picture) : picture;
        }

        private void fail(String signal, String reason, String mediaId) {
            var failure = new FailedSignal(signal, reason + ": " + mediaId);
            // Once, whatever the number of regions asked.
            if (!failed.contains(failure)) failed.add(failure);
        }
    }
}
