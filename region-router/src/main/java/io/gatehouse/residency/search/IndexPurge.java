package io.gatehouse.residency.search;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;

/** Gets deleted documents out of an index's files, and looks whether they are. The caller lets nobody change the index meanwhile. */
final class IndexPurge {
    /** Segments that were merging at the first attempt are there for the next; more means that something is wrong. */
    private static final int MOST_ATTEMPTS = 10;

    /** Longer than any search may take. */
    private static final Duration SEARCHES_END = IndexSearch.LONGEST.multipliedBy(4);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Directory directory;
    private final IndexWriter writer;
    private final PurgeMergePolicy merging;
    private final SearcherManager searchers;

    IndexPurge(Directory directory, IndexWriter writer, PurgeMergePolicy merging, SearcherManager searchers) {
        this.directory = directory;
        this.writer = writer;
        this.merging = merging;
        this.searchers = searchers;
    }

    /** Until no file has a document with this term, which must be deleted and committed. */
    void of(Term term) throws IOException {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            var holding = segments(leaf -> isIn(leaf, term));
            if (holding.isEmpty() && waitForOldFiles()) return;
            rewrite(holding);
        }
        throw new IllegalStateException("the index still holds what was deleted; searches may hold on to old files");
    }

    void all() throws IOException {
        rewrite(segments(LeafReader::hasDeletions));
    }

    /** Also what is deleted and only hidden, and files that no commit names any more. */
    boolean holds(Term term) throws IOException {
        return !waitForOldFiles() || !segments(leaf -> isIn(leaf, term)).isEmpty();
    }

    private void rewrite(Set<String> segments) throws IOException {
        merging.want(segments);
        try {
            writer.forceMergeDeletes(true);
        } finally {
            merging.want(Set.of());
        }
        writer.commit();
        searchers.maybeRefreshBlocking();
        writer.deleteUnusedFiles();
    }

    @FunctionalInterface
    private interface Wanted {
        boolean isIn(LeafReader leaf) throws IOException;
    }

    private Set<String> segments(Wanted wanted) throws IOException {
        var found = new HashSet<String>();
        try (var reader = DirectoryReader.open(writer)) {
            for (var leaf : reader.leaves())
                if (wanted.isIn(leaf.reader())) found.add(((SegmentReader) leaf.reader()).getSegmentName());
        }
        return found;
    }

    /** Postings know nothing of deletions: what is only hidden is found as well. */
    private static boolean isIn(LeafReader leaf, Term term) throws IOException {
        var postings = leaf.postings(term);
        return postings != null && postings.nextDoc() != DocIdSetIterator.NO_MORE_DOCS;
    }

    /**
     * Files of before stay while a search reads them. A commit may merge when it is done: then the new file is in none yet, and those it
     * was made of are kept by whoever searches next, though nobody may.
     */
    private boolean waitForOldFiles() throws IOException {
        long end = System.nanoTime() + SEARCHES_END.toNanos();
        while (true) {
            writer.commit();
            searchers.maybeRefreshBlocking();
            writer.deleteUnusedFiles();
            if (oldFiles().isEmpty()) return true;
            if (System.nanoTime() > end) return false;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN.toMillis()));
        }
    }

    private Set<String> oldFiles() throws IOException {
        var files = new HashSet<>(Arrays.asList(directory.listAll()));
        files.removeAll(SegmentInfos.readLatestCommit(directory).files(true));
        files.remove(IndexWriter.WRITE_LOCK_NAME);
        return files;
    }
}
