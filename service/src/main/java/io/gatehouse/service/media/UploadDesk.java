package io.gatehouse.service.media;

import io.gatehouse.residency.cell.Uploads.Found;
import io.gatehouse.residency.cell.Uploads.Part;
import io.gatehouse.residency.cell.Uploads.State;
import io.gatehouse.residency.cell.Uploads.Upload;
import io.gatehouse.residency.media.SealedParts;
import io.gatehouse.residency.rights.ErasedObjects;
import io.gatehouse.residency.rights.ErasureSite;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.residency.store.RegionStore;
import io.gatehouse.service.account.AccountDesk;
import io.gatehouse.service.account.HomeRegionGate;
import io.gatehouse.service.account.KnownAccount;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Media that come in parts, in their author's home region and nowhere else. A part counts once its object and its row are durable, so
 * an upload goes on where it was acknowledged, whoever was killed. Memory is that of one part for each upload under way.
 */
@Component
final class UploadDesk {
    private static final Logger LOG = LoggerFactory.getLogger(UploadDesk.class);

    /** From the last part on. Telephones come back within a day. */
    static final Duration KEPT = Duration.ofHours(24);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final HomeRegionGate gate;
    private final AccountDesk accounts;
    private final MediaDesk media;
    private final MediaWatch watch;
    private final ServedRegions regions;
    private final NewIds ids;
    private final Clock clock;
    private final long maxBytes;
    /** Uploads that this process puts together now. */
    private final Set<String> joining = ConcurrentHashMap.newKeySet();

    UploadDesk(
            HomeRegionGate gate,
            AccountDesk accounts,
            MediaDesk media,
            MediaWatch watch,
            ServedRegions regions,
            NewIds ids,
            Clock clock,
            GatehouseProperties properties) {
        this.gate = gate;
        this.accounts = accounts;
        this.media = media;
        this.watch = watch;
        this.regions = regions;
        this.ids = ids;
        this.clock = clock;
        this.maxBytes = properties.limits().uploadBytes();
    }

    long maxBytes() {
        return maxBytes;
    }

    /** @param client who alone may go on with it */
    Upload open(KnownAccount author, String accountId, UploadRequest request, String client) {
        var home = author.home();
        watch.admit(home);
        accounts.ensure(author);
        var upload = new Upload(
                ids.upload(home.id()),
                author.author().account(),
                client,
                State.OPEN,
                request.sizeBytes(),
                0,
                ids.media(home.id()),
                UploadDescription.of(accountId, request).write(),
                clock.instant().plus(KEPT));
        if (!home.cell().uploads().open(upload)) throw media.stale(author);
        return upload;
    }

    /** @throws ProblemException not found, its time is over, or its author moves or moved meanwhile */
    Upload find(String id, String client) {
        var upload = here(regions.ofId(id, 'u'), id);
        // Another client's upload does not exist for this one.
        if (!upload.client().equals(client) || upload.expiresAt().isBefore(clock.instant())) throw gone();
        return upload;
    }

    private static Upload here(ServedRegion region, String id) {
        return switch (region.cell().uploads().look(id)) {
            case Found.Here(var upload) -> upload;
            case Found.Nothing() -> throw gone();
            case Found.OwnerMoves() ->
                throw new ProblemException(Problem.of(
                                ProblemType.REGION_UNAVAILABLE,
                                "The author is being moved to another region. If they arrive there, this upload ends;"
                                        + " if they do not, it goes on where it stands.")
                        .retryAfter(RETRY_AFTER));
            case Found.OwnerMoved() ->
                throw new ProblemException(
                        ProblemType.UPLOAD_ENDED,
                        "The author has moved to another region, and what had come was deleted in the old one. Begin"
                                + " the upload anew: its parts then lie in the new region.");
        };
    }

    private static ProblemException gone() {
        return new ProblemException(
                ProblemType.NOT_FOUND,
                "There is no such upload: it was never begun, or was dropped, or its time is over.");
    }

    /** How an append ended. */
    record Appended(Upload upload, Optional<MediaDesk.StoredMedia> stored) {}

