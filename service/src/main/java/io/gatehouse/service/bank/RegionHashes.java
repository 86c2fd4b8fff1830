package io.gatehouse.service.bank;

import io.gatehouse.moderation.hash.HashIndex;
import io.gatehouse.moderation.hash.HashSnapshot;
import io.gatehouse.moderation.hash.NearHashes;
import io.gatehouse.moderation.hash.OwnedHash;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.residency.bank.HashBankStore;
import io.gatehouse.residency.bank.HashChange;
import io.gatehouse.residency.bank.HashFollowing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hashes of one region as this node searches them; it follows the region's cell. Searches never wait. */
public final class RegionHashes {
    private static final Logger LOG = LoggerFactory.getLogger(RegionHashes.class);

    /** Rows read at a time. */
    private static final int PAGE = 20_000;

    /** Changes after which the snapshot is written again: a start applies at most so many. */
    private static final int SAVE_EVERY = 100_000;

    /** To write a snapshot is to lay out the index anew, which takes seconds from here on; so many changes are read faster. */
    private static final int LARGE = 500_000;

    private static final int FEW_CHANGES = 20_000;

    /** Changes and entries that upkeep removes in one transaction, for whose end the region's writers wait: 100 ms. */
    private static final int REMOVED_AT_ONCE = 5_000;

    /** Of them in one turn: then others get the database for a while. */
    private static final int PARTS_A_TURN = 20;

    private final HashBankStore store;
    private final HashFollowing following;
    private final Path file;
    private final Executor background;
    private volatile @Nullable HashIndex index;
    private long position;
    private long saved;

    /** @param file of the snapshot; its directory is made when it is first written */
    public RegionHashes(HashBankStore store, Path file, Executor background) {
        this.store = store;
        this.following = store.following();
        this.file = file;
        this.background = background;
    }

    /** Empty until the hashes are loaded: that nothing is known yet is not that nothing matches. */
    public Optional<NearHashes> find(PdqHash hash) {
        var loaded = index;
        return loaded == null
                ? Optional.empty()
                : Optional.of(loaded.find(hash, PdqHash.MATCH_DISTANCE, HashIndex.MAX_FOUND));
    }

    /** That the banks are known to be empty: then there is nothing to look for. */
    boolean isEmpty() {
        var loaded = index;
        return loaded != null && loaded.size() == 0;
    }

    /** Entries that searches find; empty until they are loaded. */
    Optional<Long> size() {
        var loaded = index;
        return loaded == null ? Optional.empty() : Optional.of(loaded.size());
    }

    /** Brings the index to what the cell has. */
    public synchronized void follow() {
        var loaded = index;
        if (loaded == null) {
            loaded = complete(load());
            index = loaded;
        } else if (!apply(loaded)) {
            LOG.warn("changes of hashes are gone that this node had not followed; its index is built again");
            loaded = layOutWhole();
            index = loaded;
        }
        if (position - saved >= SAVE_EVERY) save(loaded);
    }

    private HashIndex load() {
        try {
            var snapshot = HashSnapshot.read(file);
            if (snapshot.position() <= store.position()) {
                position = snapshot.position();
                saved = position;
                return HashIndex.of(snapshot, background);
            }
            LOG.warn("the snapshot of hashes is ahead of its database; it is built again");
        } catch (HashSnapshot.DamagedException damaged) {
            LOG.warn("{}", damaged.getMessage());
        } catch (IOException _) {
            LOG.debug("there is no snapshot of hashes yet");
        }
        return layOut();
    }

    /** Whatever the reason, an index with another number of hashes than the cell is not trusted. */
    private HashIndex complete(HashIndex loaded) {
        if (apply(loaded) && loaded.size() == store.size()) return loaded;
        LOG.warn("the snapshot of hashes does not fit its database; it is built again");
        return layOutWhole();
    }

    private HashIndex layOutWhole() {
        var again = layOut();
        if (!apply(again)) throw new IllegalStateException("changes of hashes went while the hashes were read");
        return again;
    }

