package io.gatehouse.residency.database;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets concurrent callers share transactions: what waits while one commit is under way goes into the next. A batch
 * that is refused is halved until the row at fault stands alone, so that only its caller fails. Thread-safe.
 *
 * @param <T> one caller's work; the batch leaves its outcome in it
 */
public final class GroupCommit<T> implements AutoCloseable {
    /** Most works in one transaction: a few milliseconds of database time. */
    static final int BATCH_LIMIT = 256;
    /** Most works waiting: about a second's worth; more would only wait longer than clients do. */
    static final int QUEUE_LIMIT = 8_192;
    /** How long an outage is ridden out. A supervised server is back sooner. */
    private static final Duration RETRY_FOR = Duration.ofSeconds(8);

    private static final Duration RETRY_PAUSE = Duration.ofMillis(100);
    /** Longest a caller waits: queue and retries included. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    /**
     * A commit costs the same some ten statements for one work as for many. While callers keep coming together, the next
     * commit therefore waits for more of them: three times as long as the last one took, within these bounds. Under load
     * this shortens what a caller waits, because less is waited for in all; a lone caller never waits.
     */
    private static final Duration GATHER_AT_LEAST = Duration.ofMillis(10);

    private static final Duration GATHER_AT_MOST = Duration.ofMillis(25);

    /** With as many together the statements' cost is spread; waiting for more gains little. */
    private static final int GATHER_ENOUGH = 64;

    private static final Duration GATHER_STEP = Duration.ofNanos(500_000);
    private static final Duration LOOK_FOR_CLOSE = Duration.ofMillis(100);

    private final String name;
    private final Batch<T> batch;
    private final BlockingQueue<Pending<T>> queue = new ArrayBlockingQueue<>(QUEUE_LIMIT);
    private final Thread committer;
    private volatile boolean closed;
    private int lastSize;
    private long lastNanos;

    public GroupCommit(String name, Batch<T> batch) {
        this.name = name;
        this.batch = batch;
        this.committer = Thread.ofPlatform().daemon().name(name + "-committer").start(this::commitUntilClosed);
    }

    /**
     * Blocks until the work is durable.
     *
     * @throws DatabaseBusyException when the queue is full; nothing was written
     * @throws DatabaseUnavailableException when the database is away; the work may have been written
     * @throws IllegalArgumentException when the database refused a value of this work
     */
    public void submit(T work) {
        if (closed) throw new DatabaseUnavailableException(name + " is closed", null);
        var pending = new Pending<>(work, new CompletableFuture<Void>());
        if (!queue.offer(pending)) throw new DatabaseBusyException(name + ": " + QUEUE_LIMIT + " writes are waiting");
        try {
            pending.done.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw forCaller(e.getCause());
        } catch (TimeoutException e) {
            throw new DatabaseUnavailableException(name + " did not commit within " + ANSWER_WITHIN, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException("interrupted while " + name + " was committing", e);
        }
    }

    /** Each caller gets an exception of its own, with its own stack. */
    private static RuntimeException forCaller(@Nullable Throwable cause) {
        return switch (cause) {
            case DatabaseUnavailableException e -> new DatabaseUnavailableException(String.valueOf(e.getMessage()), e);
            case DatabaseRefusedException e
            when e.isAboutData() -> new IllegalArgumentException("a value cannot be stored", e);
            case null, default -> new IllegalStateException("the write failed", cause);
        };
    }

    private void commitUntilClosed() {
        while (!closed || !queue.isEmpty()) {
            var works = gather();
            if (works.isEmpty()) continue;
            long started = System.nanoTime();
            commit(works);
            lastNanos = System.nanoTime() - started;
        }
    }

    private List<Pending<T>> gather() {
        var works = new ArrayList<Pending<T>>();
        try {
            var first = queue.poll(LOOK_FOR_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
            if (first == null) return works;
            works.add(first);
            if (lastSize > 1) {
                long until = System.nanoTime()
                        + Math.clamp(3 * lastNanos, GATHER_AT_LEAST.toNanos(), GATHER_AT_MOST.toNanos());
                while (queue.size() + 1 < GATHER_ENOUGH && System.nanoTime() - until < 0)
                    LockSupport.parkNanos(GATHER_STEP.toNanos());
            }
            queue.drainTo(works, BATCH_LIMIT - 1);
            lastSize = works.size();
        } catch (InterruptedException e) {
            closed = true; // Nobody but close() has reason to interrupt.
        }
        return works;
    }

    private void commit(List<Pending<T>> works) {
        long giveUp = System.nanoTime() + RETRY_FOR.toNanos();
        while (true) {
            try {
                batch.commit(works.stream().map(Pending::work).toList());
                works.forEach(work -> work.done.complete(null));
                return;
            } catch (DatabaseUnavailableException e) {
                if (closed || System.nanoTime() - giveUp > 0) {
                    works.forEach(work -> work.done.completeExceptionally(e));
                    return;
                }
                LockSupport.parkNanos(RETRY_PAUSE.toNanos());
            } catch (RuntimeException | Error e) {
                halve(works, e);
                return;
            }
        }
    }

    private void halve(List<Pending<T>> works, Throwable fault) {
        if (works.size() == 1) {
            works.getFirst().done.completeExceptionally(fault);
            return;
        }
        int half = works.size() / 2;
        commit(works.subList(0, half));
        commit(works.subList(half, works.size()));
    }

    /** Commits what was submitted, then stops. */
    @Override
    public void close() {
        closed = true;
        try {
            committer.join(ANSWER_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var late = new ArrayList<Pending<T>>();
        queue.drainTo(late);
        for (var work : late)
            work.done.completeExceptionally(new DatabaseUnavailableException(name + " is closed", null));
    }

    /** Commits works together, in one transaction. */
    @FunctionalInterface
    public interface Batch<T> {
        /**
         * Must leave nothing behind when it throws, except that a transaction whose commit was not answered may have
         * happened: it is called again with the same works and must find them.
         */
        void commit(List<T> works);
    }

    private record Pending<T>(T work, CompletableFuture<Void> done) {}
}
