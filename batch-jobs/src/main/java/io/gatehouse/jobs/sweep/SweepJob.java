package io.gatehouse.jobs.sweep;

import io.gatehouse.jobs.Asked;
import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.CountedSteps;
import io.gatehouse.jobs.DerivedId;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.sweep.RegionSweep.Finding;
import io.gatehouse.residency.cell.CellSweep;
import io.gatehouse.residency.cell.CellSweep.Found;
import io.gatehouse.residency.cell.CellSweep.SweptAccount;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.cell.Misplacement.Kind;
import io.gatehouse.residency.cell.MisplacementCase;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.sweep.HomesSweep;
import io.gatehouse.residency.sweep.Pages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lists every object of every store, every owner of every row and every line of the account directory, and says what does not
 * fit. Without {@code dry_run=false} it only says so; with it, it opens cases, and with {@code repair=true} it also removes
 * what finished migrations left behind. A restart repeats the steps that were not finished; each of them may be repeated.
 */
public final class SweepJob implements BatchJob {
    private static final Logger LOG = LoggerFactory.getLogger(SweepJob.class);

    private static final String DRY_RUN = "dry_run";
    private static final String REPAIR = "repair";
    private static final String GRACE_HOURS = "grace_hours";
    private static final int DEFAULT_GRACE_HOURS = 24;
    private static final int MOST_GRACE_HOURS = 24 * 365;
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};
    /** The step that compares the directory with all cells. */
    private static final String HOMES = "homes";

    private static final Set<Kind> OBJECT_KINDS = Set.of(Kind.ORPHAN_OBJECT, Kind.FOREIGN_OBJECT, Kind.LOST_OBJECT);
    private static final Set<Kind> HOME_KINDS =
            Set.of(Kind.HOME_DISAGREES, Kind.TWO_HOMES, Kind.DIRECTORY_DISAGREES, Kind.STUCK_MOVE);

    private final SweptCells cells;
    private final AccountDirectory directory;
    private final RandomGenerator random;
    private final Clock clock;

    public SweepJob(SweptCells cells, AccountDirectory directory, RandomGenerator random, Clock clock) {
        this.cells = cells;
        this.directory = directory;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public String description() {
        return "Looks for what lies where it must not: objects, rows, accounts. Opens cases; repairs little, and only"
                + " when told.";
    }

    @Override
    public List<JobParameterHelp> parameters() {
        return List.of(
                new JobParameterHelp(DRY_RUN, "true only says what was found and writes nothing", "true"),
                new JobParameterHelp(REPAIR, "true removes what finished migrations left behind", "false"),
                new JobParameterHelp(
                        GRACE_HOURS,
                        "how long an object may lie without a row, as it does while it is uploaded",
                        Integer.toString(DEFAULT_GRACE_HOURS)));
    }

    @Override
    public Preparation prepare(Map<String, String> given) {
        var asked = new Asked(given);
        asked.refuseAllBut(parameters().stream().map(JobParameterHelp::name).toList(), name());
        boolean dryRun = !asked.text(DRY_RUN).isPresent() || asked.flag(DRY_RUN);
        boolean repair = asked.flag(REPAIR);
        if (repair && dryRun) asked.fault(REPAIR, "needs dry_run=false");
        long grace = asked.number(GRACE_HOURS, 1, MOST_GRACE_HOURS, DEFAULT_GRACE_HOURS);
        if (asked.isFaulty()) return new Preparation.Refused(asked.faults());
        return new Preparation.Ready(new JobParametersBuilder()
                .addString(RUN, Long.toString(random.nextLong(), 36), true)
                .addString(DRY_RUN, Boolean.toString(dryRun), false)
                .addString(REPAIR, Boolean.toString(repair), false)
                .addLong(GRACE_HOURS, grace, false)
                .toJobParameters());
    }

    @Override
    public Plan plan(JobParameters parameters, JobRepository jobs) {
        String id = java.util.Objects.requireNonNull(parameters.getString(RUN));
        var run = new Run(
                id,
                Boolean.parseBoolean(parameters.getString(DRY_RUN)),
                Boolean.parseBoolean(parameters.getString(REPAIR)),
                Duration.ofHours(java.util.Objects.requireNonNull(parameters.getLong(GRACE_HOURS))),
                clock.instant());
        List<Step> steps = new ArrayList<>();
        for (RegionId region : cells.served()) {
            steps.add(CountedSteps.of("objects." + region, jobs, execution -> run.objects(region, execution)));
            steps.add(CountedSteps.of("rows." + region, jobs, execution -> run.rows(region, execution)));
        }
        steps.add(CountedSteps.of(HOMES, jobs, run::homes));
        for (RegionId region : cells.served())
            steps.add(CountedSteps.of("entry." + region, jobs, execution -> run.entry(region, execution)));
        var job = new JobBuilder(name(), jobs).start(steps.getFirst());
        steps.stream().skip(1).forEach(job::next);
        return new Plan.Planned(job.build());
    }

    @Override
    public Advance advance(JobParameters parameters, Collection<StepExecution> steps) {
        return CountedSteps.advance(
                "objects, tables and accounts", steps, 3 * cells.served().size() + 1);
    }

    /** One start or restart. */
    private final class Run {
        private final String id;
        private final boolean dryRun;
        private final boolean repairs;
        private final Duration grace;
        private final Instant began;

        Run(String id, boolean dryRun, boolean repairs, Duration grace, Instant began) {
            this.id = id;
            this.dryRun = dryRun;
            this.repairs = repairs;
            this.grace = grace;
            this.began = began;
        }

        long objects(RegionId region, StepExecution execution) {
            long started = System.nanoTime();
            var outcome = sweep(region).objects(began.minus(grace));
            var summary = new LinkedHashMap<String, Object>();
            summary.put("objects", outcome.objects());
            summary.put("bytes", outcome.bytes());
            summary.put("objects_without_row", outcome.orphans());
            summary.put("rows_without_object", outcome.lost());
            summary.put("too_new_to_tell", outcome.young());
            summary.put("seconds", Math.round((System.nanoTime() - started) / 1e8) / 10.0);
            conclude(region, outcome.found(), OBJECT_KINDS, summary, "objects." + region, execution);
            return outcome.objects();
        }

        long rows(RegionId region, StepExecution execution) {
            var found = sweep(region).rows();
            conclude(region, found, Set.of(Kind.LEFTOVER_ROWS), new LinkedHashMap<>(), "rows." + region, execution);
            return io.gatehouse.residency.cell.OwnedTables.CELL.size();
        }

        /** Says in the region's log what was looked at and found; of a dry run nothing. */
        long entry(RegionId region, StepExecution execution) {
            if (dryRun) return 0;
            var context = execution.getJobExecution().getExecutionContext();
            var facts = new LinkedHashMap<String, Object>();
            for (var part : List.of("objects.", "rows.", HOMES + ".")) {
                String key = SUMMARY + part + region;
                if (!context.containsKey(key)) continue;
                var summary = new LinkedHashMap<>(JsonMapper.shared().readValue(context.getString(key), TREE));
                // A repeat makes the same facts, so no time is among them.
                summary.remove("seconds");
                facts.put(part.substring(0, part.length() - 1), summary);
            }
            cells.end(region)
                    .cell()
                    .writer()
                    .append(new LogEvent(
                            DerivedId.ofEvent(name(), region, id), name(), clock.instant(), new EntryFacts(facts)));
            return 1;
        }

        private RegionSweep sweep(RegionId region) {
            return new RegionSweep(cells.end(region), cells);
        }

        long homes(StepExecution execution) {
            var sweep = new HomesSweep(cells::isSameJurisdiction, began);
            var accounts = new TreeMap<RegionId, Iterator<SweptAccount>>();
            for (RegionId region : cells.served()) accounts.put(region, accounts(region));
            var found = new ArrayList<HomesSweep.Finding>();
            long compared = sweep.compare(
                    new Pages<>(
                            CellSweep.PAGE,
                            last -> directory.list(last.map(AccountDirectory.Listed::account), CellSweep.PAGE)),
                    accounts,
                    finding -> {
                        if (found.size() < CellSweep.MOST_CASES) found.add(finding);
                    });
            Map<RegionId, List<Finding>> confirmed = new TreeMap<>();
            for (RegionId region : cells.served()) confirmed.put(region, new ArrayList<>());
            for (var finding : found)
                if (isStillSo(sweep, finding))
                    java.util.Objects.requireNonNull(confirmed.get(finding.region()))
                            .add(new Finding(finding.misplacement(), false));
            confirmed.forEach((region, some) ->
                    conclude(region, some, HOME_KINDS, new LinkedHashMap<>(), HOMES + "." + region, execution));
            return compared;
        }

        private Iterator<SweptAccount> accounts(RegionId region) {
            var sweep = cells.end(region).cell().sweep();
            return new Pages<>(CellSweep.PAGE, last -> sweep.accounts(last.map(SweptAccount::account), CellSweep.PAGE));
        }

        /** Sequences are read one after the other, and people move meanwhile: what is wrong is still wrong now. */
        private boolean isStillSo(HomesSweep sweep, HomesSweep.Finding finding) {
            var account =
                    java.util.Objects.requireNonNull(finding.misplacement().account());
            var home = directory.findNow(List.of(account)).get(account);
            var now = new TreeMap<RegionId, SweptAccount>();
            for (RegionId region : cells.served())
                cells.end(region).cell().sweep().account(account).ifPresent(here -> now.put(region, here));
            return sweep.judge(account, home, now).contains(finding);
        }

        private void conclude(
                RegionId region,
                List<Finding> found,
                Set<Kind> kinds,
                Map<String, Object> summary,
                String name,
                StepExecution execution) {
            Map<Kind, Long> counts = new EnumMap<>(Kind.class);
            long breaches = 0;
            for (var each : found) {
                counts.merge(each.misplacement().kind(), 1L, Long::sum);
                if (each.misplacement().candidateBreach()) breaches++;
            }
            counts.forEach((kind, count) -> summary.put(kind.wireName(), count));
            summary.put("candidate_breaches", breaches);
            summary.put("repairable", found.stream().filter(Finding::isMendable).count());
            summary.put("dry_run", dryRun);
            if (!dryRun) {
                var sweep = cells.end(region).cell().sweep();
                // Written down before it is touched: a process that dies in between has not removed what nobody knows
                // of.
                var opened = sweep.record(recorded(found, false), clock.instant());
                summary.put("new_cases", opened.size());
                summary.put("repaired", repairs ? mend(region, found) : 0);
                // With more than are kept, not being among them says nothing.
                boolean isComplete = found.size() < CellSweep.MOST_CASES;
                summary.put("closed_cases", isComplete ? sweep.closeUnseen(kinds, began) : 0);
                opened.forEach(each -> alert(region, each));
            }
            execution
                    .getJobExecution()
                    .getExecutionContext()
                    .putString(SUMMARY + name, JsonMapper.shared().writeValueAsString(summary));
        }

        /** @return how many were put right */
        private int mend(RegionId region, List<Finding> found) {
            var mended = found.stream()
                    .filter(Finding::isMendable)
                    .filter(each -> sweep(region).mend(each.misplacement(), began.minus(grace)))
                    .toList();
            cells.end(region).cell().sweep().record(recorded(mended, true), clock.instant());
            return mended.size();
        }

        private static List<Found> recorded(List<Finding> found, boolean isRepaired) {
            return found.stream()
                    .map(each -> new Found(each.misplacement(), isRepaired))
                    .toList();
        }

        private static void alert(RegionId region, MisplacementCase opened) {
            var misplacement = opened.misplacement();
            if (misplacement.candidateBreach())
                LOG.error(
                        "candidate breach in {}: case {} ({}); if it is one, the authority must be told by {}",
                        region,
                        opened.caseId(),
                        misplacement.kind().wireName(),
                        opened.notifyBy().orElseThrow());
            else if (opened.state() == MisplacementCase.State.OPEN)
                LOG.warn(
                        "misplacement in {}: case {} ({})",
                        region,
                        opened.caseId(),
                        misplacement.kind().wireName());
        }
    }
}
