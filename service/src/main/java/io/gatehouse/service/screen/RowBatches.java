package io.gatehouse.service.screen;

import io.gatehouse.moderation.content.Surface;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads files in order, has several workers do something with a batch at a time, and tells what came of it in the order
 * read. Memory holds a few batches, whatever the size of the files.
 *
 * @param work done by workers, several at a time
 */
record RowBatches<R>(int workers, Function<List<Row>, R> work) {
    /** Large enough that handing over costs nothing, small enough that a dozen batches fit a cache. */
    private static final int BATCH_SIZE = 256;
    /** Batches a worker may run ahead of the reader of results: bounds memory to some thousand rows. */
    private static final int BATCHES_PER_WORKER = 4;

    /** Told of every batch, by the thread that called. */
    interface Listener<R> {
        /** @param bytesRead of all files so far */
        void done(R result, long bytesRead) throws IOException;
    }

    /**
     * @param names paths, or {@code -} for standard input
     * @throws IOException when a file cannot be read, or of the listener's
     */
    void run(List<String> names, Surface defaultSurface, Listener<R> listener) throws IOException {
        long bytesBefore = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            for (String name : names) {
                try (RowReader rows = InputFiles.open(name, defaultSurface)) {
                    runOne(rows, pool, listener, bytesBefore);
                    bytesBefore += rows.bytesRead();
                }
            }
        }
    }

    private void runOne(RowReader rows, ExecutorService pool, Listener<R> listener, long bytesBefore)
            throws IOException {
        Queue<Future<R>> inFlight = new ArrayDeque<>();
        List<Row> batch;
        do {
            batch = readBatch(rows);
            if (!batch.isEmpty()) {
                List<Row> handedOver = batch;
                Callable<R> one = () -> work.apply(handedOver);
                inFlight.add(pool.submit(one));
            }
            while (!inFlight.isEmpty() && (batch.isEmpty() || inFlight.size() >= workers * BATCHES_PER_WORKER))
                listener.done(await(inFlight.remove()), bytesBefore + rows.bytesRead());
        } while (!batch.isEmpty());
    }

    private static List<Row> readBatch(RowReader rows) throws IOException {
        var batch = new ArrayList<Row>(BATCH_SIZE);
        @Nullable Row row;
        while (batch.size() < BATCH_SIZE && (row = rows.next()) != null) batch.add(row);
        return batch;
    }

    private static <R> R await(Future<R> future) throws IOException {
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
