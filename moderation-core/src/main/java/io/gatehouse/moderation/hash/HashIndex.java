package io.gatehouse.moderation.hash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds every known hash within a radius of a given one, exactly, among tens of millions. A change is found by the next
 * search; searches are never locked and wait for nobody. Safe for any number of threads.
 *
 * <p>Most hashes lie in a part that never changes ({@link HashBase}), new ones in lists beside it ({@link LiveHashes}). When
 * those are full, both are laid out anew in the background and exchanged as a whole; until then the old parts serve.
 */
public final class HashIndex {
    /** Hashes in one answer; a thousand banks' worth is more than anybody reads, and a flood must not fill the memory. */
    public static final int MAX_FOUND = 1_000;

    /** Changes before the parts are laid out anew: the lists then take 18 MB and a search in them a twentieth of its time. */
    static final int LIVE_CAPACITY = 131_072;

    /** Lists of a small index: most regions know few hashes, and 18 MB each would be for nothing. */
    private static final int FIRST_LIVE_CAPACITY = 4_096;

    /** Small indexes have short lists: they are laid out anew in milliseconds. */
    private static final int LIVE_SHARE = 8;

    private final Executor background;
    private final int liveCapacity;
    private final ReentrantLock changes = new ReentrantLock();
    private final ConcurrentLinkedQueue<Search> searches = new ConcurrentLinkedQueue<>();
    private volatile Parts parts;

    /** Held by whoever lays out anew. */
    private final ReentrantLock layingOut = new ReentrantLock();

    /** That somebody was asked to lay out and has not begun. */
    private final AtomicBoolean asked = new AtomicBoolean();

    /** Guarded by {@link #changes}: entries struck off or put back since the laying out began; null when none goes on. */
    private @Nullable Map<OwnedHash, Boolean> meanwhile;

    /** Guarded by {@link #changes}: strikes since the last laying out. */
    private int strikes;

    private final AtomicLong size;

    /**
     * No entry is in two of the parts, struck off or not, for as long as these are the current ones. Afterwards lists that they
     * share with newer parts may be given what an old base has, too.
     *
     * @param full lists that wait to be laid out with the base; nothing is added to them
     */
    private record Parts(HashBase base, List<LiveHashes> full, LiveHashes live) {}

    /**
     * What one search looks at.
     *
     * @param entries of the live lists, at a moment when the parts were current
     */
    private record View(Parts parts, int entries) {}

    /** @param background lays parts out anew, one at a time; a person never waits for it */
    public HashIndex(Executor background) {
        this(of(List.<OwnedHash>of().iterator()), background, LIVE_CAPACITY);
    }

    HashIndex(HashBase base, Executor background, int liveCapacity) {
        this.background = background;
        this.liveCapacity = liveCapacity;
        this.parts = new Parts(base, List.of(), emptyLists(base));
        this.size = new AtomicLong(base.layout.owners());
    }

    /**
     * An index of these entries, in any order; one that comes twice is taken once.
     *
     * @throws IllegalArgumentException for more than 100 million different hashes
     */
    public static HashIndex of(Iterator<OwnedHash> entries, Executor background) {
        return new HashIndex(of(entries), background, LIVE_CAPACITY);
    }

    static HashBase of(Iterator<OwnedHash> entries) {
        var sorter = new HashSorter();
        entries.forEachRemaining(entry -> sorter.add(entry.hash(), entry.owner()));
        int[] order = sorter.sorted();
        return BaseBuilder.build(() -> sorter.inOrder(order), BigMemory::allocate);
    }

    /** The index that was saved; {@link HashSnapshot#position} says which changes to apply to it again. */
    public static HashIndex of(HashSnapshot snapshot, Executor background) {
        return new HashIndex(snapshot.base(), background, LIVE_CAPACITY);
    }

