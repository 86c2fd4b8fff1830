package io.gatehouse.service.bank;

import io.gatehouse.moderation.hash.HashIndex;
import io.gatehouse.moderation.hash.HashSnapshot;
import io.gatehouse.moderation.hash.NearHashes;
import io.gatehouse.moderation.hash.OwnedHash;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.residency.bank.HashBankStore;
import io.gatehouse.residency.bank.HashChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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

    private final HashBankStore store;
    private final Path file;
    private final Executor background;
    private volatile @Nullable HashIndex index;
    private long position;
    private long saved;

    /** @param file of the snapshot; its directory is made when it is first written */
    public RegionHashes(HashBankStore store, Path file, Executor background) {
        this.store = store;
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

    /** Brings the index to what the cell has. */
    public synchronized void follow() {
        var loaded = index;
        if (loaded == null) {
            loaded = load();
            apply(loaded);
            loaded = complete(loaded);
            index = loaded;
        } else {
            apply(loaded);
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
        if (loaded.size() == store.size()) return loaded;
        LOG.warn("the snapshot of hashes does not fit its database; it is built again");
        var again = layOut();
        apply(again);
        return again;
    }

    private HashIndex layOut() {
        // Before the entries: what changes meanwhile is applied again, which changes nothing.
        position = store.position();
        saved = position;
        return HashIndex.of(
                new Iterator<>() {
                    private Iterator<HashChange> page =
                            store.everything(0, PAGE).iterator();
                    private long last;

                    @Override
                    public boolean hasNext() {
                        if (!page.hasNext()) page = store.everything(last, PAGE).iterator();
                        return page.hasNext();
                    }

                    @Override
                    public OwnedHash next() {
                        var entry = page.next();
                        last = entry.entryId();
                        return new OwnedHash(hash(entry.hash()), last);
                    }
                },
                background);
    }

    private void apply(HashIndex loaded) {
        List<HashChange> changes;
        do {
            changes = store.changes(position, PAGE);
            for (var change : changes) {
                if (change.present()) loaded.add(hash(change.hash()), change.entryId());
                else loaded.remove(hash(change.hash()), change.entryId());
                position = change.position();
            }
        } while (changes.size() == PAGE);
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

    private static PdqHash hash(byte[] bytes) {
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
