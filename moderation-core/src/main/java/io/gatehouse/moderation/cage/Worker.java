package io.gatehouse.moderation.cage;

import io.gatehouse.moderation.decode.Job;
import io.gatehouse.moderation.decode.MediaFormat;
import io.gatehouse.moderation.decode.Missed;
import io.gatehouse.moderation.decode.Refusal;
import io.gatehouse.moderation.decode.Wire;
import io.gatehouse.moderation.hash.Dihedral;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.hash.PdqHash;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One child process. Used by one thread at a time; every number that it sends is looked at before it is believed. */
final class Worker {
    private static final int BUFFER_BYTES = 64 << 10;

    private final Process process;
    private final @Nullable PictureModel model;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final byte[] block = new byte[Wire.MAX_READ_BYTES];
    private boolean reads;
    private int jobs;
    private long bytes;
    private volatile boolean awaitsSource;
    private final AtomicLong sourceNanos = new AtomicLong();

    /** @param model whose scores it says; null without one */
    Worker(Process process, @Nullable PictureModel model) {
        this.process = process;
        this.model = model;
        in = new DataInputStream(new BufferedInputStream(process.getInputStream(), BUFFER_BYTES));
        out = new DataOutputStream(process.getOutputStream());
    }

    /** The worker says what it must not say, or nothing more. It is of no further use. */
    static final class LostException extends IOException {
        private static final long serialVersionUID = 1;

        LostException(String message) {
            super(message);
        }
    }

    /** Where the bytes come from failed, not the worker. */
    static final class SourceException extends Exception {
        private static final long serialVersionUID = 1;
        private final IOException failure;

        SourceException(IOException failure) {
            super(failure);
            this.failure = failure;
        }

        IOException failure() {
            return failure;
        }
    }

    void awaitReady() throws IOException {
        if (in.readByte() != Wire.READY) throw new LostException("a decoder began with something else");
        if (in.readInt() != Wire.DECODE_VERSION) throw new LostException("a decoder of another version");
        reads = in.readBoolean();
    }

    /** Whether it can read what is written. */
    boolean reads() {
        return reads;
    }

    int jobs() {
        return jobs;
    }

    long bytes() {
        return bytes;
    }

    /** Whether it waits for bytes from where they are stored, not for the worker. Asked by other threads. */
    boolean awaitsSource() {
        return awaitsSource;
    }

