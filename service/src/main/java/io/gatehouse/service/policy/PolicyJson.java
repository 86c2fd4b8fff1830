package io.gatehouse.service.policy;

import io.gatehouse.moderation.policy.Problem;
import io.gatehouse.service.policy.NodeRows.NodeReport;
import io.gatehouse.service.policy.OverrideRows.OverrideRow;
import io.gatehouse.service.problem.Fault;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Versions, events and nodes as the API shows them. */
final class PolicyJson {
    /** A version of nothing but faults must not answer with more than people read. */
    private static final int FAULTS_SHOWN = 500;

    private PolicyJson() {}

    static Map<String, Object> version(StoredVersion version) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("digest", version.digest());
        tree.put("version", version.version());
        tree.put("stage", version.stage().wireName());
        if (version.percent() != null) tree.put("percent", version.percent());
        tree.put("rules", version.rules());
        tree.put("created_at", version.createdAt().toString());
        tree.put("created_by", version.createdBy());
        tree.put("staged_at", version.stagedAt().toString());
        tree.put("was_active", version.wasActive());
        tree.put("authors", version.authors());
        tree.put("approvals", version.approvals());
        return tree;
    }

    static Map<String, Object> event(PolicyEvent event) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("id", event.id());
        tree.put("kind", event.kind());
        tree.put("at", event.at().toString());
        tree.put("policy_digest", event.digest());
        if (event.rule() != null) tree.put("rule", event.rule());
        if (event.percent() != null) tree.put("percent", event.percent());
        if (event.replaced() != null) tree.put("replaced_policy_digest", event.replaced());
        tree.put("by", event.by());
        tree.put("reason", event.reason());
        return tree;
    }

    static Map<String, Object> override(OverrideRow row) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("rule", row.rule());
        tree.put("kind", row.kind().name().toLowerCase(Locale.ROOT));
        tree.put("reason", row.reason());
        tree.put("since", row.since().toString());
        if (row.until() != null) tree.put("until", row.until().toString());
        return tree;
    }

    static Map<String, Object> node(NodeReport report, Instant now) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("node", report.node());
        tree.put("active", report.active());
        if (report.canary() != null) tree.put("canary", report.canary());
        tree.put("shadows", report.shadows());
        tree.put("revision", report.revision());
        if (report.fault() != null) tree.put("fault", report.fault());
        tree.put("switched_at", report.switchedAt().toString());
        tree.put("reported_at", report.reportedAt().toString());
        tree.put("silent", report.reportedAt().plus(NodeRows.SILENT_AFTER).isBefore(now));
        return tree;
    }

    /** {@code {"pointer": "content/hate.yaml:12", "detail": ...}}, as compilers say it. */
    static List<Fault> faults(List<Problem> problems) {
        return problems.stream()
                .limit(FAULTS_SHOWN)
                .map(problem -> new Fault(
                        problem.file() + (problem.line() > 0 ? ":" + problem.line() : ""),
                        problem.message() + (problem.hint() == null ? "" : " (" + problem.hint() + ")")))
                .toList();
    }

    static ProblemException refusal(ProblemType type, List<Problem> problems) {
        return new ProblemException(io.gatehouse.service.problem.Problem.invalid(type, faults(problems)));
    }
}