    /**
     * Every known hash at most {@code radius} bits away, with every owner.
     *
     * @param radius 0 to 31
     * @param most at least 1, at most {@link #MAX_FOUND}
     */
    public NearHashes find(PdqHash wanted, int radius, int most) {
        if (radius < 0 || radius > PdqHash.MATCH_DISTANCE)
            throw new IllegalArgumentException("a radius is 0 to " + PdqHash.MATCH_DISTANCE + ", not " + radius);
        if (most < 1 || most > MAX_FOUND)
            throw new IllegalArgumentException("1 to " + MAX_FOUND + " can be found at once, not " + most);
        var view = view();
        var now = view.parts();
        var kept = searches.poll();
        var search = kept == null ? new Search() : kept;
        var found = new ArrayList<NearHash>();
        now.base().nearest(wanted, radius, most + 1, search, found);
        for (var full : now.full()) full.nearest(wanted, radius, full.entries(), search, found);
        now.live().nearest(wanted, radius, view.entries(), search, found);
        searches.add(search);
        found.sort(NearHash.ORDER);
        return new NearHashes(found.size() > most ? found.subList(0, most) : found, found.size() > most);
    }

    /** Asks again only when parts were exchanged between two reads. */
    private View view() {
        while (true) {
            var now = parts;
            int entries = now.live().entries();
            if (now.equals(parts)) return new View(now, entries);
        }
    }

    /** Entries that searches can find. */
    public long size() {
        return size.get();
    }

    /** Adds an entry; the next search finds it. False when it was there already. */
    public boolean add(PdqHash hash, long owner) {
        boolean due = false;
        changes.lock();
        try {
            var standing = standing(parts, hash, owner);
            if (standing == Standing.FOUND) return false;
            if (standing == Standing.ABSENT) due = live(hash, owner);
            else strike(hash, owner, false);
            size.incrementAndGet();
        } finally {
            changes.unlock();
        }
        if (due) layOutSoon();
        return true;
    }

    /** Takes an entry off; the next search does not find it. False when it was not there. */
    public boolean remove(PdqHash hash, long owner) {
        boolean due;
        changes.lock();
        try {
            if (standing(parts, hash, owner) != Standing.FOUND) return false;
            strike(hash, owner, true);
            size.decrementAndGet();
            due = ++strikes >= strikesWorth();
        } finally {
            changes.unlock();
        }
        if (due) layOutSoon();
        return true;
    }

    /** Those struck off cost a bit and their place in lists: to lay ten million out anew for a few of them costs more. */
    private int strikesWorth() {
        return Math.max(liveCapacity, parts.base().rows() / LIVE_SHARE);
    }

    private void layOutSoon() {
        if (asked.compareAndSet(false, true)) background.execute(this::layOutAnew);
    }

    private enum Standing {
        ABSENT,
        STRUCK,
        FOUND
    }

    private static Standing standing(Parts now, PdqHash hash, long owner) {
        int place = now.base().place(hash, owner);
        if (place >= 0) return now.base().isStruck(place) ? Standing.STRUCK : Standing.FOUND;
        for (var lists : everyList(now)) {
            int entry = lists.place(hash, owner);
            if (entry >= 0) return lists.isGone(entry) ? Standing.STRUCK : Standing.FOUND;
        }
        return Standing.ABSENT;
    }

    private static List<LiveHashes> everyList(Parts parts) {
        var lists = new ArrayList<>(parts.full());
        lists.add(parts.live());
        return lists;
    }

    /** True when that made the lists full, so that they should be laid out. */
    private boolean live(PdqHash hash, long owner) {
        var live = parts.live();
        live.add(hash, owner);
        if (!live.isFull()) return false;
        setLiveAside();
        return true;
    }

    private LiveHashes emptyLists(HashBase base) {
        return new LiveHashes(Math.min(liveCapacity, Math.max(FIRST_LIVE_CAPACITY, base.rows() / LIVE_SHARE)));
    }

    private void setLiveAside() {
        var now = parts;
        parts = new Parts(now.base(), List.copyOf(everyList(now)), emptyLists(now.base()));
    }

