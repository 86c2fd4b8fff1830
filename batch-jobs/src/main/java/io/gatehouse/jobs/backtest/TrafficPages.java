package io.gatehouse.jobs.backtest;

import io.gatehouse.jobs.IndexRanges;
import io.gatehouse.residency.cell.PastTraffic;
import io.gatehouse.residency.cell.TrafficReader;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/** The traffic of one part, a range of indices at a time, from wherever an earlier execution committed last. */
final class TrafficPages implements ItemStreamReader<TrafficPage> {
    /** Messages in memory at once, a part: some megabytes. */
    private static final int PAGE_SIZE = 2_000;
    /** With a small sample a page spans more indices, though never so many that the database is silent for long. */
    private static final int WIDEST_SPAN = 200_000;

    private final TrafficReader cell;
    private final PastTraffic wanted;
    private final long span;
    private long cursor;
    private long to;

    TrafficPages(TrafficReader cell, PastTraffic wanted) {
        this.cell = cell;
        this.wanted = wanted;
        this.span = Math.round(Math.min(PAGE_SIZE / wanted.share(), WIDEST_SPAN));
    }

    @Override
    public void open(ExecutionContext context) {
        to = context.getLong(IndexRanges.TO);
        cursor = context.getLong(IndexRanges.CURSOR, context.getLong(IndexRanges.FROM));
    }

    @Override
    public @Nullable TrafficPage read() {
        if (cursor >= to) return null;
        long end = Math.min(cursor + span, to);
        var page = new TrafficPage(cell.past(wanted, cursor, end));
        // Repeatable when the database is away: nothing moves before the page is here.
        cursor = end;
        return page;
    }

    @Override
    public void update(ExecutionContext context) {
        context.putLong(IndexRanges.CURSOR, cursor);
    }
}
