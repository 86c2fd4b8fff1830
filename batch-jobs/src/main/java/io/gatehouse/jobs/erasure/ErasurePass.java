package io.gatehouse.jobs.erasure;

import io.gatehouse.jobs.IndexRanges;
import io.gatehouse.jobs.RegionPass;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.Tally;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.PersonRequest;
import io.gatehouse.residency.rights.PersonRequests;
import io.gatehouse.residency.rights.PersonRequests.Lot;
import io.gatehouse.residency.rights.PersonRequests.Numbered;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import tools.jackson.databind.json.JsonMapper;

/** Goes through the erasures of regions by their numbers: all that are open, and those completed before that the lot fell on. */
record ErasurePass(RunRequest request, Instant began, int lateAfterDays, ErasureCells cells, ZoneId zone)
        implements RegionPass {
    /** Each takes as long as its person has written; what it has come to is worth a commit. */
    private static final int CHUNK_SIZE = 1;

    private static final int PAGE = 100;

    @Override
    public PartWork<PersonRequest, PersonRequest> part(RegionRange range) {
        return new PartWork<>(
                CHUNK_SIZE,
                new Rows(requests(range.region()), lot(range.region())),
                _ -> 1,
                erasure -> erasure,
                new Completion(request, range.region(), cells));
    }

    private PersonRequests requests(RegionId region) {
        return new PersonRequests(cells.site(region).cell());
    }

    private Lot lot(RegionId region) {
        double share =
                Double.parseDouble(request.setting(ErasureJob.SHARE + region).orElseThrow());
        return new Lot(share, request.seed(), began);
    }

    private static final class Rows implements ItemStreamReader<PersonRequest> {
        private final PersonRequests requests;
        private final Lot lot;
        private final Queue<Numbered> page = new ArrayDeque<>();
        private long cursor;
        private long to;

        Rows(PersonRequests requests, Lot lot) {
            this.requests = requests;
            this.lot = lot;
        }

        @Override
        public void open(ExecutionContext context) {
            to = context.getLong(IndexRanges.TO);
            cursor = context.getLong(IndexRanges.CURSOR, context.getLong(IndexRanges.FROM));
        }

        @Override
        public @Nullable PersonRequest read() {
            // Repeatable when the database is away: nothing moves before the page is here.
            if (page.isEmpty() && cursor < to) page.addAll(requests.erasures(cursor, to, lot, PAGE));
            var next = page.poll();
            cursor = next == null ? to : next.number() + 1;
            return next == null ? null : next.request();
        }

        @Override
        public void update(ExecutionContext context) {
            context.putLong(IndexRanges.CURSOR, cursor);
        }
    }

    @Override
    public RegionEnd conclude(RegionRange range, List<ExecutionContext> parts, Duration worked) {
        var region = range.region();
        var tally = Tally.of(parts);
        var faults = new TreeMap<>(tally.under(Completion.FAULT));
        var faulty = Completion.ids(parts, Completion.FAULT);
        returned(range).forEach((erasure, codes) -> {
            faulty.add(erasure);
            codes.forEach(code -> faults.merge(code, 1L, Long::sum));
        });
        var late = requests(region).late(began.minus(Duration.ofDays(lateAfterDays)), LocalDate.ofInstant(began, zone));
        var facts = new LinkedHashMap<String, Object>();
        facts.put("began", began.toString());
        // From the cell: what a process completed that died before its count, and what was completed beside the run, is
        // among it.
        facts.put(
                Completion.COMPLETED,
                request.dryRun()
                        ? tally.get(Completion.COMPLETED)
                        : requests(region).completedSince(range.from(), range.to(), began));
        facts.put("waiting", tally.under(Completion.WAITS));
        facts.put("skipped", tally.under(Completion.SKIPPED));
        facts.put(Completion.PROVED, tally.get(Completion.PROVED));
        facts.put("do_not_stand", faults);
        facts.put("late", (long) late.size());
        facts.put(ErasureJob.LATE_AFTER_DAYS, (long) lateAfterDays);
        var evidence = new EntryFacts(new LinkedHashMap<>(facts));
        facts.put("dry_run", request.dryRun());
        facts.put("seconds", Math.round(worked.toMillis() / 100.0) / 10.0);
        return new RegionEnd(
                JsonMapper.shared().writeValueAsString(facts),
                evidence,
                alerts(late, Completion.ids(parts, Completion.FAILED), faults, faulty));
    }

    /** All that the lot fell on, at once: it takes a look through all accounts. */
    private SortedMap<String, SortedSet<String>> returned(RegionRange range) {
        var ids = new ArrayList<String>();
        for (long cursor = range.from(); cursor < range.to(); ) {
            var page = requests(range.region()).drawn(cursor, range.to(), lot(range.region()), PAGE);
            for (var each : page) ids.add(each.request().id());
            cursor = page.isEmpty() ? range.to() : page.getLast().number() + 1;
        }
        return cells.proof(range.region()).returned(ids);
    }

    private List<String> alerts(
            List<PersonRequest> late, SortedSet<String> failed, Map<String, Long> faults, SortedSet<String> faulty) {
        var alerts = new ArrayList<String>();
        if (!late.isEmpty()) {
            long held = late.stream()
                    .filter(each -> each.state() == PersonRequest.State.HELD)
                    .count();
            alerts.add(late.size() + " erasures are open for longer than " + lateAfterDays + " days (GDPR Art. 12(3)), "
                    + held + " of them held: "
                    + some(late.stream().map(PersonRequest::id).toList()));
        }
        if (!failed.isEmpty())
            alerts.add("erasures could not go on or be looked at, and nothing that they need is away: " + some(failed));
        if (!faulty.isEmpty())
            alerts.add("erasures that were completed do not stand " + faults + ": " + some(new TreeSet<>(faulty)));
        return alerts;
    }

    private static String some(Collection<String> ids) {
        return String.join(", ", ids.stream().limit(Completion.TOLD).toList())
                + (ids.size() > Completion.TOLD ? " ..." : "");
    }
}
