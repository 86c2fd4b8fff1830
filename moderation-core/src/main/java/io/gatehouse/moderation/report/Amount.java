package io.gatehouse.moderation.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a cell is computed from: how many, how long each took, and who they are. A total is an amount of the parts, and never
 * a number of its own: that is why sums fit, and why a median is one of the times underneath.
 */
final class Amount {
    static final Amount NONE = new Amount(List.of());

    private final List<Amount> parts;
    private final List<String> ids = new ArrayList<>();
    private long count;
    private BigDecimal sum = BigDecimal.ZERO;
    private long[] seconds = new long[0];
    private int times;

    private Amount(List<Amount> parts) {
        this.parts = parts;
    }

    static Amount empty() {
        return new Amount(List.of());
    }

    static Amount of(List<Amount> parts) {
        return parts.size() == 1 ? parts.getFirst() : new Amount(List.copyOf(parts));
    }

    void add(String id, long counted) {
        count = Math.addExact(count, counted);
        ids.add(id);
    }

    void add(String id, BigDecimal counted) {
        sum = sum.add(counted);
        ids.add(id);
    }

    void addTime(String id, long took) {
        if (times == seconds.length) seconds = Arrays.copyOf(seconds, Math.max(4, 2 * times));
        seconds[times++] = took;
        ids.add(id);
    }

    long count() {
        long total = count;
        for (var part : parts) total = Math.addExact(total, part.count());
        return total;
    }

    BigDecimal sum() {
        var total = sum;
        for (var part : parts) total = total.add(part.sum());
        return total;
    }

    long[] seconds() {
        long[] own = Arrays.copyOf(seconds, times);
        for (var part : parts) {
            long[] more = part.seconds();
            int from = own.length;
            own = Arrays.copyOf(own, from + more.length);
            System.arraycopy(more, 0, own, from, more.length);
        }
        return own;
    }

    /** Each once, in order. */
    Stream<String> ids() {
        return all().distinct().sorted();
    }

    private Stream<String> all() {
        return Stream.concat(ids.stream(), parts.stream().flatMap(Amount::all));
    }
}
