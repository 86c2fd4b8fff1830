package io.gatehouse.jobs.migration;

import io.gatehouse.jobs.IndexRanges;
import io.gatehouse.residency.cell.Departures;
import io.gatehouse.residency.cell.Departures.Resident;
import io.gatehouse.residency.home.AccountProfile;
import io.gatehouse.residency.home.HomeRegionResolver;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/** Those of one part whose move is due, from wherever an earlier execution committed last. Who moved meanwhile is gone. */
final class DueReader implements ItemStreamReader<DuePerson> {
    private static final int PAGE = 500;

    private final Departures cell;
    private final MoveEveryone.Wanted wanted;
    private final HomeRegionResolver resolver;
    private final MovingTally tally;
    private final Queue<Resident> page = new ArrayDeque<>();
    private @Nullable Resident last;
    private boolean ended;
    private long cursor;
    private long to;

    DueReader(Departures cell, MoveEveryone.Wanted wanted, HomeRegionResolver resolver, MovingTally tally) {
        this.cell = cell;
        this.wanted = wanted;
        this.resolver = resolver;
        this.tally = tally;
    }

    @Override
    public void open(ExecutionContext context) {
        to = context.getLong(IndexRanges.TO);
        cursor = context.getLong(IndexRanges.CURSOR, context.getLong(IndexRanges.FROM));
        tally.read(context);
    }

    @Override
    public @Nullable DuePerson read() {
        while (true) {
            if (page.isEmpty() && !ended) {
                var more = last == null ? cell.residents(cursor, to, PAGE) : cell.residents(last, to, PAGE);
                page.addAll(more);
                ended = more.size() < PAGE;
                if (!more.isEmpty()) last = more.getLast();
            }
            var next = page.poll();
            if (next == null) {
                cursor = to;
                return null;
            }
            cursor = next.place();
            tally.seen();
            var due = due(next);
            if (due.isPresent()) return due.get();
        }
    }

    private Optional<DuePerson> due(Resident resident) {
        try {
            var profile = AccountProfile.ofJson(resident.profile());
            return profile.moveDue(resolver, wanted.date())
                    .filter(home -> wanted.to().isEmpty() || wanted.to().get().equals(home.region()))
                    .filter(home -> wanted.country().isEmpty()
                            || wanted.country().get().equals(home.country())
                            || wanted.country().get().equals(profile.country()))
                    .map(home -> new DuePerson(resident, home));
        } catch (RuntimeException unreadable) {
            // Only that it happened is told: the message could quote the profile.
            tally.unreadable();
            return Optional.empty();
        }
    }

    @Override
    public void update(ExecutionContext context) {
        context.putLong(IndexRanges.CURSOR, cursor);
    }
}
