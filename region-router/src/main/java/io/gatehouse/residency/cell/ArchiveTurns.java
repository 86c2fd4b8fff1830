package io.gatehouse.residency.cell;

import java.util.ArrayList;
import java.util.List;

/**
 * In which transactions contents are taken out of their rows. Those of one page of a table are spread over several: what the first
 * leave behind is cleared away and makes room in the page for what remains of the next, so that PostgreSQL need not look for another
 * page and touches no index (heap-only tuples), which would be most of the work.
 */
final class ArchiveTurns {
    /** Contents that a page of their table holds, or more. A power of two: each turn but the first takes as many as all before it. */
    private static final int PAGE = 16;

    private ArchiveTurns() {}

    /**
     * @param rows in the order in which they lie
     * @param most in one transaction
     * @return each of them once
     */
    static <T> List<List<T>> of(List<T> rows, int most) {
        var turns = new ArrayList<List<T>>();
        add(turns, rows, most, 0, PAGE);
        for (int step = PAGE; step > 1; step /= 2) add(turns, rows, most, step / 2, step);
        return turns;
    }

    private static <T> void add(List<List<T>> turns, List<T> rows, int most, int from, int step) {
        var turn = new ArrayList<T>();
        for (int i = from; i < rows.size(); i += step) turn.add(rows.get(i));
        for (int i = 0; i < turn.size(); i += most) turns.add(turn.subList(i, Math.min(i + most, turn.size())));
    }
}
