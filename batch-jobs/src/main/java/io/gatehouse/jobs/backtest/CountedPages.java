package io.gatehouse.jobs.backtest;

import io.gatehouse.jobs.IndexRanges;
import io.gatehouse.moderation.comparison.Comparison;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/** Adds up a part's pages beside its cursor, in one row: a page is counted exactly when the cursor has passed it. */
final class CountedPages implements ItemStreamWriter<Comparison> {
    /** Key of a part's execution context. */
    static final String COMPARISON = "comparison";

    private Comparison counted = new Comparison();

    @Override
    public void open(ExecutionContext context) {
        if (context.containsKey(COMPARISON)) counted = Comparison.ofJson(context.getString(COMPARISON));
    }

    @Override
    public void write(Chunk<? extends Comparison> chunk) {
        chunk.forEach(counted::add);
    }

    @Override
    public void update(ExecutionContext context) {
        context.putString(COMPARISON, counted.toJson());
        // Beside the comparison, where limits are held against.
        counted.skipped().forEach((reason, count) -> context.putLong("tally.skipped." + reason, count));
        context.putLong(
                IndexRanges.DONE,
                counted.messages()
                        + counted.skipped().values().stream()
                                .mapToLong(Long::longValue)
                                .sum());
    }
}
