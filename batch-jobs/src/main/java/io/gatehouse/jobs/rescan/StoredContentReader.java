package io.gatehouse.jobs.rescan;

import io.gatehouse.jobs.IndexRanges;
import io.gatehouse.residency.cell.CellReader;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * The standing decisions of one part, a page at a time, from wherever an earlier execution committed last. They come in the
 * order of their contents' first decisions: a content keeps its place however often it is decided again, so that a range holds
 * the same contents at every restart.
 */
final class StoredContentReader implements ItemStreamReader<StoredPage> {
    private final CellReader cell;
    private final int pageSize;
    private long cursor;
    private long to;

    StoredContentReader(CellReader cell, int pageSize) {
        this.cell = cell;
        this.pageSize = pageSize;
    }

    @Override
    public void open(ExecutionContext context) {
        to = context.getLong(IndexRanges.TO);
        cursor = context.getLong(IndexRanges.CURSOR, context.getLong(IndexRanges.FROM));
    }

    @Override
    public @Nullable StoredPage read() {
        if (cursor >= to) return null;
        var page = new StoredPage(cell.standing(cursor, to, pageSize));
        // Repeatable when the database is away: nothing moves before the page is here.
        cursor = page.decisions().size() < pageSize
                ? to
                : page.decisions().getLast().contentIndex() + 1;
        return page;
    }

    @Override
    public void update(ExecutionContext context) {
        context.putLong(IndexRanges.CURSOR, cursor);
    }
}
