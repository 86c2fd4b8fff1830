package io.gatehouse.residency.rights;

import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.store.RegionStore;

/** The objects of an erasure in one region. */
public final class ErasedObjects {
    private ErasedObjects() {}

    /** Writes down which there are, and deletes them. */
    static void delete(ErasureSite site, String erasureId, AccountRef account) {
        site.cell().removal().noteObjects(erasureId, account);
        delete(site, erasureId);
    }

    /** Deletes those written down. */
    public static void delete(ErasureSite site, String erasureId) {
        var after = "";
        while (true) {
            var page = site.cell().removal().notedObjects(erasureId, after, RegionStore.MAX_PAGE_SIZE);
            if (page.isEmpty()) return;
            for (var key : page) site.store().delete(key);
            after = page.getLast().value();
        }
    }

    /** How many of those written down the store still has. */
    static long remaining(ErasureSite site, String erasureId) {
        var after = "";
        long found = 0;
        while (true) {
            var page = site.cell().removal().notedObjects(erasureId, after, RegionStore.MAX_PAGE_SIZE);
            if (page.isEmpty()) return found;
            for (var key : page) if (site.store().head(key).isPresent()) found++;
            after = page.getLast().value();
        }
    }
}
