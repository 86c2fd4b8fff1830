package io.gatehouse.residency.store;

import io.gatehouse.residency.store.RegionStore.Page;
import io.gatehouse.residency.store.RegionStore.StoredObject;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** A store's listing as one sequence of pages. Not thread-safe. */
final class ListedObjects implements Iterator<StoredObject> {
    private final RegionStore store;
    private final String prefix;
    private final Optional<ObjectKey> to;
    private Page page;
    private int next;

    ListedObjects(RegionStore store, String prefix, Optional<ObjectKey> after, Optional<ObjectKey> to) {
        this.store = store;
        this.prefix = prefix;
        this.to = to;
        this.page = after.map(key -> store.list(prefix, key, RegionStore.MAX_PAGE_SIZE))
                .orElseGet(() -> store.list(prefix, RegionStore.MAX_PAGE_SIZE));
    }

    @Override
    public boolean hasNext() {
        if (next == page.objects().size() && page.more() && next > 0) {
            page = store.list(prefix, page.objects().getLast().key(), RegionStore.MAX_PAGE_SIZE);
            next = 0;
        }
        return next < page.objects().size()
                && to.map(last -> page.objects().get(next).key().compareTo(last) <= 0)
                        .orElse(true);
    }

    @Override
    public StoredObject next() {
        if (!hasNext()) throw new NoSuchElementException();
        return page.objects().get(next++);
    }
}
