package io.gatehouse.service.moderation;

import io.gatehouse.moderation.cage.HashedMedia;
import io.gatehouse.moderation.cage.TextReading;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.decode.Refusal;
import io.gatehouse.moderation.fact.MediaFindings;
import io.gatehouse.moderation.look.FrameScores;
import io.gatehouse.moderation.look.MediaLook;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.service.bank.MediaBanks;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.media.FileEyes;
import io.gatehouse.service.media.MediaFetcher;
import io.gatehouse.service.media.SeenMedia;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Looks at the pictures of one message, in the cage, and asks hash banks about them. Nothing of a picture is kept. */
@Component
final class PictureDesk {
    /** For all pictures of one message: somebody waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Those that the original judges in pictures; its clients refuse others. */
    static final Set<Category> OF_PICTURES = Set.copyOf(EnumSet.of(
            Category.SELF_HARM,
            Category.SELF_HARM_INTENT,
            Category.SELF_HARM_INSTRUCTIONS,
            Category.SEXUAL,
            Category.VIOLENCE,
            Category.VIOLENCE_GRAPHIC));

    private static final String MEDIA = "media";

    private final FileEyes eyes;
    private final MediaFetcher fetcher;
    private final MediaBanks banks;
    private final ServedRegions regions;
    private final boolean reads;

    PictureDesk(
            FileEyes eyes,
            @Qualifier("moderationFetcher") MediaFetcher fetcher,
            MediaBanks banks,
            ServedRegions regions,
            GatehouseProperties properties) {
        this.eyes = eyes;
        this.fetcher = fetcher;
        this.banks = banks;
        this.regions = regions;
        this.reads = properties.media().reading() instanceof TextReading.By;
    }

    /**
     * One message that has been looked at.
     *
     * @param parts in the order of its pieces
     * @param findings what banks know of its pictures, and what could not be seen
     * @param categories that were looked for in its pictures; none where nothing looked into them
     */
    record Looked(List<Part> parts, MediaFindings findings, Set<Category> categories) {
        Looked {
            parts = List.copyOf(parts);
            categories = Set.copyOf(categories);
        }
    }

    /**
     * @throws ProblemException naming every picture that cannot be fetched or is none; or when there is no cage to decode one in
     * @throws IOException when the wait for a decoder was interrupted
     */
    Looked look(List<Piece> pieces) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        var faults = new Faults();
        var parts = new ArrayList<Part>();
        var seen = new HashMap<String, SeenMedia>();
        var failed = new ArrayList<FailedSignal>();
        for (var piece : pieces) {
            switch (piece) {
                case Piece.Text(String text) -> parts.add(new Part.Text(text));
                case Piece.Picture picture -> parts.add(see(picture, end, seen, failed, faults));
                case Piece.Remote remote -> {
                    var fetched = fetch(remote, end, faults);
                    if (fetched != null) parts.add(see(fetched, end, seen, failed, faults));
                    else parts.add(late(remote, failed));
                }
            }
        }
        faults.refuseAny();
        if (parts.stream().noneMatch(Part.Media.class::isInstance))
            return new Looked(parts, MediaFindings.NONE, Set.of());
        var known = banks.findUnkept(regions, seen);
        failed.addAll(known.failed());
        var categories = categories(seen.values(), banks.knowAnything(regions));
        if (categories.isEmpty() && failed.isEmpty())
            failed.add(new FailedSignal(
                    MEDIA, "nothing looks into pictures here: no reader, no classifier, and no hash bank"));
        return new Looked(parts, new MediaFindings(failed, known.known()), categories);
    }

    /** Null where it is not there: in time, or at all, which is then a fault. */
    private Piece.@Nullable Picture fetch(Piece.Remote remote, long end, Faults faults) throws IOException {
        long left = end - System.nanoTime();
        if (left <= 0) return null;
        try {
            return new Piece.Picture(
                    fetcher.fetch(remote.url(), Duration.ofNanos(left)).bytes(), remote.at());
        } catch (ProblemException refused) {
            if (refused.problem().type() != ProblemType.INVALID_REQUEST) throw refused;
            // Its sender may well be as slow as others are: the pictures before it took the time.
            if (System.nanoTime() - end > 0) return null;
            faults.add(remote.at(), refused.problem().detail().replaceFirst("^url: ", ""));
            return null;
        }
    }

    /** One whose bytes nobody has: the digest of its URL is none of a file, and repeats nothing of it. */
    private static Part.Media late(Piece.Remote remote, List<FailedSignal> failed) {
        return late(sha256(remote.url().getBytes(StandardCharsets.UTF_8)), failed);
    }

    private static Part.Media late(String digest, List<FailedSignal> failed) {
        var unseen = unseen(digest);
        failed.add(new FailedSignal(MEDIA, "could not be looked at in time: " + unseen.mediaId()));
        return unseen;
    }

    private static Part.Media unseen(String digest) {
        return new Part.Media("picture-" + digest.substring(0, 16), digest, "image/*", MediaLook.NONE);
    }

    private Part.Media see(
            Piece.Picture picture, long end, Map<String, SeenMedia> seen, List<FailedSignal> failed, Faults faults)
            throws IOException {
        String digest = sha256(picture.file());
        if (System.nanoTime() - end > 0) return late(digest, failed);
        var unseen = unseen(digest);
        String name = unseen.mediaId();
        var looked = eyes.see(picture.file());
        switch (looked) {
            case HashedMedia.Picture _ -> {
                var kept = eyes.seen(looked, picture.file());
                seen.put(name, kept);
                return unseen.with(kept.look());
            }
            case HashedMedia.Video _ -> faults.add(picture.at(), "is a video; pictures are judged here");
            case HashedMedia.Refused(Refusal refusal) -> {
                if (isOurs(refusal)) failed.add(new FailedSignal(MEDIA, refusal.sentence() + ": " + name));
                else faults.add(picture.at(), "the file " + refusal.sentence());
            }
        }
        return unseen;
    }

    /** Whether nothing is known of the file: then it was not judged, rather than found to be none. */
    private static boolean isOurs(Refusal refusal) {
        return switch (refusal) {
            case TOO_SLOW, DECODER_LOST, NOT_READ -> true;
            case UNKNOWN_FORMAT,
                    UNKNOWN_CODEC,
                    NO_PICTURES,
                    UNREADABLE,
                    TOO_MANY_BYTES,
                    TOO_MANY_PIXELS,
                    TOO_LONG,
                    TOO_MANY_FRAMES -> false;
        };
    }

    private Set<Category> categories(Iterable<SeenMedia> seen, boolean banksKnow) {
        var categories = EnumSet.noneOf(Category.class);
        for (var each : seen) {
            // What is written on a picture is judged by every rule of text, and a bank may be about anything.
            if (reads || banksKnow) return OF_PICTURES;
            each.look().scores().stream()
                    .map(FrameScores::scores)
                    .forEach(scores -> categories.addAll(scores.keySet()));
        }
        categories.retainAll(OF_PICTURES);
        return categories;
    }

    private static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
