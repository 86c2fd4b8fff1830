package io.gatehouse.residency.cell;

import io.gatehouse.residency.archive.ArchivedContent;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import java.util.List;
import java.util.SortedMap;

/** Contents on their way out of their rows into one segment, opened. In memory only. */
public final class ArchiveBatch {
    private final List<Item> items;
    private final SortedMap<String, Long> skipped;
    private final long next;
    private final long sealedBytes;

    ArchiveBatch(List<Item> items, SortedMap<String, Long> skipped, long next, long sealedBytes) {
        this.items = List.copyOf(items);
        this.skipped = java.util.Collections.unmodifiableSortedMap(skipped);
        this.next = next;
        this.sealedBytes = sealedBytes;
    }

    /** A content, whose it is, and the number of its newest revision as it was read. */
    record Item(ArchivedContent content, AccountRef account, PersonKey key, int revision, boolean gone) {}

    List<Item> items() {
        return items;
    }

    /** How many contents can be archived. */
    public int contents() {
        return items.size();
    }

    public int decisions() {
        return items.stream()
                .mapToInt(item -> item.content().decisions().size())
                .sum();
    }

    /** How long they are in their rows. */
    public long sealedBytes() {
        return sealedBytes;
    }

    /** How many were left where they are, by reason. */
    public SortedMap<String, Long> skipped() {
        return skipped;
    }

    /** The content index to go on from. */
    public long next() {
        return next;
    }
}
