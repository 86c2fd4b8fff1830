package io.gatehouse.jobs;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.batch.core.partition.PartitionNameProvider;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** Cuts a region's range of log indices into equal parts: one part is one step. */
public final class IndexRanges implements Partitioner, PartitionNameProvider {
    /**
     * Keys of a part's execution context; {@code cursor} is the index of the next item, {@code done} counts what the
     * part has dealt with.
     */
    public static final String FROM = "from";

    public static final String TO = "to";
    public static final String CURSOR = "cursor";
    public static final String DONE = "done";

    private final RegionRange range;

    public IndexRanges(RegionRange range) {
        this.range = range;
    }

    @Override
    public Map<String, ExecutionContext> partition(int parts) {
        Map<String, ExecutionContext> contexts = new LinkedHashMap<>();
        for (int i = 0; i < parts; i++) {
            var context = new ExecutionContext();
            context.putLong(FROM, edge(i, parts));
            context.putLong(TO, edge(i + 1, parts));
            contexts.put(name(i), context);
        }
        return contexts;
    }

    /** Batch writes down a part before its range: one whose process died in between is given it again. */
    public void complete(StepExecution part, int parts) {
        var context = part.getExecutionContext();
        if (context.containsKey(TO)) return;
        String step = part.getStepName();
        var range = partition(parts).get(step.substring(step.lastIndexOf(':') + 1));
        if (range == null) throw new IllegalArgumentException("no part of " + parts + ": " + step);
        range.entrySet().forEach(each -> context.put(each.getKey(), each.getValue()));
    }

    /** The same at every restart, whatever the log's size is by then. */
    @Override
    public Collection<String> getPartitionNames(int parts) {
        return IntStream.range(0, parts).mapToObj(IndexRanges::name).toList();
    }

    private static String name(int part) {
        return String.format(Locale.ROOT, "%02d", part);
    }

    private long edge(int part, int parts) {
        return range.from() + Math.multiplyExact(range.to() - range.from(), part) / parts;
    }
}