    /** How long the bytes of the last file took to come. */
    Duration awaitedSource() {
        return Duration.ofNanos(sourceNanos.get());
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Lets it end by itself. */
    void dismiss() {
        try {
            out.close();
        } catch (IOException _) {
            // It is gone already.
        }
    }

    HashedMedia hash(Job job, MediaBytes media) throws IOException, SourceException {
        jobs++;
        sourceNanos.set(0);
        begin(job, media);
        IOException failure = null;
        Begin begin = null;
        var frames = new ArrayList<HashedMedia.Frame>();
        var looked = new Looked(job, in, model);
        while (true) {
            switch (in.readByte()) {
                case Wire.READ -> failure = send(media, failure);
                case Wire.PICTURE -> begin = first(begin, picture());
                case Wire.VIDEO -> begin = first(begin, video());
                case Wire.FRAME -> frames.add(frame(job, frames));
                case Wire.TEXT -> looked.text(begun(begin).width, begun(begin).height);
                case Wire.SCORES -> looked.scores();
                case Wire.SUBTITLE -> looked.subtitle();
                case Wire.SCENE -> looked.scene();
                case Wire.THUMBNAIL -> {
                    int quality = quality();
                    looked.thumbnail(new HashedPicture(hash(), quality));
                }
                case Wire.INCOMPLETE -> looked.incomplete();
                case Wire.MISSED -> looked.missed(enumValue(Missed.values()));
                case Wire.DONE -> {
                    int decoded = count(job.maxFrames());
                    if (failure != null) throw new SourceException(failure);
                    if (begin == null || decoded < frames.size()) throw new LostException("a decoder's sums are wrong");
                    return begin.whole(decoded, frames, looked);
                }
                case Wire.REFUSED -> {
                    var refusal = enumValue(Refusal.values());
                    if (failure != null) throw new SourceException(failure);
                    return new HashedMedia.Refused(refusal);
                }
                default -> throw new LostException("a decoder said something that is no answer");
            }
        }
    }

    /** What an answer begins with. */
    private record Begin(
            MediaFormat format,
            int width,
            int height,
            @Nullable Map<Dihedral, HashedPicture> forms,
            long millis) {
        HashedMedia whole(int decoded, List<HashedMedia.Frame> frames, Looked looked) {
            return forms == null
                    ? new HashedMedia.Video(
                            format, width, height, millis, decoded, frames, looked.thumbnails(), looked.whole())
                    : new HashedMedia.Picture(
                            format, width, height, forms, frames, looked.thumbnails(), looked.whole());
        }
    }

    private static Begin begun(@Nullable Begin begin) throws LostException {
        if (begin == null) throw new LostException("a decoder did not begin");
        return begin;
    }

    private static Begin first(@Nullable Begin before, Begin now) throws LostException {
        if (before != null) throw new LostException("a decoder began twice");
        return now;
    }

    /** The job and the file's first bytes, in one piece: the worker wakes once, and most pictures need no other. */
    private void begin(Job job, MediaBytes media) throws IOException, SourceException {
        int read = 0;
        try {
            int wanted = (int) Math.min(job.sizeBytes(), Wire.MAX_READ_BYTES);
            if (wanted > 0) read = read(media, 0, wanted);
        } catch (IOException e) {
            // The worker has not heard of it.
            throw new SourceException(e);
        }
        var message = new ByteArrayOutputStream(Job.BYTES + Integer.BYTES + read);
        var words = new DataOutputStream(message);
        job.write(words);
        words.writeInt(read);
        words.write(block, 0, read);
        forget(read);
        message.writeTo(out);
        out.flush();
    }

    private @Nullable IOException send(MediaBytes media, @Nullable IOException failure) throws IOException {
        long at = in.readLong();
        int wanted = in.readInt();
        if (at < 0 || wanted < 1 || wanted > Wire.MAX_READ_BYTES)
            throw new LostException("a decoder asked for what is not there");
        IOException failed = failure;
        int read = 0;
        if (failed == null) {
            try {
                read = read(media, at, wanted);
            } catch (IOException e) {
                failed = e;
            }
        }
        out.writeInt(failed == null ? read : -1);
        if (failed == null) out.write(block, 0, read);
        out.flush();
        forget(read);
        return failed;
    }

    private int read(MediaBytes media, long at, int wanted) throws IOException {
        long asked = System.nanoTime();
        awaitsSource = true;
        try {
            int read = media.read(at, block, wanted);
            bytes += read;
            return read;
        } finally {
            awaitsSource = false;
            sourceNanos.addAndGet(System.nanoTime() - asked);
        }
    }

    /** The worker waits for its next job for long; what this one held of a person does not. */
    private void forget(int read) {
        Arrays.fill(block, 0, Math.max(0, read), (byte) 0);
    }

    private Begin picture() throws IOException {
        var format = enumValue(MediaFormat.values());
        int width = side();
        int height = side();
        int quality = quality();
        var forms = new EnumMap<Dihedral, HashedPicture>(Dihedral.class);
        for (var form : Dihedral.values()) forms.put(form, new HashedPicture(hash(), quality));
        return new Begin(format, width, height, forms, -1);
    }

    private Begin video() throws IOException {
        return new Begin(enumValue(MediaFormat.values()), side(), side(), null, Math.max(-1, in.readLong()));
    }

    private HashedMedia.Frame frame(Job job, List<HashedMedia.Frame> before) throws IOException {
        int number = count(job.maxFrames() - 1);
        long micros = in.readLong();
        int quality = quality();
        if (micros < 0 || micros / 1000 > job.maxMillis()) throw new LostException("a frame of another time");
        if (!before.isEmpty() && number <= before.getLast().number()) throw new LostException("frames out of order");
        return new HashedMedia.Frame(number, micros, new HashedPicture(hash(), quality));
    }

    private int side() throws IOException {
        int side = in.readInt();
        if (side < 1) throw new LostException("a picture without pixels");
        return side;
    }

    private int count(int most) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > most) throw new LostException("more frames than were allowed");
        return count;
    }

    private int quality() throws IOException {
        int quality = in.readByte();
        if (quality < 0 || quality > 100) throw new LostException("no quality: " + quality);
        return quality;
    }

    private PdqHash hash() throws IOException {
        return new PdqHash(in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }

    private <E extends Enum<E>> E enumValue(E[] values) throws IOException {
        int ordinal = in.readByte();
        if (ordinal < 0 || ordinal >= values.length)
            throw new LostException("a decoder said a number without a meaning");
        return values[ordinal];
    }
}
