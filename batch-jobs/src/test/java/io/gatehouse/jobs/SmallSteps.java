package io.gatehouse.jobs;

import io.gatehouse.jobs.RegionPass.PartWork;
import io.gatehouse.residency.region.RegionId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * A task that commits after little: a few contents then make as many chunks as thousands would. What it does with an item, and what
 * it writes down, is the task's own.
 */
public final class SmallSteps implements RegionTask {
    private final RegionTask task;
    private final int chunk;
    private final long span;
    private final LongSupplier from;
    private final LongPredicate shown;

    /**
     * @param chunk items a commit at most
     * @param span indices that its reader is shown at once
     * @param from before which it does not look
     */
    public SmallSteps(RegionTask task, int chunk, long span, LongSupplier from) {
        this(task, chunk, span, from, _ -> true);
    }

    private SmallSteps(RegionTask task, int chunk, long span, LongSupplier from, LongPredicate shown) {
        this.task = task;
        this.chunk = chunk;
        this.span = span;
        this.from = from;
        this.shown = shown;
    }

    /** Goes through these indices alone, one a chunk. */
    public static SmallSteps through(RegionTask task, Set<Long> indices) {
        return new SmallSteps(task, 1, 1, () -> 0, indices::contains);
    }

    /** Chunks of a few items; whatever there is is looked at, as it comes. */
    public SmallSteps(RegionTask task, int chunk) {
        this(task, chunk, Long.MAX_VALUE / 2, () -> 0);
    }

    @Override
    public List<RegionRange> read(Asked asked, List<RegionId> regions) {
        return task.read(asked, regions).stream()
                .map(range -> new RegionRange(
                        range.region(), Math.clamp(from.getAsLong(), range.from(), range.to()), range.to()))
                .toList();
    }

    @Override
    public Readiness ready(RunRequest request) {
        return switch (task.ready(request)) {
            case Readiness.Refused refused -> refused;
            case Readiness.Ready(var pass) -> new Readiness.Ready(new Pass(pass));
        };
    }

    private final class Pass implements RegionPass {
        private final RegionPass pass;

        Pass(RegionPass pass) {
            this.pass = pass;
        }

        @Override
        public PartWork<?, ?> part(RegionRange range) {
            return small(pass.part(range));
        }

        @Override
        public PartWork<?, ?> part(RegionRange range, IntConsumer pace) {
            return small(pass.part(range, pace));
        }

        @Override
        public RegionEnd conclude(RegionRange range, List<ExecutionContext> parts, Duration worked) {
            return pass.conclude(range, parts, worked);
        }
    }

    private <I, O> PartWork<I, O> small(PartWork<I, O> work) {
        return new PartWork<>(
                Math.min(chunk, work.chunkSize()),
                new Spans<>(work.reader(), span, shown),
                work.weight(),
                work.processor(),
                work.writer());
    }

    /** Shows a reader one span after the other, each as if it were the whole part. */
    private static final class Spans<I> implements ItemStreamReader<I> {
        private final ItemStreamReader<I> reader;
        private final long span;
        private final LongPredicate shown;
        private long edge;
        private long to;

        Spans(ItemStreamReader<I> reader, long span, LongPredicate shown) {
            this.reader = reader;
            this.span = span;
            this.shown = shown;
        }

        @Override
        public void open(ExecutionContext context) {
            to = context.getLong(IndexRanges.TO);
            // What an earlier execution counted is the reader's to read, once.
            show(context.getLong(IndexRanges.CURSOR, context.getLong(IndexRanges.FROM)), new ExecutionContext(context));
        }

        private void show(long next, ExecutionContext part) {
            long from = next;
            while (from < to && !shown.test(from)) from++;
            edge = Math.min(from + span, to);
            part.remove(IndexRanges.CURSOR);
            part.putLong(IndexRanges.FROM, from);
            part.putLong(IndexRanges.TO, edge);
            reader.open(part);
        }

        @Override
        public @Nullable I read() throws Exception {
            while (true) {
                I item = reader.read();
                if (item != null || edge >= to) return item;
                show(edge, new ExecutionContext());
            }
        }

        @Override
        public void update(ExecutionContext context) {
            reader.update(context);
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    @Override
    public String name() {
        return task.name();
    }

    @Override
    public String description() {
        return task.description();
    }

    @Override
    public String unit() {
        return task.unit();
    }

    @Override
    public boolean writes() {
        return task.writes();
    }

    @Override
    public boolean takesAllByDefault() {
        return task.takesAllByDefault();
    }

    @Override
    public boolean rehearsesByDefault() {
        return task.rehearsesByDefault();
    }

    @Override
    public String restartsAt() {
        return task.restartsAt();
    }

    @Override
    public SkipLimit skips() {
        return task.skips();
    }

    @Override
    public List<JobParameterHelp> parameters() {
        return task.parameters();
    }
}
