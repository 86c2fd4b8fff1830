package io.gatehouse.service.media;

import io.gatehouse.moderation.cage.Cage;
import io.gatehouse.moderation.cage.CageUnavailableException;
import io.gatehouse.moderation.cage.HashedMedia;
import io.gatehouse.moderation.cage.MediaBytes;
import io.gatehouse.moderation.cage.MediaLimits;
import io.gatehouse.moderation.cage.Sampling;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Looks at files that are stored nowhere, for a caller who waits for the answer, in a decoder of its own. The file is in memory,
 * and nothing of it is left afterwards. Thread-safe.
 */
public final class FileEyes implements AutoCloseable {
    /** As large as a picture may be. */
    public static final int MAX_BYTES = 32 << 20;

    /** As {@link Sampling#SCENES}, for whom hashes are all. */
    private static final Sampling HASHES = new Sampling(false, Sampling.SCENES.minGapMillis(), true, false);

    /** Somebody waits for it. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final GatehouseProperties.Media properties;
    private @Nullable Cage cage;

    FileEyes(GatehouseProperties.Media properties) {
        this.properties = properties;
    }

    /**
     * Hashes a file. Whoever holds a file waits for the one decoder: so callers let in few at a time.
     *
     * @throws ProblemException when there is no cage to decode it in
     */
    public HashedMedia look(byte[] file) throws IOException {
        return hash(file, HASHES);
    }

    /** As {@link #look}, in every way in which this service looks at media: what is written is read, and classifiers are asked. */
    public HashedMedia see(byte[] file) throws IOException {
        return hash(file, Sampling.SCENES);
    }

    /** What {@link #see} saw in a file, as it is kept of stored media. */
    public SeenMedia seen(HashedMedia looked, byte[] file) {
        return SeenMedia.of(looked, digest("MD5", file), digest("SHA-256", file))
                .asWantedBy(properties);
    }

    private static byte[] digest(String by, byte[] file) {
        try {
            return MessageDigest.getInstance(by).digest(file);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + by, e);
        }
    }

    private HashedMedia hash(byte[] file, Sampling sampling) throws IOException {
        try {
            return open().hash(new Held(file), sampling);
        } catch (CageUnavailableException none) {
            throw new ProblemException(
                    ProblemType.MEDIA_REFUSED, "This service has no cage to decode files in, and so takes none.");
        }
    }

    /** With the first file: a service that gets none has no decoder. */
    private synchronized Cage open() {
        var opened = cage;
        if (opened == null) {
            var limits = MediaLimits.DEFAULT;
            opened = Cage.open(
                    properties.kinds(),
                    1,
                    1,
                    new MediaLimits(
                            limits.maxPictureBytes(),
                            limits.maxPixels(),
                            limits.maxFrames(),
                            limits.maxDuration(),
                            LONGEST,
                            limits.maxMemoryBytes()),
                    properties.senses());
            cage = opened;
        }
        return opened;
    }

    @SuppressWarnings("ArrayRecordComponent") // Read once, by one thread.
    private record Held(byte[] file) implements MediaBytes {
        @Override
        public long sizeBytes() {
            return file.length;
        }

        @Override
        public int read(long at, byte[] into, int length) {
            int count = Math.clamp(file.length - at, 0, length);
            if (count > 0) System.arraycopy(file, (int) at, into, 0, count);
            return count;
        }
    }

    @Override
    public synchronized void close() {
        var opened = cage;
        if (opened != null) opened.close();
    }
}
