package io.gatehouse.residency.operator;

import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Ruling;
import io.gatehouse.residency.crossing.SqlCrossingLedger;
import io.gatehouse.residency.crossing.SqlCrossingLedger.DatedCap;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * How often a platform's backend read inside the zone, by day, key, country and kind of data: it answers its own people,
 * and may do so ten thousand times a second. Counts reach the region's book each second; a killed process loses the last
 * second's. Thread-safe.
 */
public final class PlatformReads implements AutoCloseable {
    private static final String PREFIX = "platform-reads:";
    private static final long FLUSH_SECONDS = 1;

    private final Map<RegionId, SqlCrossingLedger> books;
    private final ScheduledExecutorService flusher;
    private Map<RegionId, Map<DatedCap, Long>> pending = new HashMap<>();

    public PlatformReads(Map<RegionId, SqlCrossingLedger> books) {
        this.books = Map.copyOf(books);
        this.flusher = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("platform-reads").factory());
        var _ = flusher.scheduleWithFixedDelay(this::flushOrKeep, FLUSH_SECONDS, FLUSH_SECONDS, TimeUnit.SECONDS);
    }

    synchronized void count(OperatorRead read) {
        var day = LocalDate.ofInstant(read.at(), ZoneOffset.UTC);
        var key = new DatedCap(day, new Ruling.Cap(keyOf(read), Long.MAX_VALUE));
        pending.computeIfAbsent(read.region(), _ -> new HashMap<>()).merge(key, 1L, Long::sum);
    }

    private static String keyOf(OperatorRead read) {
        return PREFIX
                + read.reader().pseudonym()
                + ':'
                + read.reader().country()
                + ':'
                + read.data().stream().map(DataKind::wireName).sorted().collect(Collectors.joining(","));
    }

    /** Writes down what was counted so far. */
    public void flush() {
        Map<RegionId, Map<DatedCap, Long>> taken;
        synchronized (this) {
            taken = pending;
            pending = new HashMap<>();
        }
        RuntimeException failed = null;
        for (var entry : taken.entrySet()) {
            try {
                var book = books.get(entry.getKey());
                if (book != null) book.tally(entry.getValue());
            } catch (RuntimeException away) {
                // The region's database is away: its counts wait, the others' are written.
                putBack(entry.getKey(), entry.getValue());
                failed = away;
            }
        }
        if (failed != null) throw failed;
    }

    private synchronized void putBack(RegionId region, Map<DatedCap, Long> counts) {
        var waiting = pending.computeIfAbsent(region, _ -> new HashMap<>());
        counts.forEach((key, count) -> waiting.merge(key, count, Long::sum));
    }

    private void flushOrKeep() {
        try {
            flush();
        } catch (RuntimeException away) {
            System.getLogger(PlatformReads.class.getName())
                    .log(System.Logger.Level.WARNING, "counts of platform reads wait for a database", away);
        }
    }

    /** What a platform's key read inside the zone on a day. */
    public record Tally(LocalDate day, String keyId, CountryCode country, List<String> data, long reads) {}

    /** @param from and {@code to} are days of UTC, inclusive */
    public List<Tally> between(RegionId region, LocalDate from, LocalDate to) {
        var book = books.get(region);
        if (book == null) throw new IllegalArgumentException("not served here: " + region);
        flush();
        var found = new ArrayList<Tally>();
        book.tallied(PREFIX, from, to).forEach((dated, reads) -> {
            String[] parts = dated.cap().key().substring(PREFIX.length()).split(":", 3);
            found.add(new Tally(
                    dated.day(), parts[0], new CountryCode(parts[1]), List.of(parts[2].split(",", -1)), reads));
        });
        return found;
    }

    @Override
    public void close() {
        flusher.shutdown();
        flushOrKeep();
    }
}
