package io.gatehouse.jobs.erasure;

import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.Tally;
import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.ErasureProof;
import io.gatehouse.residency.rights.Erasures;
import io.gatehouse.residency.rights.PersonRequest;
import io.gatehouse.residency.rights.PersonRequests;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.residency.store.RegionStore;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/** Carries on what is open, and looks at what was completed; counts each by what came of it. A repeat finds what was done done. */
final class Completion implements ItemStreamWriter<PersonRequest> {
    static final String COMPLETED = "completed";
    static final String WAITS = "waits.";
    static final String SKIPPED = "skipped.";
    static final String PROVED = "proved";
    static final String FAULT = "fault.";

    /** A legal hold, which keeps everything. */
    static final String HELD = "held";
    /** The person has data where this process does not reach. */
    static final String NOT_SERVED = "region_not_served";
    /** A cell or store that it needs is away. */
    static final String AWAY = "region_did_not_answer";
    /** Cannot go on, and not because something is away. */
    static final String FAILED = "failed";

    private static final String IDS = "ids.";
    /** For an alert; the numbers say the rest. */
    static final int TOLD = 20;

    private static final ObjectKey ANY_OBJECT = new ObjectKey("erasures/is-the-store-there");

    private final RunRequest request;
    private final RegionId region;
    private final ErasureCells cells;
    private final ErasureProof proof;
    private final Tally tally = new Tally();
    private final SortedSet<String> failed = new TreeSet<>();
    private final SortedSet<String> faulty = new TreeSet<>();

    Completion(RunRequest request, RegionId region, ErasureCells cells) {
        this.request = request;
        this.region = region;
        this.cells = cells;
        this.proof = cells.proof(region);
    }

    @Override
    public void open(ExecutionContext context) {
        tally.read(context);
        failed.addAll(ids(context, FAILED));
        faulty.addAll(ids(context, FAULT));
    }

    @Override
    public void write(Chunk<? extends PersonRequest> chunk) {
        for (var erasure : chunk.getItems())
            if (erasure.state().isOpen()) tally.add(carryOn(erasure.id()), 1);
            else look(erasure);
    }

    private String carryOn(String id) {
        try {
            var progress = request.dryRun()
                    ? cells.erasures().foresee(region, id)
                    : cells.erasures().advance(region, id);
            return switch (progress) {
                case Erasures.Progress.Done _ -> COMPLETED;
                case Erasures.Progress.Held _ -> WAITS + HELD;
                case Erasures.Progress.Waiting _ -> WAITS + NOT_SERVED;
            };
        } catch (DatabaseUnavailableException | DatabaseBusyException | RegionStore.StoreUnavailableException away) {
            // Where the home itself is away the run waits for it. Another region's absence keeps only those who have
            // been there.
            home();
            return WAITS + AWAY;
        } catch (RuntimeException broken) {
            // The others are not to wait for it: it is counted, told in an alert, and too many of them fail the run.
            note(failed, id);
            return SKIPPED + FAILED;
        }
    }

    /** @throws RuntimeException when the home is away */
    private void home() {
        var home = cells.site(region);
        new PersonRequests(home.cell()).erasureNumbers();
        home.store().head(ANY_OBJECT);
    }

    private void look(PersonRequest done) {
        SortedSet<String> faults;
        try {
            faults = proof.faults(done);
        } catch (DatabaseUnavailableException | DatabaseBusyException | RegionStore.StoreUnavailableException away) {
            home();
            tally.add(SKIPPED + AWAY, 1);
            return;
        } catch (RuntimeException broken) {
            note(failed, done.id());
            tally.add(SKIPPED + FAILED, 1);
            return;
        }
        tally.add(PROVED, 1);
        faults.forEach(fault -> tally.add(FAULT + fault, 1));
        if (!faults.isEmpty()) note(faulty, done.id());
    }

    private static void note(SortedSet<String> ids, String id) {
        if (ids.size() < TOLD) ids.add(id);
    }

    @Override
    public void update(ExecutionContext context) {
        long open = Stream.of(tally.under(WAITS), tally.under(SKIPPED))
                .flatMap(counts -> counts.values().stream())
                .mapToLong(Long::longValue)
                .sum();
        tally.write(context, tally.get(COMPLETED) + open + tally.get(PROVED));
        context.putString(IDS + FAILED, String.join(" ", failed));
        context.putString(IDS + FAULT, String.join(" ", faulty));
    }

    /** Of erasures that could not go on ({@link #FAILED}), or do not stand ({@link #FAULT}); some of them. */
    static SortedSet<String> ids(Collection<ExecutionContext> parts, String what) {
        var ids = new TreeSet<String>();
        parts.forEach(part -> ids.addAll(ids(part, what)));
        return ids;
    }

    private static SortedSet<String> ids(ExecutionContext part, String what) {
        var text = part.getString(IDS + what, "");
        return text.isEmpty() ? new TreeSet<>() : new TreeSet<>(List.of(text.split(" ")));
    }
}
