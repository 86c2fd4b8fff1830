package io.gatehouse.jobs.rescan;

import io.gatehouse.jobs.RegionRange;
import io.gatehouse.residency.log.EntryFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What a run did in one region. */
record RegionSummary(RegionRange range, String policyDigest, boolean dryRun, RescanTally tally, double seconds) {
    /** For people, in the job's record. */
    String toJson() {
        var tree = new LinkedHashMap<String, Object>(facts());
        tree.put("dry_run", dryRun);
        tree.put("seconds", Math.round(seconds * 10) / 10.0);
        return JsonMapper.shared().writeValueAsString(tree);
    }

    /** For the region's log: a repeat makes the same facts, so no time is among them. */
    EntryFacts toEvidence() {
        return new EntryFacts(facts());
    }

    private Map<String, Object> facts() {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("from_index", range.from());
        facts.put("to_index", range.to());
        facts.put("policy_digest", policyDigest);
        facts.put(
                "superseded_policy_digests",
                List.copyOf(tally.supersededPolicies().keySet()));
        facts.put("judged", tally.judged());
        facts.put("changed", tally.changed());
        facts.put("unchanged", tally.unchanged());
        facts.put("skipped", tally.skipped());
        facts.put("degraded", tally.degraded());
        return facts;
    }
}