    private HashIndex layOut() {
        // Before the entries: what changes meanwhile is applied again, which changes nothing.
        position = store.position();
        saved = position;
        return HashIndex.of(Entries.of(after -> store.everything(after, PAGE)), background);
    }

    /** Entries that come in pages, as an index takes them. */
    static final class Entries implements Iterator<OwnedHash> {
        private final java.util.function.LongFunction<List<HashChange>> pages;
        private Iterator<HashChange> page;
        private long last;

        private Entries(java.util.function.LongFunction<List<HashChange>> pages) {
            this.pages = pages;
            this.page = pages.apply(0).iterator();
        }

        /** @param pages gives the entries after one of them, in order */
        static Entries of(java.util.function.LongFunction<List<HashChange>> pages) {
            return new Entries(pages);
        }

        @Override
        public boolean hasNext() {
            if (!page.hasNext() && last > 0) page = pages.apply(last).iterator();
            return page.hasNext();
        }

        @Override
        public OwnedHash next() {
            var entry = page.next();
            last = entry.entryId();
            return new OwnedHash(hash(entry.hash()), last);
        }
    }

    /** @return false when changes are gone that were not applied */
    private boolean apply(HashIndex loaded) {
        List<HashChange> changes;
        do {
            var next = following.changes(position, PAGE);
            if (next.isEmpty()) return false;
            changes = next.get();
            for (var change : changes) {
                if (change.present()) loaded.add(hash(change.hash()), change.entryId());
                else loaded.remove(hash(change.hash()), change.entryId());
                position = change.position();
            }
        } while (changes.size() == PAGE);
        return true;
    }

    private void save(HashIndex loaded) {
        try {
            Files.createDirectories(file.getParent());
            loaded.save(file, position);
            saved = position;
        } catch (IOException e) {
            throw new UncheckedIOException("the snapshot of hashes could not be written", e);
        }
    }

    /** Writes a snapshot when anything changed since the last one. */
    public synchronized void save() {
        var loaded = index;
        if (loaded != null && position > saved) save(loaded);
    }

    /** As {@link #save}, unless the next start is sooner done with the changes than this process with the snapshot. */
    synchronized void saveAtEnd() {
        var loaded = index;
        if (loaded == null || loaded.size() > LARGE && position - saved < FEW_CHANGES) return;
        save();
    }

    /** Says which changes this node needs yet, and takes away what none does and what is left of removed banks. */
    public void upkeep(Instant now) {
        following.report(node(), needed(), now);
        for (int part = 0; part < PARTS_A_TURN; part++)
            if (following.cut(now, REMOVED_AT_ONCE) < REMOVED_AT_ONCE) break;
        if (store.isRemoving()) removeLeft();
    }

    /** Takes a turn at removing what is left of removed banks. */
    void removeLeft() {
        for (int part = 0; part < PARTS_A_TURN; part++) if (!store.removeLeft(REMOVED_AT_ONCE)) break;
        follow();
    }

    /** A start reads the snapshot and the changes since, or everything. */
    private synchronized long needed() {
        return Files.exists(file) ? saved : position;
    }

    /** The same after a restart with the same data directory. */
    private String node() {
        var named = file.resolveSibling("node");
        try {
            if (Files.exists(named)) return Files.readString(named).strip();
            Files.createDirectories(named.getParent());
            String made = UUID.randomUUID().toString();
            Files.writeString(named, made);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("the name of this node could not be kept", e);
        }
    }

    static PdqHash hash(byte[] bytes) {
        var words = ByteBuffer.wrap(bytes).asLongBuffer();
        return new PdqHash(words.get(0), words.get(1), words.get(2), words.get(3));
    }

    /** As the cell keeps it. */
    public static byte[] bytes(PdqHash hash) {
        return ByteBuffer.allocate(4 * Long.BYTES)
                .putLong(hash.first())
                .putLong(hash.second())
                .putLong(hash.third())
                .putLong(hash.last())
                .array();
    }
}
