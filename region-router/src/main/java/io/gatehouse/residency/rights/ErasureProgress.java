package io.gatehouse.residency.rights;

import io.gatehouse.residency.cell.PersonRemoval.Range;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an erasure remembers between its steps. Counts and places in the log only.
 *
 * @param closedAt when the account took no more writes anywhere; empty text before
 * @param rounds one for each time that stock was taken; more than one only when the proof found something
 */
record ErasureProgress(String closedAt, List<Round> rounds, List<PastHold> holds) {
    /** Something that comes back this often is no straggler. */
    static final int MOST_ROUNDS = 5;

    static final ErasureProgress NONE = new ErasureProgress("", List.of(), List.of());

    ErasureProgress {
        rounds = List.copyOf(rounds);
        holds = List.copyOf(holds);
    }

    /** A hold that kept the erasure waiting, or could have: the certificate names it when its row is gone. */
    record PastHold(String basis, String placedAt, String endedAt) {}

    /** By region. */
    record Round(SortedMap<String, Stock> cells, boolean isClosed) {
        static Round both(Round first, Round second) {
            var cells = new TreeMap<>(first.cells());
            second.cells().forEach((region, stock) -> cells.merge(region, stock, Stock::plus));
            return new Round(cells, true);
        }
    }

    /**
     * What one cell holds of the person.
     *
     * @param first of the contents' indexes
     * @param last likewise
     * @param rows by table
     */
    record Stock(long first, long last, SortedMap<String, Long> rows, long objects) {
        private boolean isEmpty() {
            return last < first;
        }

        private Stock plus(Stock other) {
            var all = new TreeMap<>(rows);
            other.rows.forEach((table, count) -> all.merge(table, count, Long::sum));
            return new Stock(
                    isEmpty() ? other.first : other.isEmpty() ? first : Math.min(first, other.first),
                    isEmpty() ? other.last : other.isEmpty() ? last : Math.max(last, other.last),
                    all,
                    objects + other.objects);
        }
    }

    static ErasureProgress parse(String json) {
        return json.equals("{}") ? NONE : JsonMapper.shared().readValue(json, ErasureProgress.class);
    }

    String toJson() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    /** Stock taken again replaces what was counted, unless something was removed since. */
    ErasureProgress with(SortedMap<String, Stock> cells, Instant now) {
        var all = new ArrayList<>(rounds);
        if (!all.isEmpty() && !all.getLast().isClosed()) all.removeLast();
        // However long something comes back, what is kept of it stays small.
        if (all.size() == MOST_ROUNDS) all.addFirst(Round.both(all.removeFirst(), all.removeFirst()));
        all.add(new Round(cells, false));
        return new ErasureProgress(now.toString(), all, holds);
    }

    /** From now on things are removed: what was counted stands. */
    ErasureProgress withRoundClosed(List<LegalHold> ended) {
        var past = new ArrayList<>(holds);
        for (var hold : ended)
            past.add(new PastHold(
                    hold.basis(),
                    hold.placedAt().toString(),
                    hold.liftedAt().or(hold::until).map(Instant::toString).orElse("")));
        var all = new ArrayList<>(rounds);
        all.set(all.size() - 1, new Round(all.getLast().cells(), true));
        return new ErasureProgress(closedAt, all, past);
    }

    Instant closed() {
        return Instant.parse(closedAt);
    }

    /** Of all rounds together, by region and table; the objects under the name {@code objects}. */
    SortedMap<String, SortedMap<String, Long>> found() {
        var found = new TreeMap<String, SortedMap<String, Long>>();
        for (var round : rounds)
            round.cells().forEach((region, stock) -> {
                var counts = found.computeIfAbsent(region, _ -> new TreeMap<>());
                stock.rows().forEach((table, rows) -> counts.merge(table, rows, Long::sum));
                if (stock.objects() > 0) counts.merge("objects", stock.objects(), Long::sum);
            });
        return found;
    }

    /** Where the person's contents lay in a cell's log, over all rounds. */
    Range range(String region) {
        long first = Long.MAX_VALUE;
        long last = -1;
        for (var round : rounds) {
            var stock = round.cells().get(region);
            if (stock == null || stock.last() < stock.first()) continue;
            first = Math.min(first, stock.first());
            last = Math.max(last, stock.last());
        }
        return last < 0 ? Range.EMPTY : new Range(first, last);
    }
}
