package io.gatehouse.residency.cell;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was removed of one person by one call, and where in the log it hung. Not thread-safe. */
public final class RemovedRows {
    private final SortedMap<String, Long> rows = new TreeMap<>();
    private final List<Long> contents = new ArrayList<>();
    private final List<Long> decisions = new ArrayList<>();

    /** Rows of each table, tables without any left out. */
    public SortedMap<String, Long> rows() {
        return Collections.unmodifiableSortedMap(rows);
    }

    /** Content indexes. */
    List<Long> contents() {
        return contents;
    }

    /** Log indexes. */
    List<Long> decisions() {
        return decisions;
    }

    void count(String table) {
        rows.merge(table, 1L, Long::sum);
    }

    void add(RemovedRows more) {
        more.rows.forEach((table, count) -> rows.merge(table, count, Long::sum));
        contents.addAll(more.contents);
        decisions.addAll(more.decisions);
    }
}
