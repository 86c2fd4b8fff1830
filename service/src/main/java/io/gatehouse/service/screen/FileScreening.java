package io.gatehouse.service.screen;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Deadline;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.law.Permissions;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Screens files without a server: rows are read in order, judged by several workers a batch at a time, and written in
 * the order read. Memory holds a few batches, whatever the size of the files.
 */
public final class FileScreening {
    /** Large enough that handing over costs nothing, small enough that a dozen batches fit a cache. */
    private static final int BATCH_SIZE = 256;
    /** Batches a worker may run ahead of the writer: bounds memory to some thousand rows. */
    private static final int BATCHES_PER_WORKER = 4;

    private final Moderator moderator;
    private final Function<Row.Message, Permissions> permissions;
    private final int workers;
    private final Instant now;

    /**
     * @param permissions which purposes may look at a row
     * @param now stands for the time at which each row was made
     */
    public FileScreening(
            Moderator moderator, Function<Row.Message, Permissions> permissions, int workers, Instant now) {
        this.moderator = moderator;
        this.permissions = permissions;
        this.workers = workers;
        this.now = now;
    }

    /** Told of every malformed row and, after each batch, of the bytes read so far. */
    public interface Listener {
        void malformed(String file, long line, String reason);

        void progress(ScreenSummary soFar, long bytesRead);
    }

    /**
     * Screens the files one after the other.
     *
     * @param names paths, or {@code -} for standard input
     * @param out one JSON object a line for every row that is not malformed
     * @throws IOException when a file cannot be read or the output cannot be written; what was written before stands
     */
    public ScreenSummary screen(List<String> names, Surface defaultSurface, OutputStream out, Listener listener)
            throws IOException {
        var summary = new ScreenSummary();
        long bytesBefore = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            for (String name : names) {
                try (RowReader rows = InputFiles.open(name, defaultSurface)) {
                    screenOne(rows, pool, out, summary, listener, bytesBefore);
                    bytesBefore += rows.bytesRead();
                }
            }
        }
        out.flush();
        return summary;
    }

    private void screenOne(
            RowReader rows,
            ExecutorService pool,
            OutputStream out,
            ScreenSummary summary,
            Listener listener,
            long bytesBefore)
            throws IOException {
        Queue<Future<Judged>> inFlight = new ArrayDeque<>();
        List<Row> batch;
        do {
            batch = readBatch(rows);
            if (!batch.isEmpty()) {
                List<Row> handedOver = batch;
                Callable<Judged> work = () -> judge(handedOver);
                inFlight.add(pool.submit(work));
            }
            while (!inFlight.isEmpty() && (batch.isEmpty() || inFlight.size() >= workers * BATCHES_PER_WORKER)) {
                Judged judged = await(inFlight.remove());
                out.write(judged.json);
                summary.add(judged.summary);
                judged.malformed.forEach(row -> listener.malformed(row.file(), row.line(), row.reason()));
                listener.progress(summary, bytesBefore + rows.bytesRead());
            }
        } while (!batch.isEmpty());
    }

    private static List<Row> readBatch(RowReader rows) throws IOException {
        var batch = new ArrayList<Row>(BATCH_SIZE);
        @Nullable Row row;
        while (batch.size() < BATCH_SIZE && (row = rows.next()) != null) batch.add(row);
        return batch;
    }

    private record Judged(byte[] json, ScreenSummary summary, List<Row.Malformed> malformed) {}

    private Judged judge(List<Row> batch) {
        var lines = new ResultLines();
        var summary = new ScreenSummary();
        var malformed = new ArrayList<Row.Malformed>();
        Consumer<Row.Message> judgeOne = message -> {
            Judgement judgement = judge(message, summary);
            summary.count(judgement);
            lines.add(message.id(), judgement);
        };
        for (Row row : batch) {
            switch (row) {
                case Row.Message message -> judgeOne.accept(message);
                case Row.Malformed bad -> {
                    summary.countMalformed();
                    malformed.add(bad);
                }
            }
        }
        return new Judged(lines.bytes(), summary, malformed);
    }

    private Judgement judge(Row.Message message, ScreenSummary summary) {
        var content = new Content(
                new ContentId(message.id().length() > ContentId.MAX_LENGTH ? "too-long" : message.id()),
                message.surface(),
                now,
                message.country() == null ? "ZZ" : message.country(),
                message.language(),
                List.of(new Part.Text(message.text())));
        var seen = moderator.observe(content, permissions.apply(message), Deadline.NONE, summary);
        // A file has no authors at a rate: every counter stands at this one message.
        return moderator.conclude(
                content, seen, Facts.still(seen.wantedFacts(), 1).at(now));
    }

    private static Judged await(Future<Judged> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("judging failed", failure.getCause());
        }
    }
}
