package io.gatehouse.jobs.backtest;

import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.moderation.comparison.Comparison;
import io.gatehouse.moderation.comparison.CoverageReport;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.residency.log.EntryFacts;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a run found in one region: counts and ids, all that leaves it. */
record RegionReport(RunRequest request, RegionRange range, PolicySet candidate, Comparison found, double seconds) {
    /** Rules that changed most are told; a report of more is for nobody. */
    private static final int RULES_TOLD = 1_000;

    /** Of two rules that agree on fewer messages than this, it says nothing. */
    private static final int LEAST_MATCHES = 10;

    /** For people, in the job's record. */
    String toJson() {
        var report = (ObjectNode) found.toReport();
        keepMostChanged(report);
        report.set("coverage", coverage());
        report.put("from_index", range.from());
        report.put("to_index", range.to());
        report.put("policy_digest", request.setting(Backtest.POLICY_DIGEST).orElseThrow());
        request.setting(Backtest.AGAINST_DIGEST).ifPresent(digest -> report.put("against_digest", digest));
        report.put("share", BacktestPass.share(request));
        report.put("seconds", Math.round(seconds * 10) / 10.0);
        return JsonMapper.shared().writeValueAsString(report);
    }

    private void keepMostChanged(ObjectNode report) {
        var rules = report.putObject("rules");
        var full = (ObjectNode) found.toReport().required("rules");
        found.rules().entrySet().stream()
                .sorted((a, b) -> Long.compare(
                        b.getValue().gained() + b.getValue().lost(),
                        a.getValue().gained() + a.getValue().lost()))
                .limit(RULES_TOLD)
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(id -> rules.set(id, full.required(id)));
        report.put("rules_in_all", found.rules().size());
    }

    /** What the candidate's rules did on this traffic: those that could go, and those that two people wrote. */
    private ObjectNode coverage() {
        // Which banks expire is asked of a policy, not of traffic; so the day is of no account.
        var covered = CoverageReport.of(candidate, found.coverage(), LEAST_MATCHES, LocalDate.EPOCH);
        var json = JsonMapper.shared().createObjectNode();
        list(json, "never_matched", covered.neverMatched());
        list(json, "always_agree", covered.alwaysAgree());
        list(json, "shadowed", covered.shadowed());
        return json;
    }

    private static void list(ObjectNode json, String name, List<?> all) {
        json.put(name + "_in_all", all.size());
        json.set(name, JsonMapper.shared().valueToTree(all.subList(0, Math.min(all.size(), RULES_TOLD))));
    }

    /** For the region's log: a repeat makes the same facts, so no time is among them. */
    EntryFacts toEvidence() {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("from_index", range.from());
        facts.put("to_index", range.to());
        facts.put("policy_digest", request.setting(Backtest.POLICY_DIGEST).orElseThrow());
        facts.put(
                "against_digests",
                request.setting(Backtest.AGAINST_DIGEST)
                        .map(List::of)
                        .orElseGet(() -> List.copyOf(found.baselines().keySet())));
        facts.put("judged", found.messages());
        facts.put("compared", found.compared());
        facts.put("changed", changed());
        facts.put("gained", found.gained());
        facts.put("lost", found.lost());
        facts.put("skipped", new TreeMap<>(found.skipped()));
        return new EntryFacts(facts);
    }

    private Map<String, Long> changed() {
        Map<String, Long> changed = new TreeMap<>();
        found.transitions().forEach((name, each) -> {
            if (name.contains(">")) changed.put(name, each.count());
        });
        return changed;
    }
}