    /**
     * Takes more bytes. What came before the client went away counts; with a checksum nothing counts until all of it came and fits.
     *
     * @param offset where the client believes that the upload stands
     * @param sha256 of these bytes; null when the client does not say
     * @throws IOException when the client went away
     */
    Appended append(String id, String client, long offset, byte @Nullable [] sha256, InputStream bytes)
            throws IOException {
        var upload = find(id, client);
        if (upload.state() == State.OPEN && offset != upload.receivedBytes())
            throw new ProblemException(Problem.of(
                            ProblemType.OFFSET_DIFFERS,
                            "The upload stands at " + upload.receivedBytes() + ", not at " + offset + ".")
                    .with("offset", upload.receivedBytes()));
        return media.within(() -> {
            var region = regions.ofId(id, 'u');
            if (upload.state() == State.OPEN) take(region, upload, sha256, media.paced(bytes));
            var now = find(id, client);
            if (!now.isWhole()) return new Appended(now, Optional.empty());
            return new Appended(now, Optional.of(join(region, now)));
        });
    }

    private void take(ServedRegion region, Upload upload, byte @Nullable [] sha256, InputStream bytes)
            throws IOException {
        var key = region.cell().reader().personKey(upload.account()).orElseThrow(UploadDesk::gone);
        var receiver = new PartReceiver(new SealedParts(region.store(), key, upload.id()), upload, sha256, bytes);
        try {
            receiver.receive();
        } catch (IOException | RuntimeException e) {
            receiver.discard(region.store());
            throw e;
        }
    }

    /** One PATCH: its parts, and those of them that are not acknowledged yet. */
    private final class PartReceiver {
        private final SealedParts parts;
        private final Upload upload;
        private final byte @Nullable [] expected;
        private final InputStream bytes;
        private final MessageDigest digest = sha256();
        private final List<Part> waiting = new ArrayList<>();
        private long at;

        PartReceiver(SealedParts parts, Upload upload, byte @Nullable [] expected, InputStream bytes) {
            this.parts = parts;
            this.upload = upload;
            this.expected = expected;
            this.bytes = bytes;
            this.at = upload.receivedBytes();
        }

        void receive() throws IOException {
            var buffer = new byte[SealedParts.PART_BYTES];
            int filled = 0;
            while (true) {
                int read;
                try {
                    read = bytes.read(buffer, filled, buffer.length - filled);
                } catch (IOException clientGone) {
                    // What came counts: the client goes on from here.
                    if (expected == null && filled > 0) put(Arrays.copyOf(buffer, filled));
                    throw clientGone;
                }
                if (read >= 0) filled += read;
                if (at + filled > upload.sizeBytes())
                    throw new ProblemException(
                            ProblemType.BODY_TOO_LARGE,
                            "The upload was announced with " + upload.sizeBytes() + " bytes; this is more.");
                if (filled > 0 && (read < 0 || filled == buffer.length)) {
                    put(Arrays.copyOf(buffer, filled));
                    filled = 0;
                }
                if (read < 0) break;
            }
            finish();
        }

        private void put(byte[] plain) {
            if (at == 0)
                MediaHead.refuseOther(
                        plain, UploadDescription.read(upload.description()).mediaType());
            digest.update(plain);
            var object = new ObjectKey("media/" + last(ids.upload(regionOf(upload))));
            waiting.add(parts.put(at, plain, object));
            at += plain.length;
            if (expected == null) acknowledge();
        }

        private void finish() {
            if (expected != null && !MessageDigest.isEqual(expected, digest.digest()))
                throw new ProblemException(
                        ProblemType.CHECKSUM_DIFFERS, "These bytes have another SHA-256 than Upload-Checksum says.");
            if (!waiting.isEmpty()) acknowledge();
        }

        private void acknowledge() {
            var parts = List.copyOf(waiting);
            // From here on rows may name them, also when the answer is lost: only an answer says that none does.
            waiting.clear();
            boolean stood = regions.ofId(upload.id(), 'u')
                    .cell()
                    .uploads()
                    .add(upload, parts, clock.instant().plus(KEPT));
            if (stood) return;
            waiting.addAll(parts);
            throw new ProblemException(Problem.of(
                    ProblemType.OFFSET_DIFFERS,
                    "Somebody else goes on with this upload, or its author is being moved; ask where it stands."));
        }

