package io.gatehouse.moderation.cage;

import io.gatehouse.moderation.decode.Job;
import io.gatehouse.moderation.decode.Missed;
import io.gatehouse.moderation.decode.Refusal;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Decodes and hashes in child processes of one region. They live long, serve one file at a time, and are replaced after some
 * files, after a crash, and when they are late: what a file does to its worker costs that file only. Safe for many threads;
 * they wait for a free worker.
 */
public final class Cage implements AutoCloseable {
    /**
     * Files of one worker, after which it is replaced: whatever one of them left in its memory then is gone. A start takes as much as
     * some hundreds of pictures: every 500 files it was a third of all that pictures cost.
     */
    static final int MAX_JOBS = 2_000;

    /** Bytes read by one worker, likewise. */
    static final long MAX_BYTES = 4L << 30;

    /** Looks of the longest kind for which a caller waits in front of a worker; owners of cages let in few callers at a time. */
    private static final int MAX_LOOKS_AWAITED = 4;

    private final Workshop workshop;
    private final Talks talks = new Talks();
    private final MediaLimits limits;
    private final int threads;
    private final Semaphore free;
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final List<Worker> busy = new ArrayList<>();
    private boolean closed;

    private Cage(Workshop workshop, MediaLimits limits, int workers, int threads, Worker first) {
        this.workshop = workshop;
        this.limits = limits;
        this.threads = threads;
        this.free = new Semaphore(workers, true);
        idle.add(first);
    }

    /**
     * Opens the first of some kinds that works on this machine: a worker is started, and has decoded its own pictures.
     *
     * @param kinds the best one first
     * @param workers at once, at most
     * @param threads that decode one video
     * @throws CageUnavailableException when none works; the message says why each does not
     */
    public static Cage open(List<CageKind> kinds, int workers, int threads, MediaLimits limits) {
        return open(kinds, workers, threads, limits, Senses.NONE, false);
    }

    /** As {@link #open}, with workers that can do more than hash. */
    public static Cage open(List<CageKind> kinds, int workers, int threads, MediaLimits limits, Senses senses) {
        return open(kinds, workers, threads, limits, senses, false);
    }

    /** As {@link #open}, with workers that take only what processor time this process and others leave. */
    public static Cage openInBackground(List<CageKind> kinds, int workers, MediaLimits limits, Senses senses) {
        return open(kinds, workers, 1, limits, senses, true);
    }

    private static Cage open(
            List<CageKind> kinds, int workers, int threads, MediaLimits limits, Senses senses, boolean inBackground) {
        var reasons = new ArrayList<String>();
        for (var kind : kinds) {
            Workshop workshop = null;
            try {
                workshop = new Workshop(kind, WorkerFiles.unpack(senses), limits, senses, inBackground);
                var first = workshop.start();
                return new Cage(workshop, limits, workers, threads, first);
            } catch (CageUnavailableException e) {
                if (workshop != null) workshop.close();
                reasons.add(e.getMessage());
            }
        }
        throw new CageUnavailableException(String.join("; ", reasons));
    }

    /**
     * The first of some kinds that seems to work here, found out without a worker: to be told when a program starts. {@link
     * #open} has the last word.
     */
    public static Optional<CageKind> foreseen(List<CageKind> kinds) {
        return kinds.stream().filter(Workshop::seemsToWork).findFirst();
    }

    /** Which one is in force. */
    public CageKind kind() {
        return workshop.kind();
    }

    public MediaLimits limits() {
        return limits;
    }

