package io.gatehouse.service.media;

import io.gatehouse.moderation.cage.HashedMedia;
import io.gatehouse.moderation.cage.TextReading;
import io.gatehouse.moderation.decode.Refusal;
import io.gatehouse.moderation.hash.Dihedral;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.moderation.look.MediaLook;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.residency.bank.FileDigest;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.json.LookJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is kept of a picture or video after it was looked at.
 *
 * @param md5 of its bytes, for exchange with lists that know no other; sixteen bytes
 * @param sha256 likewise; empty where an earlier version looked
 * @param outcome {@code picture}, {@code video}, or why nothing was seen
 * @param forms of a picture, turned and mirrored; empty otherwise
 * @param frames of a video or an animation, in order; frames like the one before are left out
 * @param thumbnails small pictures that the file carries beside what is shown
 * @param look what was seen beside the hashes
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never changed.
public record SeenMedia(
        byte[] md5,
        byte[] sha256,
        Outcome outcome,
        Map<Dihedral, HashedPicture> forms,
        List<Frame> frames,
        List<HashedPicture> thumbnails,
        MediaLook look) {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final int FORMAT = 3;

    /** Without {@link #sha256}. */
    private static final int FORMAT_BEFORE = 2;

    /** @param millis from the begin */
    public record Frame(long millis, HashedPicture hashed) {}

    /** How looking ended. */
    public enum Outcome {
        PICTURE,
        VIDEO,
        /** The file is no picture, is damaged, or is beyond a limit; looking again does not help. */
        UNREADABLE
    }

    public SeenMedia {
        forms = Map.copyOf(forms);
        frames = List.copyOf(frames);
        thumbnails = List.copyOf(thumbnails);
    }

    /** Of the whole file. */
    public List<FileDigest> digests() {
        var digests = new ArrayList<FileDigest>();
        digests.add(new FileDigest(FileDigest.Kind.MD5, md5));
        if (sha256.length > 0) digests.add(new FileDigest(FileDigest.Kind.SHA256, sha256));
        return digests;
    }

    /** Everything that hash banks are asked about, each once: the file's digests, a picture's forms, the frames, the thumbnails. */
    public List<HashedPicture> hashes() {
        var files = digests().stream().map(DigestHash::of);
        return Stream.of(files, forms.values().stream(), frames.stream().map(Frame::hashed), thumbnails.stream())
                .flatMap(each -> each)
                .distinct()
                .toList();
    }

    static SeenMedia of(HashedMedia media, byte[] md5, byte[] sha256) {
        return switch (media) {
            case HashedMedia.Picture picture ->
                new SeenMedia(
                        md5,
                        sha256,
                        Outcome.PICTURE,
                        picture.forms(),
                        distinct(picture.frames()),
                        picture.thumbnails(),
                        picture.look());
            case HashedMedia.Video video ->
                new SeenMedia(
                        md5,
                        sha256,
                        Outcome.VIDEO,
                        Map.of(),
                        distinct(video.frames()),
                        video.thumbnails(),
                        video.look());
            case HashedMedia.Refused(Refusal _) ->
                new SeenMedia(md5, sha256, Outcome.UNREADABLE, Map.of(), List.of(), List.of(), MediaLook.NONE);
        };
    }

    /** The same, which says so where what is written was to be read, and nobody is here who could. */
    SeenMedia asWantedBy(GatehouseProperties.Media properties) {
        boolean unread = properties.mustRead() && !(properties.reading() instanceof TextReading.By);
        return unread && outcome != Outcome.UNREADABLE ? unread() : this;
    }

    /**
     * What was seen in the same bytes before, for whoever stores them now: an earlier version kept it without their SHA-256.
     *
     * @throws IllegalArgumentException when these bytes were not written by {@link #write}
     */
    static byte[] ofTwin(byte[] twin, byte[] sha256) {
        var seen = read(twin);
        if (seen.sha256.length > 0) return twin;
        return new SeenMedia(seen.md5, sha256, seen.outcome, seen.forms, seen.frames, seen.thumbnails, seen.look)
                .write();
    }

    SeenMedia unread() {
        var missed = new FailedSignal("screen_text", "not read, since its reader is not installed");
        return new SeenMedia(md5, sha256, outcome, forms, frames, thumbnails, look.missing(missed));
    }

    /** As vPDQ keeps them: a frame that shows the same as the last kept one says nothing more. */
    private static List<Frame> distinct(List<HashedMedia.Frame> frames) {
        var kept = new ArrayList<Frame>();
        for (var frame : frames)
            if (kept.isEmpty() || !kept.getLast().hashed().equals(frame.hashed()))
                kept.add(new Frame(frame.micros() / 1000, frame.hashed()));
        return kept;
    }

    byte[] write() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.write(md5);
            out.writeByte(sha256.length);
            out.write(sha256);
            out.writeByte(outcome.ordinal());
            out.writeByte(forms.size());
            for (var form : Dihedral.values()) {
                var hashed = forms.get(form);
                if (hashed != null) write(out, hashed);
            }
            out.writeInt(frames.size());
            for (var frame : frames) {
                out.writeLong(frame.millis());
                write(out, frame.hashed());
            }
            out.writeInt(thumbnails.size());
            for (var thumbnail : thumbnails) write(out, thumbnail);
            out.write(json(look));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException when these bytes were not written by {@link #write} */
    public static SeenMedia read(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format != FORMAT && format != FORMAT_BEFORE)
                throw new IllegalArgumentException("another format of what was seen");
            byte[] md5 = in.readNBytes(16);
            byte[] sha256 = in.readNBytes(format == FORMAT_BEFORE ? 0 : in.readByte());
            var outcome = Outcome.values()[in.readByte()];
            var forms = new EnumMap<Dihedral, HashedPicture>(Dihedral.class);
            for (int i = in.readByte(), next = 0; i > 0; i--) forms.put(Dihedral.values()[next++], readHashed(in));
            var frames = new ArrayList<Frame>();
            for (int i = in.readInt(); i > 0; i--) frames.add(new Frame(in.readLong(), readHashed(in)));
            var thumbnails = new ArrayList<HashedPicture>();
            for (int i = in.readInt(); i > 0; i--) thumbnails.add(readHashed(in));
            var look = LookJson.read(JSON.readTree(in.readAllBytes()));
            return new SeenMedia(md5, sha256, outcome, forms, frames, thumbnails, look);
        } catch (IOException e) {
            throw new IllegalArgumentException("what was seen is cut off", e);
        }
    }

    private static byte[] json(MediaLook look) {
        var bytes = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            LookJson.write(json, look);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, HashedPicture hashed) throws IOException {
        out.writeByte(hashed.quality());
        var hash = hashed.hash();
        for (long part : new long[] {hash.first(), hash.second(), hash.third(), hash.last()}) out.writeLong(part);
    }

    private static HashedPicture readHashed(DataInputStream in) throws IOException {
        int quality = in.readByte();
        return new HashedPicture(new PdqHash(in.readLong(), in.readLong(), in.readLong(), in.readLong()), quality);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeenMedia seen && Arrays.equals(write(), seen.write());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(md5);
    }

    /** Without the hashes, which tell a copy of the picture. */
    @Override
    public String toString() {
        return "SeenMedia[" + outcome + ", md5=" + HexFormat.of().formatHex(md5, 0, 2) + "..., frames=" + frames.size()
                + "]";
    }
}
