package io.gatehouse.jobs.migration;

import io.gatehouse.residency.cell.Departure;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.migration.MoveOutcome;
import io.gatehouse.residency.migration.PeopleMover;
import io.gatehouse.residency.region.RegionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/** Moves people, those with one destination and one legal basis together. */
final class Movements implements ItemStreamWriter<DuePerson> {
    private final CellEnd from;
    private final MovingCells cells;
    private final PeopleMover mover;
    private final MovingTally tally;

    Movements(CellEnd from, MovingCells cells, PeopleMover mover, MovingTally tally) {
        this.from = from;
        this.cells = cells;
        this.mover = mover;
        this.tally = tally;
    }

    private record Way(RegionId to, LegalBasisClaim basis) {}

    @Override
    public void write(Chunk<? extends DuePerson> people) {
        Map<Way, List<DuePerson>> together = new LinkedHashMap<>();
        for (var person : people)
            together.computeIfAbsent(new Way(person.to(), person.basis()), _ -> new ArrayList<>())
                    .add(person);
        // A change of residence passes the gate for one person.
        together.forEach((way, some) -> {
            if (way.basis() instanceof LegalBasisClaim.ResidenceChange) some.forEach(each -> move(way, List.of(each)));
            else move(way, some);
        });
    }

    private void move(Way way, List<DuePerson> people) {
        if (!cells.serves(way.to())) {
            people.forEach(_ -> tally.failed("the region " + way.to() + " is not served here"));
            return;
        }
        var to = cells.end(way.to());
        var movers = people.stream()
                .map(person -> new PeopleMover.Mover(
                        cells.migrationId(from.region()),
                        person.resident().account(),
                        person.resident().homeEpoch()))
                .toList();
        mover.move(from, to, () -> cells.pass(from.region(), way.to(), way.basis(), people.size()), movers)
                .forEach((account, outcome) -> count(account, outcome, way));
    }

    private void count(AccountRef account, MoveOutcome outcome, Way way) {
        switch (outcome) {
            case MoveOutcome.Moved(var _, var counts) -> tally.moved(way.to().value(), counts);
            case MoveOutcome.Stayed(var _, var reason) -> tally.failed(withoutKeys(reason));
            case MoveOutcome.Refused(var answer) ->
                tally.failed("the gate refuses: "
                        + (answer.ruling() instanceof io.gatehouse.residency.crossing.Ruling.Refused(var reasons)
                                ? reasons.getFirst().code()
                                : ""));
            case MoveOutcome.AlreadyMoving(var id) -> resume(account, id, way);
            case MoveOutcome.Bound _ -> tally.failed("a legal hold or an open request must end first");
            case MoveOutcome.Sheltered(var region) ->
                tally.failed("content of theirs is sheltered in " + region + ", or it does not answer");
            case MoveOutcome.WithAnother _ -> tally.failed("another worker moves them");
            // Who moved in an attempt of this chunk that was cut short, or was erased meanwhile.
            case MoveOutcome.NotAtHome _ -> tally.failed("not at home there any more");
        }
    }

    /** What an attempt of this chunk began before the database went away. */
    private void resume(AccountRef account, String migrationId, Way way) {
        List<Departure> begun = from.cell().departures().find(migrationId).stream()
                .filter(each -> each.to().equals(way.to()))
                .toList();
        var outcome = begun.isEmpty()
                ? null
                : mover.resume(
                                from,
                                cells.end(way.to()),
                                () -> cells.pass(from.region(), way.to(), way.basis(), 1),
                                begun)
                        .get(account);
        if (outcome instanceof MoveOutcome.Moved(var _, var counts))
            tally.moved(way.to().value(), counts);
        else tally.failed("another migration of theirs is under way");
    }

    /** Reasons are counted together: what they name is left out. */
    static String withoutKeys(String reason) {
        return reason.replaceAll("\\bmedia/\\S+", "...");
    }

    @Override
    public void update(ExecutionContext context) {
        tally.write(context);
    }
}