        /** Objects that no row names; the sweep finds those that a killed process left, or a database that did not answer. */
        void discard(RegionStore store) {
            try {
                for (var part : waiting) store.delete(new ObjectKey(part.objectKey()));
            } catch (RegionStore.StoreUnavailableException away) {
                LOG.warn("objects of {} are left to the sweep: {}", upload.id(), away.getMessage());
            }
        }
    }

    private static io.gatehouse.residency.region.RegionId regionOf(Upload upload) {
        return new io.gatehouse.residency.region.RegionId(
                upload.id().substring(0, upload.id().indexOf('.')));
    }

    private static String last(String id) {
        return id.substring(id.lastIndexOf('.') + 1);
    }

    /**
     * Makes one medium of all parts. Repeating it after a crash makes the same one.
     *
     * @throws ProblemException when it is not what was announced: the upload has failed then
     */
    MediaDesk.StoredMedia join(ServedRegion region, Upload upload) throws IOException {
        if (upload.state() == State.FAILED) throw gone();
        if (upload.state() == State.STORED) return media.stored(region, upload.mediaId());
        if (!joining.add(upload.id()))
            throw new ProblemException(
                    Problem.of(ProblemType.IN_FLIGHT, "The parts are being put together; ask again in a moment.")
                            .retryAfter(RETRY_AFTER));
        try {
            var description = UploadDescription.read(upload.description());
            var author = gate.admit(description.account(), List.of());
            var key = region.cell().reader().personKey(upload.account()).orElseThrow(UploadDesk::gone);
            var whole = new SealedParts(region.store(), key, upload.id())
                    .whole(region.cell().uploads().parts(upload.id()));
            var stored = media.join(author, upload.mediaId(), description, upload.sizeBytes(), whole);
            end(region, upload, State.STORED);
            LOG.info("upload {} became {} of {} bytes", upload.id(), stored.mediaId(), stored.sizeBytes());
            return stored;
        } catch (ProblemException refused) {
            if (isFinal(refused.problem().type())) end(region, upload, State.FAILED);
            throw refused;
        } catch (SealedParts.LostPartException lost) {
            LOG.error("upload {} has failed: {}", upload.id(), lost.getMessage());
            // Changes nothing where another process made the medium meanwhile, and its parts are gone for that.
            end(region, upload, State.FAILED);
            throw gone();
        } finally {
            joining.remove(upload.id());
        }
    }

    /** Trying again does not help. */
    private static boolean isFinal(ProblemType type) {
        return type == ProblemType.CHECKSUM_DIFFERS || type == ProblemType.UNSUPPORTED_MEDIA_TYPE;
    }

    private void end(ServedRegion region, Upload upload, State state) {
        if (state == State.FAILED && region.cell().uploads().isHeld(upload.id(), clock.instant())) {
            region.cell().uploads().fail(upload.id());
            return;
        }
        String event = ids.event(region.id());
        region.cell().uploads().end(upload.id(), state, event);
        wipe(region, event);
    }

    /**
     * As {@link #forget}, because a client wants it.
     *
     * @throws ProblemException when a legal hold keeps it
     */
    void drop(ServedRegion region, String uploadId) {
        if (region.cell().uploads().isHeld(uploadId, clock.instant()))
            throw new ProblemException(
                    ProblemType.HELD, "A legal hold keeps the author's data, also what came of this upload.");
        forget(region, uploadId);
    }

    /** Drops an upload and its parts; media that it became stay. */
    void forget(ServedRegion region, String uploadId) {
        String event = ids.event(region.id());
        region.cell().uploads().forget(uploadId, event);
        wipe(region, event);
    }

    /** What is not deleted now is written down, and deleted by whoever finishes deletions. */
    private static void wipe(ServedRegion region, String event) {
        try {
            ErasedObjects.delete(new ErasureSite(region.cell(), region.store()), event);
            region.cell().removal().forgetObjects(event);
        } catch (RegionStore.StoreUnavailableException away) {
            LOG.warn("parts noted under {} go later: {}", event, away.getMessage());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
