package io.gatehouse.residency.search;

import io.gatehouse.residency.cell.OwnKeys;
import io.gatehouse.residency.cell.SearchFeed;
import io.gatehouse.residency.cell.SearchFeed.Change;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.KeyRefusedException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of one cell. {@link #follow} takes in what the cell holds that it does not know yet; {@link #forget} and {@link #purge}
 * take a person out of it. All that changes it goes one after the other; searching goes on beside. Nothing in it is needed to
 * keep anything: it may be thrown away at any time. Thread-safe.
 */
public final class CellIndex implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CellIndex.class);

    /** Words of some thousand messages wait in memory for their segment. */
    private static final double BUFFER_MB = 16;

    /** Contents that are gone and not taken in yet, beyond which no search is answered: a bulk removal is under way. */
    static final int MOST_GONE = 20_000;

    /** Contents of one turn: whoever waits for the next waits for so many. */
    static final int PAGE = 500;

    /** After a search the index is looked after for its next one; before, making what nobody looks at takes what screening needs. */
    private static final Duration LOOKED_AFTER = Duration.ofMinutes(1);

    /** A search waits for its turn no longer, and then sees what was seen before: a purge may hold the turn for long. */
    private static final Duration WAITS_FOR_TURN = Duration.ofSeconds(1);

    private static final String VERSION = "version";
    private static final String NEXT = "next";
    private static final String LAST = "last";

    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final SearchFeed feed;
    private final IndexedDocuments documents;
    private final IndexPurge purge;
    private final ReentrantLock turn = new ReentrantLock();

    /**
     * The log index to go on from, and the id of the decision before it, by which a restored database is told. Searches read
     * the first without a turn: a purge may hold it for long.
     */
    private volatile long next;

    private String last;

    /** Notes that are taken in and not yet durable. */
    private final List<Change> taken = new ArrayList<>();

    /** Notes that searches see the effect of; those settled since may still be among them. */
    private volatile Set<Long> visible = Set.of();

    /** The log index up to which searches see. */
    private volatile long visibleTo;

    /** Whether something was taken in that searches do not see yet. */
    private volatile boolean isStale;

    private volatile long searched = System.nanoTime() - LOOKED_AFTER.toNanos();

    private long takenTo;
    private boolean isPurgeOwed = true;

    private CellIndex(
            Directory directory, IndexWriter writer, PurgeMergePolicy merging, SearchFeed feed, Describing describing)
            throws IOException {
        this.directory = directory;
        this.writer = writer;
        this.searchers = new SearcherManager(writer, null);
        this.feed = feed;
        this.documents = new IndexedDocuments(describing);
        this.purge = new IndexPurge(directory, writer, merging, searchers);
        Map<String, String> kept = keptIn(writer);
        this.next = Long.parseLong(kept.getOrDefault(NEXT, "0"));
        this.visibleTo = next;
        this.last = kept.getOrDefault(LAST, "");
    }

    /**
     * Opens the index, or begins an empty one where there is none, or one that is not of this cell as it stands.
     *
     * @param home its own directory, below the region's
     */
    public static CellIndex open(Path home, OwnKeys keys, SearchFeed feed, Describing describing, Instant now) {
        // Before anything is read, so that nothing changes unseen in between.
        boolean wasUnseen = feed.begin(now);
        try {
            if (wasUnseen) IndexFiles.remove(home);
            try {
                var index = openOnce(home, keys, feed, describing);
                if (index.isOfThisCell()) return index;
                index.abandon();
                LOG.warn("the index in {} is of an earlier version, or of another state of its cell; made anew", home);
            } catch (IOException | IllegalArgumentException | KeyRefusedException unreadable) {
                LOG.warn("the index in {} cannot be opened and is made anew: {}", home, unreadable.toString());
            }
            IndexFiles.remove(home);
            return openOnce(home, keys, feed, describing);
        } catch (IOException broken) {
            throw new UncheckedIOException("there can be no index in " + home, broken);
        }
    }

    /** Removes an index, where there is one: nobody will follow its cell, so it would keep what the cell forgets. */
    public static void remove(Path home, SearchFeed feed) {
        try {
            IndexFiles.remove(home);
            feed.end();
        } catch (IOException broken) {
            throw new UncheckedIOException("the index in " + home + " cannot be removed", broken);
        }
    }

    private static CellIndex openOnce(Path home, OwnKeys keys, SearchFeed feed, Describing describing)
            throws IOException {
        var directory = new IndexFiles(home, keys).open();
        var merging = new PurgeMergePolicy();
        try {
            var settings = new IndexWriterConfig(IndexedDocuments.analyzer())
                    .setMergePolicy(merging)
                    // Whoever changes the index merges too: while the turn is held, no other file comes or goes.
                    .setMergeScheduler(new SerialMergeScheduler())
                    .setRAMBufferSizeMB(BUFFER_MB)
                    .setCommitOnClose(false);
            return new CellIndex(directory, new IndexWriter(directory, settings), merging, feed, describing);
        } catch (IOException | RuntimeException broken) {
            directory.close();
            throw broken;
        }
    }

    private static Map<String, String> keptIn(IndexWriter writer) {
        var kept = new HashMap<String, String>();
        var data = writer.getLiveCommitData();
        if (data != null) data.forEach(each -> kept.put(each.getKey(), each.getValue()));
        return kept;
    }

    private boolean isOfThisCell() {
        boolean isNew = next == 0 && writer.getDocStats().maxDoc == 0;
        if (isNew) return true;
        if (!IndexedDocuments.VERSION.equals(keptIn(writer).get(VERSION))) return false;
        if (last.isEmpty()) return next == 0;
        var known = feed.at(next - 1);
        // Moved away with its author, perhaps: the log says that it was there.
        if (known.isEmpty()) return feed.nextIndex() >= next;
        return known.get().decisionId().equals(last);
    }

    private void abandon() throws IOException {
        searchers.close();
        writer.rollback();
        directory.close();
    }

    /**
     * Takes in some of what is new.
     *
     * @return whether there was anything: then there may be more
     */
    public boolean follow(int most) {
        turn.lock();
        try {
            var made = feed.made(next, most);
            var changes = feed.changes(takenTo, most);
            if (made.isEmpty() && changes.isEmpty()) return false;
            var contents = new LinkedHashSet<Long>();
            made.forEach(each -> contents.add(each.contentIndex()));
            changes.forEach(each -> contents.add(each.contentIndex()));
            take(contents);
            // What an author deletes leaves its decisions: their new documents only hide the old ones in the files.
            if (!changes.isEmpty()) isPurgeOwed = true;
            if (!made.isEmpty()) {
                next = made.getLast().index() + 1;
                last = made.getLast().decisionId();
            }
            if (!changes.isEmpty()) takenTo = changes.getLast().change();
            taken.addAll(changes);
            isStale = true;
            return true;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            turn.unlock();
        }
    }

    /**
     * What became of a range.
     *
     * @param documents how many there are of it
     * @param unreadable contents of it that cannot be read, and are not found
     */
    public record Replaced(int documents, int unreadable) {}

    /**
     * Makes the documents of a range of contents anew, and removes those of contents that are gone.
     *
     * @param from first content index
     * @param to content index after the last
     * @param contents those of the range that the cell has
     */
    public Replaced replace(long from, long to, List<Long> contents) {
        turn.lock();
        try {
            var made = new ArrayList<Document>();
            var readable = readable(contents);
            for (var decision : readable.decisions()) made.add(documents.document(decision));
            // No search sees what is between these: only whoever has the turn refreshes.
            writer.deleteDocuments(IndexedDocuments.ofContents(from, to));
            writer.addDocuments(made);
            isStale = true;
            isPurgeOwed = true;
            return new Replaced(made.size(), readable.unreadable());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            turn.unlock();
        }
    }

    private void take(Collection<Long> contents) throws IOException {
        var found = new HashMap<Long, List<Document>>();
        for (StoredDecision decision : readable(contents).decisions())
            found.computeIfAbsent(decision.contentIndex(), _ -> new ArrayList<>())
                    .add(documents.document(decision));
        for (long content : contents) {
            var made = found.get(content);
            Term term = IndexedDocuments.ofContent(content);
            if (made == null) {
                writer.deleteDocuments(term);
                isPurgeOwed = true;
            } else {
                writer.updateDocuments(term, made);
            }
        }
    }

    /**
     * One content that cannot be read must not keep the others from being found, nor erasures, which follow to the end, from
     * being finished: it is left out, and found again once the index is made anew.
     */
    private Opened readable(Collection<Long> contents) {
        var decisions = feed.ofContents(contents);
        var unreadable = new TreeSet<Long>();
        for (var each : decisions) if (each.isUnreadable()) unreadable.add(each.contentIndex());
        for (long content : unreadable) LOG.error("the content {} cannot be read and is not found", content);
        return new Opened(
                decisions.stream()
                        .filter(each -> !unreadable.contains(each.contentIndex()))
                        .toList(),
                unreadable.size());
    }

    /** @param unreadable contents that are left out */
    private record Opened(List<StoredDecision> decisions, int unreadable) {}

    /** Searches see what was taken in before. */
    public void refresh() {
        turn.lock();
        try {
            refreshNow();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            turn.unlock();
        }
    }

    private void refreshNow() throws IOException {
        var notes = new HashSet<Long>();
        taken.forEach(each -> notes.add(each.change()));
        searchers.maybeRefreshBlocking();
        visible = Set.copyOf(notes);
        visibleTo = next;
        isStale = false;
    }

    /** Whether anybody searched lately, and will not want to wait for what is new to be made visible. */
    boolean isLookedAfter() {
        return System.nanoTime() - searched < LOOKED_AFTER.toNanos();
    }

    /** The first search after a while sees what is new all the same. */
    private void refreshForSearch() throws IOException {
        searched = System.nanoTime();
        if (!isStale) return;
        try {
            if (!turn.tryLock(WAITS_FOR_TURN.toNanos(), TimeUnit.NANOSECONDS)) return;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            if (isStale) refreshNow();
        } finally {
            turn.unlock();
        }
    }

    /** Durable when it returns; what was taken in since the last time would be taken in again after a crash. */
    public void commit() {
        turn.lock();
        try {
            commitNow();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            turn.unlock();
        }
    }

    private void commitNow() throws IOException {
        writer.setLiveCommitData(Map.of(VERSION, IndexedDocuments.VERSION, NEXT, Long.toString(next), LAST, last)
                .entrySet());
        writer.commit();
        // A note is off the queue only when searches know what it said.
        refreshNow();
        feed.settle(List.copyOf(taken));
        taken.clear();
        takenTo = 0;
    }

    /** No search finds anything of the person any more; their words may still lie in the files, until {@link #purge}. */
    public void forget(AccountRef account) {
        turn.lock();
        try {
            writer.deleteDocuments(IndexedDocuments.ofAccount(account));
            searchers.maybeRefreshBlocking();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            turn.unlock();
        }
    }

    /**
     * Takes in what the cell became, and writes anew whatever held anything of the person: when it returns, no file has it.
     *
     * @throws IllegalStateException when searches held on to old files for too long; a retry is safe
     */
    public void purge(AccountRef account) {
        turn.lock();
        try {
            while (follow(PAGE)) LOG.debug("caught up before a purge");
            writer.deleteDocuments(IndexedDocuments.ofAccount(account));
            commitNow();
            purge.of(IndexedDocuments.ofAccount(account));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            turn.unlock();
        }
    }

    /** Whether any file, or what waits in memory, still holds anything of the person, deleted or not. */
    public boolean remembers(AccountRef account) {
        turn.lock();
        try {
            commitNow();
            return purge.holds(IndexedDocuments.ofAccount(account));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            turn.unlock();
        }
    }

    /** Writes anew whatever holds deleted documents, where contents were removed since the last time. */
    public void purgeRemoved() {
        turn.lock();
        try {
            if (!isPurgeOwed) return;
            commitNow();
            purge.all();
            isPurgeOwed = false;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            turn.unlock();
        }
    }

    /** The log index up to which decisions are taken in. */
    public long coveredTo() {
        return visibleTo;
    }

    /** How many documents can be found. */
    public long documents() {
        return writer.getDocStats().numDocs;
    }

    /** Which of these contents a search could find. */
    public Set<Long> known(Collection<Long> contents) {
        try {
            var searcher = searchers.acquire();
            try {
                Set<Long> found = new HashSet<>();
                for (long content : contents)
                    if (searcher.getIndexReader().docFreq(IndexedDocuments.ofContent(content)) > 0) found.add(content);
                return found;
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * What is found now. Words that were deleted, edited away, moved or erased are not found, from the commit that did so on, whether the
     * index has looked or not. Which of the rest is still to be read is for the cell to say.
     *
     * @throws BadQuestionException when it is not understood, or takes too long
     * @throws IndexBehindException when so much is being removed that nobody can be sure; later it can be asked again
     */
    public Found search(Question question) {
        try {
            refreshForSearch();
            long covered = coveredTo();
            // First: what is settled meanwhile is seen by the state that is taken afterwards.
            var gone = question.scope() == Question.Scope.CONTENTS ? gone() : Set.<Long>of();
            var searcher = searchers.acquire();
            try {
                return new IndexSearch(searcher.getIndexReader(), question, gone).found(covered);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Set<Long> gone() {
        var known = visible;
        var notes = feed.gone(MOST_GONE + 1);
        var contents = new HashSet<Long>();
        for (var note : notes) if (!known.contains(note.change())) contents.add(note.contentIndex());
        if (notes.size() > MOST_GONE && !contents.isEmpty()) throw new IndexBehindException();
        return contents;
    }

    /** Keeps the present state readable until it is closed, as a search does. */
    Closeable hold() throws IOException {
        var searcher = searchers.acquire();
        return () -> searchers.release(searcher);
    }

    @Override
    public void close() {
        turn.lock();
        try (directory;
                writer;
                searchers) {
            commitNow();
        } catch (DatabaseUnavailableException away) {
            LOG.info("what the index took in stays noted as new: {}", away.getMessage());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            turn.unlock();
        }
    }
}
