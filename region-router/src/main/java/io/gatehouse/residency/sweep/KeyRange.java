package io.gatehouse.residency.sweep;

import io.gatehouse.residency.store.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of a store's keys. Parts of one prefix meet without a gap: whatever key there is lies in one of them.
 *
 * @param after keys from just behind this one; empty from the first
 * @param to up to and with this one; empty to the last
 */
public record KeyRange(Optional<ObjectKey> after, Optional<ObjectKey> to) {
    /** What random ids are written in, in the order of keys (RFC 4648, lower case). */
    private static final String DIGITS = "234567abcdefghijklmnopqrstuvwxyz";

    public static final KeyRange ALL = new KeyRange(Optional.empty(), Optional.empty());

    /**
     * @param parts from 1 to 32; of about the same size when what follows the prefix is random
     * @return in order of key
     */
    public static List<KeyRange> of(String prefix, int parts) {
        if (parts < 1 || parts > DIGITS.length())
            throw new IllegalArgumentException("parts must be 1 to " + DIGITS.length() + ": " + parts);
        var ranges = new ArrayList<KeyRange>();
        Optional<ObjectKey> after = Optional.empty();
        for (int i = 1; i < parts; i++) {
            var to = Optional.of(new ObjectKey(prefix + DIGITS.charAt(i * DIGITS.length() / parts)));
            ranges.add(new KeyRange(after, to));
            after = to;
        }
        ranges.add(new KeyRange(after, Optional.empty()));
        return ranges;
    }

    public boolean contains(ObjectKey key) {
        return after.map(first -> key.compareTo(first) > 0).orElse(true)
                && to.map(last -> key.compareTo(last) <= 0).orElse(true);
    }
}