    /**
     * Returns in bounded time: {@link MediaLimits#maxTime} for each look and {@link Talks#AFTER_KILL} for a worker that does not die,
     * after the looks of others before it.
     *
     * @throws IOException when the bytes could not be read from where they are, or not in time, no worker was free in time, or the
     *     thread was interrupted; nothing is known of the media then, and a retry is safe
     * @throws CageUnavailableException when no worker can be started any more
     */
    public HashedMedia hash(MediaBytes media, Sampling sampling) throws IOException {
        try {
            var longest = limits.maxTime().plus(Talks.AFTER_KILL).multipliedBy(MAX_LOOKS_AWAITED);
            if (!free.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS))
                throw new IOException("no decoder was free in time");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a decoder");
        }
        try {
            var first = take();
            boolean reads = sampling.reads() && first.reads();
            var hashed = hash(first, media, sampling);
            // The hashes of a file that only its reader cannot bear are not to be had by breaking the reader.
            return reads && isLost(hashed) ? unread(hash(take(), media, sampling.unread())) : hashed;
        } finally {
            free.release();
        }
    }

    private static boolean isLost(HashedMedia hashed) {
        return hashed instanceof HashedMedia.Refused(var refusal)
                && (refusal == Refusal.DECODER_LOST || refusal == Refusal.TOO_SLOW);
    }

    private static HashedMedia unread(HashedMedia hashed) {
        return switch (hashed) {
            case HashedMedia.Picture picture -> picture.with(picture.look().missing(Looked.of(Missed.READER_LOST)));
            case HashedMedia.Video video -> video.with(video.look().missing(Looked.of(Missed.READER_LOST)));
            case HashedMedia.Refused refused -> refused;
        };
    }

    private HashedMedia hash(Worker worker, MediaBytes media, Sampling sampling) throws IOException {
        var alarm = workshop.killAfter(worker, limits.maxTime());
        try {
            var atMost = limits.maxTime().plus(Talks.AFTER_KILL);
            var hashed = talks.hash(worker, job(media, sampling), media, atMost);
            if (alarm.cancel()) giveBack(worker);
            else lose(worker);
            return hashed;
        } catch (Worker.SourceException e) {
            alarm.cancel();
            giveBack(worker);
            throw e.failure();
        } catch (Talks.LeftException e) {
            alarm.cancel();
            lose(worker);
            throw e.failure();
        } catch (IOException _) {
            boolean inTime = alarm.cancel();
            lose(worker);
            // A slow store says nothing of the file, which is looked at again.
            if (!inTime && worker.awaitedSource().multipliedBy(2).compareTo(limits.maxTime()) > 0)
                throw new IOException("the bytes of a file came too slowly to decode it in time");
            return new HashedMedia.Refused(inTime ? Refusal.DECODER_LOST : Refusal.TOO_SLOW);
        } catch (RuntimeException | Error e) {
            alarm.cancel();
            lose(worker);
            throw e;
        }
    }

    private Job job(MediaBytes media, Sampling sampling) {
        return new Job(
                media.sizeBytes(),
                sampling.keyFramesOnly(),
                sampling.minGapMillis(),
                sampling.looks(),
                sampling.reads(),
                threads,
                limits.maxPictureBytes(),
                limits.maxPixels(),
                limits.maxFrames(),
                limits.maxDuration().toMillis());
    }

    private Worker take() {
        synchronized (this) {
            if (closed) throw new IllegalStateException("the cage is closed");
            var waiting = idle.pollLast();
            if (waiting != null) {
                busy.add(waiting);
                return waiting;
            }
        }
        var started = workshop.start();
        synchronized (this) {
            busy.add(started);
        }
        return started;
    }

    private synchronized void giveBack(Worker worker) {
        busy.remove(worker);
        if (closed || worker.jobs() >= MAX_JOBS || worker.bytes() >= MAX_BYTES) worker.dismiss();
        else idle.add(worker);
    }

    private synchronized void lose(Worker worker) {
        worker.kill();
        busy.remove(worker);
    }

    /** Ends all workers; files in their hands are refused as {@link Refusal#DECODER_LOST}. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            for (var worker : idle) worker.kill();
            for (var worker : busy) worker.kill();
            idle.clear();
        }
        talks.close();
        workshop.close();
    }
}
