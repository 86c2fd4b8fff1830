package io.gatehouse.service.console;

import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.service.policy.OpenAlerts;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Alerts in plain words, each with where to look. */
@Component
final class ShownAlerts {
    /** As far back a run is looked for that an alert is of. */
    private static final int RUNS_LOOKED_AT = 20;

    private final OpenAlerts alerts;
    private final JobDesk desk;

    ShownAlerts(OpenAlerts alerts, JobDesk desk) {
        this.alerts = alerts;
        this.desk = desk;
    }

    /**
     * @param what in a few words
     * @param link a page of the console; empty when there is none
     * @param since when it was first so
     * @param times how often it was said
     */
    record Shown(String what, String reason, Instant at, Instant since, long times, String link, String linked) {}

    /** @param unasked regions of which it is not known what waits there */
    record All(List<Shown> alerts, List<String> unasked) {}

    /** @param withLinks whether whoever reads them may see jobs */
    All open(boolean withLinks) {
        var open = alerts.open();
        var runs = new HashMap<String, List<JobProgress>>();
        return new All(
                open.alerts().stream()
                        .map(alert -> shown(alert, withLinks, runs))
                        .toList(),
                open.unasked());
    }

    private Shown shown(Map<String, Object> alert, boolean withLinks, Map<String, List<JobProgress>> runs) {
        String job = text(alert, "job");
        Instant at = Instant.parse(text(alert, "at"));
        Instant since = alert.containsKey("since") ? Instant.parse(text(alert, "since")) : at;
        long times = alert.get("times") instanceof Number number ? number.longValue() : 1;
        String link = "";
        if (withLinks && !job.isEmpty()) {
            link = "/console/jobs/" + job;
            // Runs of a job follow each other: it was said by the last that had begun by then.
            var of = runs.computeIfAbsent(job, name -> desk.runs(name, RUNS_LOOKED_AT)).stream()
                    .filter(run -> run.startedAt() != null && !run.startedAt().isAfter(at))
                    .findFirst();
            if (of.isPresent()) link += "/" + of.get().execution();
        }
        return new Shown(what(alert), text(alert, "reason"), at, since, times, link, job);
    }

    private static String what(Map<String, Object> alert) {
        return switch (text(alert, "kind")) {
            case "job.failed" -> "The job " + text(alert, "job") + " failed";
            case "job.found" -> "The job " + text(alert, "job") + " found something";
            case "hash.quarantined" ->
                "A hash of bank " + text(alert, "bank") + " matched a flood, in " + text(alert, "region");
            case "policy.demoted" -> "A rule was held back: " + text(alert, "rule");
            case "policy.quota_exceeded" -> "A rule went over its quota: " + text(alert, "rule");
            // A kind that comes later is still told, by the name it has in the API.
            default ->
                text(alert, "kind").replace('.', ' ').replace('_', ' ')
                        + (alert.containsKey("rule") ? ": " + text(alert, "rule") : "");
        };
    }

    private static String text(Map<String, Object> alert, String field) {
        var value = alert.get(field);
        return value == null ? "" : value.toString();
    }
}