    private void strike(PdqHash hash, long owner, boolean off) {
        var now = parts;
        int place = now.base().place(hash, owner);
        if (place >= 0) now.base().strike(place, off);
        for (var lists : everyList(now)) {
            int entry = lists.place(hash, owner);
            if (entry >= 0) lists.strike(entry, off);
        }
        if (meanwhile != null) meanwhile.put(new OwnedHash(hash, owner), off);
    }

    /**
     * Saves the index as it is now, or a little later.
     *
     * @param position which changes it has seen, as the caller counts them. Changes after it may be in the file too: to apply
     *     them again changes nothing
     */
    public void save(Path file, long position) throws IOException {
        changes.lock();
        try {
            if (parts.live().entries() > 0) setLiveAside();
        } finally {
            changes.unlock();
        }
        layOutForSaving();
        new HashSnapshot(parts.base(), position).write(file);
    }

    /** Lays out the base and the full lists together, without what was struck off. */
    private void layOutAnew() {
        layingOut.lock();
        try {
            asked.set(false);
            while (isWorthIt()) layOutOnce();
        } finally {
            layingOut.unlock();
        }
    }

    private boolean isWorthIt() {
        changes.lock();
        try {
            return strikes >= strikesWorth() || !parts.full().isEmpty();
        } finally {
            changes.unlock();
        }
    }

    /** A file holds no strikes, so a single one is worth it here; what is struck off meanwhile is a later change. */
    private void layOutForSaving() {
        layingOut.lock();
        try {
            if (isAnythingLeft()) layOutOnce();
        } finally {
            layingOut.unlock();
        }
    }

    private boolean isAnythingLeft() {
        changes.lock();
        try {
            return strikes > 0 || !parts.full().isEmpty();
        } finally {
            changes.unlock();
        }
    }

    private void layOutOnce() {
        var newer = new HashSorter();
        Parts old;
        BitSet struck;
        changes.lock();
        try {
            old = parts;
            struck = old.base().struck();
            for (var full : old.full()) full.all(entry -> newer.add(entry.hash(), entry.owner()));
            meanwhile = new HashMap<>();
            strikes = 0;
        } finally {
            changes.unlock();
        }
        int[] order = newer.sorted();
        var base = BaseBuilder.build(
                () -> new Merged<>(old.base().without(struck), newer.inOrder(order), OwnedHash.ORDER),
                BigMemory::allocate);
        exchange(old, base);
    }

    /** Searches meet the new parts when everything that happened meanwhile is in them. */
    private void exchange(Parts old, HashBase base) {
        changes.lock();
        try {
            var later = meanwhile == null ? Map.<OwnedHash, Boolean>of() : meanwhile;
            meanwhile = null;
            var now = parts;
            var full = new ArrayList<>(
                    now.full().subList(old.full().size(), now.full().size()));
            var putBack = again(later, base, new Parts(base, full, now.live()));
            if (!putBack.isEmpty()) full.add(listsOf(putBack));
            parts = new Parts(base, List.copyOf(full), now.live());
        } finally {
            changes.unlock();
        }
    }

    /**
     * Applies to the new base what happened to entries while it, which cannot know it, was laid out. Those put back that it lacks
     * come in lists of their own: in the live ones, searches under way would meet them besides the old base.
     */
    private static List<OwnedHash> again(Map<OwnedHash, Boolean> later, HashBase base, Parts next) {
        var putBack = new ArrayList<OwnedHash>();
        later.forEach((entry, off) -> {
            int place = base.place(entry.hash(), entry.owner());
            if (place >= 0) base.strike(place, off);
            else if (!off && standing(next, entry.hash(), entry.owner()) == Standing.ABSENT) putBack.add(entry);
        });
        return putBack;
    }

    private static LiveHashes listsOf(List<OwnedHash> entries) {
        var lists = new LiveHashes(entries.size());
        for (var entry : entries) lists.add(entry.hash(), entry.owner());
        return lists;
    }
}
