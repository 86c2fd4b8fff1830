package io.gatehouse.jobs.retention;

import io.gatehouse.jobs.Asked;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.ParameterFault;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RegionTask;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.RetentionRules;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Ends what {@code law/retention.yaml} keeps no longer, by class. A dry run tells what would go. */
public final class RetentionJob implements RegionTask {
    static final String DAY = "day";
    static final String RULES = "rules_sha256";

    private final RetentionCells cells;
    private final RetentionRules rules;
    private final Clock clock;

    public RetentionJob(RetentionCells cells, RetentionRules rules, Clock clock) {
        this.cells = cells;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public String description() {
        return "Ends contents and records whose time of keeping (law/retention.yaml) is over; legal holds keep them.";
    }

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public String restartsAt() {
        return "100 contents a part";
    }

    @Override
    public SkipLimit skips() {
        return SkipLimit.none("what does not end fails the run; what is kept all the same is counted by its reason");
    }

    @Override
    public List<JobParameterHelp> parameters() {
        return List.of();
    }

    @Override
    public List<RegionRange> read(Asked asked, List<RegionId> regions) {
        var day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        asked.keep(DAY, day.toString());
        asked.keep(RULES, digest());
        boolean canEnd = rules.rules().stream().anyMatch(rule -> rule.isInForce(day));
        var ranges = new ArrayList<RegionRange>();
        // All of it: what came with people who moved here is older than its place in the log.
        for (var region : regions)
            ranges.add(new RegionRange(region, 0, canEnd ? cells.reader(region).nextIndex() : 0));
        return ranges;
    }

    @Override
    public Readiness ready(RunRequest request) {
        if (!request.setting(RULES).orElse("").equals(digest()))
            return new Readiness.Refused(List.of(
                    new ParameterFault(RULES, "law/retention.yaml is not what the run began with; start a new run")));
        var day = LocalDate.parse(request.setting(DAY).orElseThrow());
        return new Readiness.Ready(new RetentionPass(request, rules, day, cells, clock));
    }

    private String digest() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            rules.rules().forEach(rule -> digest.update((text(rule) + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Sets have no order of their own. */
    private static String text(RetentionRules.Rule rule) {
        return String.join(
                "|",
                rule.id(),
                rule.kept().wireName(),
                String.join(",", rule.surfaces().stream().sorted().toList()),
                String.join(",", rule.verdicts().stream().sorted().toList()),
                rule.keep().toString(),
                rule.from().toString(),
                rule.to().toString());
    }
}
