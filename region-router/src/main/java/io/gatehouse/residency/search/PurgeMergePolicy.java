package io.gatehouse.residency.search;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Merges as usual, and on demand writes single segments anew without what was deleted in them: a deletion of Lucene's only hides,
 * the words stay in their segment until it is merged.
 */
final class PurgeMergePolicy extends FilterMergePolicy {
    /** A segment that one person's erasure writes anew: seconds, not minutes. */
    private static final double LARGEST_SEGMENT_MB = 256;

    private volatile Set<String> wanted = Set.of();

    PurgeMergePolicy() {
        super(usual());
    }

    private static TieredMergePolicy usual() {
        var usual = new TieredMergePolicy();
        usual.setMaxMergedSegmentMB(LARGEST_SEGMENT_MB);
        return usual;
    }

    /** Names of segments that the next {@link org.apache.lucene.index.IndexWriter#forceMergeDeletes} writes anew. */
    void want(Set<String> segments) {
        wanted = Set.copyOf(segments);
    }

    @Override
    public MergePolicy.@Nullable MergeSpecification findForcedDeletesMerges(SegmentInfos infos, MergeContext context)
            throws IOException {
        var merging = context.getMergingSegments();
        var found = new MergeSpecification();
        for (var info : infos)
            if (wanted.contains(info.info.name)
                    && !merging.contains(info)
                    && context.numDeletesToMerge(info) > 0) found.add(new OneMerge(List.of(info)));
        return found.merges.isEmpty() ? null : found;
    }
}
