package io.gatehouse.jobs.rescan;

import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/** The writer of a dry run: says what would change, changes nothing. */
final class CountedOnly implements ItemStreamWriter<JudgedPage> {
    private final RescanTally tally;

    CountedOnly(RescanTally tally) {
        this.tally = tally;
    }

    @Override
    public void open(ExecutionContext context) {
        tally.read(context);
    }

    @Override
    public void write(Chunk<? extends JudgedPage> chunk) {
        for (var page : chunk.getItems()) {
            tally.add(page.counted());
            page.changes().forEach(each -> tally.changed(each.change()));
        }
    }

    @Override
    public void update(ExecutionContext context) {
        tally.write(context);
    }
}
