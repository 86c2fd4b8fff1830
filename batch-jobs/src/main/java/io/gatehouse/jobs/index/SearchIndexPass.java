package io.gatehouse.jobs.index;

import io.gatehouse.jobs.IndexRanges;
import io.gatehouse.jobs.RegionPass;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.residency.cell.SearchFeed;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.search.CellIndex;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;
import tools.jackson.databind.json.JsonMapper;

/** Goes through contents by their indexes, a page at a time. */
record SearchIndexPass(RunRequest request, CellIndexes indexes) implements RegionPass {
    /** Contents that are replaced together: the index follows nothing else for so long. */
    private static final int PAGE = 200;

    /** Pages that are made durable together, before the cursor passes them: a crash repeats so many. */
    private static final int CHUNK_SIZE = 10;

    private static final String CONTENTS = "tally.contents";
    private static final String DOCUMENTS = "tally.documents";
    private static final String MISSING = "tally.missing";
    private static final String UNREADABLE = "tally.skipped." + SkipLimit.UNREADABLE;
    private static final List<String> COUNTED = List.of(CONTENTS, DOCUMENTS, MISSING, UNREADABLE);

    /** @param to index after the last that the page stands for, whether or not there is a content */
    record Page(long from, long to, List<Long> contents) {}

    @Override
    public PartWork<Page, Page> part(RegionRange range) {
        var index = indexes.index(range.region()).orElseThrow();
        return new PartWork<>(
                CHUNK_SIZE,
                new Pages(indexes.feed(range.region())),
                page -> page.contents().size(),
                page -> page,
                new Replaced(index, request.dryRun()));
    }

    @Override
    public RegionEnd conclude(RegionRange range, List<ExecutionContext> parts, Duration worked) {
        var index = indexes.index(range.region()).orElseThrow();
        if (!request.dryRun()) {
            index.refresh();
            index.commit();
            index.purgeRemoved();
        }
        var people = new LinkedHashMap<String, Object>();
        for (var name : COUNTED)
            people.put(
                    name.substring(name.lastIndexOf('.') + 1),
                    parts.stream().mapToLong(part -> part.getLong(name, 0)).sum());
        var facts = new TreeMap<>(people);
        // Not evidence: what a process put back that died before its count is not missing any more when it is counted.
        facts.remove(MISSING.substring(MISSING.lastIndexOf('.') + 1));
        people.put("dry_run", request.dryRun());
        people.put("seconds", Math.round(worked.toMillis() / 100.0) / 10.0);
        return new RegionEnd(JsonMapper.shared().writeValueAsString(people), new EntryFacts(facts));
    }

    private static final class Pages implements ItemStreamReader<Page> {
        private final SearchFeed feed;
        private long cursor;
        private long to;

        Pages(SearchFeed feed) {
            this.feed = feed;
        }

        @Override
        public void open(ExecutionContext context) {
            to = context.getLong(IndexRanges.TO);
            cursor = context.getLong(IndexRanges.CURSOR, context.getLong(IndexRanges.FROM));
        }

        @Override
        public @Nullable Page read() {
            if (cursor >= to) return null;
            // Repeatable when the database is away: nothing moves before the page is here.
            var contents = feed.contents(cursor, to, PAGE);
            long from = cursor;
            cursor = contents.size() < PAGE ? to : contents.getLast() + 1;
            return new Page(from, cursor, contents);
        }

        @Override
        public void update(ExecutionContext context) {
            context.putLong(IndexRanges.CURSOR, cursor);
        }
    }

    private static final class Replaced implements ItemStreamWriter<Page> {
        private final CellIndex index;
        private final boolean isDryRun;
        private final Map<String, Long> counts = new TreeMap<>();
        private boolean isDirty;

        Replaced(CellIndex index, boolean isDryRun) {
            this.index = index;
            this.isDryRun = isDryRun;
        }

        @Override
        public void open(ExecutionContext context) {
            for (var name : COUNTED) counts.put(name, context.getLong(name, 0));
        }

        @Override
        public void write(Chunk<? extends Page> chunk) {
            for (var page : chunk) {
                long missing = (long) page.contents().size()
                        - index.known(page.contents()).size();
                var replaced = isDryRun
                        ? new CellIndex.Replaced(0, 0)
                        : index.replace(page.from(), page.to(), page.contents());
                isDirty |= !isDryRun;
                counts.merge(CONTENTS, (long) page.contents().size(), Long::sum);
                counts.merge(DOCUMENTS, (long) replaced.documents(), Long::sum);
                counts.merge(UNREADABLE, (long) replaced.unreadable(), Long::sum);
                counts.merge(MISSING, missing, Long::sum);
            }
        }

        @Override
        public void update(ExecutionContext context) {
            // What the cursor has passed must not be lost with the process.
            if (isDirty) index.commit();
            isDirty = false;
            counts.forEach(context::putLong);
            context.putLong(IndexRanges.DONE, counts.getOrDefault(CONTENTS, 0L));
        }
    }
}
