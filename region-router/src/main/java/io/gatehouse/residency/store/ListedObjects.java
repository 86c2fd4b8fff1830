package io.gatehouse.residency.store;

import io.gatehouse.residency.store.RegionStore.Page;
import io.gatehouse.residency.store.RegionStore.StoredObject;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** A store's listing as one sequence of pages. Not thread-safe. */
final class ListedObjects implements Iterator<StoredObject> {
    private final RegionStore store;
    private final String prefix;
    private Page page;
    private int next;

    ListedObjects(RegionStore store, String prefix) {
        this.store = store;
        this.prefix = prefix;
        this.page = store.list(prefix, RegionStore.MAX_PAGE_SIZE);
    }

    @Override
    public boolean hasNext() {
        if (next == page.objects().size() && page.more() && next > 0) {
            page = store.list(prefix, page.objects().getLast().key(), RegionStore.MAX_PAGE_SIZE);
            next = 0;
        }
        return next < page.objects().size();
    }

    @Override
    public StoredObject next() {
        if (!hasNext()) throw new NoSuchElementException();
        return page.objects().get(next++);
    }
}
