package io.gatehouse.jobs.migration;

import io.gatehouse.residency.crossing.Ruling;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.store.ObjectKey;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/** Counts who would move and how much, and looks for what will stand in the way. Writes nothing, and reads no text. */
final class Rehearsal implements ItemStreamWriter<DuePerson> {
    private static final int MEDIA_PAGE = 500;

    private final CellEnd from;
    private final MovingCells cells;
    private final MovingTally tally;

    Rehearsal(CellEnd from, MovingCells cells, MovingTally tally) {
        this.from = from;
        this.cells = cells;
        this.tally = tally;
    }

    @Override
    public void write(Chunk<? extends DuePerson> people) {
        for (var person : people) rehearse(person);
    }

    private void rehearse(DuePerson person) {
        if (!cells.serves(person.to())) {
            tally.failed("the region " + person.to() + " is not served here");
            return;
        }
        if (cells.rule(from.region(), person.to(), person.basis(), 1) instanceof Ruling.Refused(var reasons)) {
            tally.failed("the gate refuses: " + reasons.getFirst().code());
            return;
        }
        var there =
                cells.end(person.to()).cell().reader().account(person.resident().account());
        if (there.isPresent()) {
            switch (there.get().state()) {
                case MOVED, GUEST -> {}
                case ACTIVE, MOVING, ERASING, ERASED -> {
                    tally.failed("the new cell has the account already, as "
                            + there.get().state());
                    return;
                }
            }
        }
        if (lacksObjects(person)) {
            tally.failed("the old store lacks the object ...");
            return;
        }
        tally.moved(person.to().value(), person.resident().counts());
    }

    private boolean lacksObjects(DuePerson person) {
        for (String after = ""; ; ) {
            var page = from.cell().departures().media(person.resident().account(), after, MEDIA_PAGE);
            for (var media : page)
                if (from.store().head(new ObjectKey(media.objectKey())).isEmpty()) return true;
            if (page.size() < MEDIA_PAGE) return false;
            after = page.getLast().mediaId();
        }
    }

    @Override
    public void update(ExecutionContext context) {
        tally.write(context);
    }
}
