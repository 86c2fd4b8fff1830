package io.gatehouse.service.bank;

import io.gatehouse.moderation.cage.HashedMedia;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.residency.bank.FileDigest;
import io.gatehouse.residency.bank.NewEntry;
import io.gatehouse.service.media.FileEyes;
import io.gatehouse.service.media.MediaFetcher;
import io.gatehouse.service.problem.Fault;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files and fetched pictures as signals, by the names of the hasher-matcher-actioner project. */
final class MatcherSignals {
    static final String PDQ = "pdq";
    static final String VIDEO_MD5 = "video_md5";
    static final String PHOTO = "photo";
    static final String VIDEO = "video";

    /** Files being read, fetched and hashed: each may have 32 MiB. */
    private static final int AT_ONCE = 4;

    private final Semaphore places = new Semaphore(AT_ONCE);
    private final FileEyes eyes;
    private final MediaFetcher fetcher;

    MatcherSignals(FileEyes eyes, MediaFetcher fetcher) {
        this.eyes = eyes;
        this.fetcher = fetcher;
    }

    /**
     * A file's signals.
     *
     * @param picture empty for a video: its digest is its only signal
     * @param note that came with it; empty for none
     */
    record Signals(Map<String, String> byType, Optional<HashedPicture> picture, String note) {
        Signals(Map<String, String> byType, Optional<HashedPicture> picture) {
            this(byType, picture, "");
        }
    }

    /** Of the one file of a form, whose field says what it is. */
    Signals ofUpload(HttpServletRequest request) throws IOException {
        return withPlace(() -> {
            var file = UploadedFile.read(request, FileEyes.MAX_BYTES);
            var signals = hash(file.bytes(), file.field(), request.getParameter("types"));
            return new Signals(signals.byType(), signals.picture(), file.texts().getOrDefault("note", ""));
        });
    }

    /** @param type {@code photo} or {@code video}; null takes the other side's word */
    Signals ofUrl(String url, @Nullable String type, @Nullable String types) throws IOException {
        return withPlace(() -> {
            var fetched = fetcher.fetch(url);
            return hash(fetched.bytes(), type == null || type.isEmpty() ? kind(fetched.type()) : type, types);
        });
    }

    @FunctionalInterface
    private interface Looking {
        Signals look() throws IOException;
    }

    /** Before the first byte is read: whoever waits holds a file in memory. */
    private Signals withPlace(Looking looking) throws IOException {
        if (!places.tryAcquire())
            throw new ProblemException(Problem.of(ProblemType.OVERLOADED, "Too many files are being hashed.")
                    .retryAfter(Duration.ofSeconds(2)));
        try {
            return looking.look();
        } finally {
            places.release();
        }
    }

    private static String kind(String mediaType) {
        if (mediaType.startsWith("image/")) return PHOTO;
        if (mediaType.startsWith("video/")) return VIDEO;
        throw refused("query:content_type", "is needed: the other side does not say that it is a picture or a video");
    }

    private Signals hash(byte[] file, String type, @Nullable String types) throws IOException {
        var wanted = types == null
                ? List.<String>of()
                : Stream.of(types.split(",", -1))
                        .map(String::strip)
                        .filter(it -> !it.isEmpty())
                        .toList();
        for (var each : wanted) if (!each.equals(PDQ) && !each.equals(VIDEO_MD5)) throw unknown("query:types");
        var signals = switch (type) {
            case PHOTO -> photo(file);
            case VIDEO -> new Signals(Map.of(VIDEO_MD5, md5(file)), Optional.empty());
            default -> throw refused("form:" + type, "is no field of a file: send it as " + PHOTO + " or " + VIDEO);
        };
        if (wanted.isEmpty()) return signals;
        var chosen = new LinkedHashMap<>(signals.byType());
        chosen.keySet().retainAll(wanted);
        return new Signals(chosen, signals.picture().filter(_ -> chosen.containsKey(PDQ)));
    }

    private Signals photo(byte[] file) throws IOException {
        return switch (eyes.look(file)) {
            case HashedMedia.Picture picture ->
                new Signals(Map.of(PDQ, picture.hashed().hash().toHex()), Optional.of(picture.hashed()));
            case HashedMedia.Video _ -> throw refused("form:" + PHOTO, "is a video: send it as " + VIDEO);
            case HashedMedia.Refused(var refusal) -> throw refused("form:" + PHOTO, refusal.sentence());
        };
    }

    private static String md5(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /** A hash that somebody sent in the parameters {@code signal} and {@code signal_type}. */
    static NamedHash hash(@Nullable String signal, @Nullable String type) {
        if (type == null) throw refused("query:signal_type", "is missing");
        requireKnown("query:signal_type", type);
        if (signal == null) throw refused("query:signal", "is missing");
        return hash("query:signal", signal, type);
    }

    /** @param type a known one */
    static NamedHash hash(String where, String signal, String type) {
        try {
            return NamedHash.parse(type.equals(PDQ) ? NamedHash.PDQ : FileDigest.Kind.MD5.wireName(), signal, 100);
        } catch (IllegalArgumentException refused) {
            throw refused(where, String.valueOf(refused.getMessage()));
        }
    }

    static void requireKnown(String where, String type) {
        if (!type.equals(PDQ) && !type.equals(VIDEO_MD5)) throw unknown(where);
    }

    private static ProblemException unknown(String where) {
        return refused(where, "is of no signal type that is known here: " + PDQ + ", " + VIDEO_MD5);
    }

    /** As the project names an entry, by its type; one of SHA-256 has no name there. */
    static Map<String, String> named(NewEntry entry) {
        if (entry.digest().isEmpty()) return Map.of(PDQ, HexFormat.of().formatHex(entry.hash()));
        var digest = entry.digest().get();
        return digest.kind() == FileDigest.Kind.MD5 ? Map.of(VIDEO_MD5, digest.toHex()) : Map.of();
    }

    static ProblemException refused(String detail) {
        return new ProblemException(ProblemType.INVALID_REQUEST, detail);
    }

    /** @param where of the request the fault is: {@code query:name}, {@code form:name}, or a JSON pointer */
    static ProblemException refused(String where, String detail) {
        return new ProblemException(Problem.invalid(ProblemType.INVALID_REQUEST, List.of(new Fault(where, detail))));
    }
}
