package io.gatehouse.residency.bank;

import java.time.Instant;

/**
 * Up to where a look at what was seen before asks: fixed when it begins, so that a restart asks the same.
 *
 * @param entry the last hash that is asked about
 * @param index the log's size then: banks that were changed later are asked about again
 * @param at banks and hashes that are disabled then are left for later
 */
public record Due(long entry, long index, Instant at) {
    private static final int PARTS = 3;

    /** As {@link #toString} writes it. */
    public static Due parse(String text) {
        var parts = text.split(",", PARTS);
        return new Due(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Instant.parse(parts[2]));
    }

    @Override
    public String toString() {
        return entry + "," + index + "," + at;
    }
}
