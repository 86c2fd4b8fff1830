package io.gatehouse.service.console;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.residency.region.Region;
import io.gatehouse.service.access.AccessRules;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.judging.RunningPolicies;
import io.gatehouse.service.region.RegionHealth;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The first page: what is up, by which rules, what runs, and what somebody has to look at. */
@RestController
final class OverviewController {
    private final ServedRegions regions;
    private final RegionHealth health;
    private final RunningPolicies policies;
    private final JobDesk desk;
    private final Paces paces;
    private final ShownAlerts alerts;
    private final Pages pages;

    OverviewController(
            ServedRegions regions,
            RegionHealth health,
            RunningPolicies policies,
            JobDesk desk,
            Paces paces,
            ShownAlerts alerts,
            Pages pages) {
        this.regions = regions;
        this.health = health;
        this.policies = policies;
        this.desk = desk;
        this.paces = paces;
        this.alerts = alerts;
        this.pages = pages;
    }

    /**
     * @param database {@code up}, {@code slow}, {@code down}, or {@code elsewhere} when another process serves it
     * @param store likewise
     */
    record ShownRegion(String id, String name, String law, String database, String store) {
        public String state() {
            if (database.equals("elsewhere")) return "not served here";
            return database.equals("up") && store.equals("up") ? "up" : "needs attention";
        }
    }

    @GetMapping("/console")
    ResponseEntity<String> show(HttpServletRequest request) {
        var roles = Caller.of(request).roles();
        var shown = new LinkedHashMap<String, Object>();
        shown.put("regions", regions());
        boolean seesAlerts = AccessRules.mayUse(roles, "GET", "/v1/alerts");
        shown.put("seesAlerts", seesAlerts);
        if (seesAlerts) shown.put("alerts", alerts.open(AccessRules.mayUse(roles, "GET", "/v1/jobs")));
        if (AccessRules.mayUse(roles, "GET", "/v1/jobs")) shown.put("running", running());
        boolean seesPolicies = AccessRules.mayUse(roles, "GET", "/v1/policies/nodes");
        shown.put("seesPolicies", seesPolicies);
        if (seesPolicies) {
            var now = policies.now();
            shown.put("version", now.active().versions().policyVersion());
            shown.put("digest", now.active().versions().policyDigest());
            shown.put(
                    "canary",
                    now.canary()
                            .map(canary -> canary.judging().versions().policyVersion() + ", for " + canary.percent()
                                    + " % of authors")
                            .orElse(""));
            shown.put("shadows", now.shadows().size());
        }
        return pages.page(request, "overview", shown);
    }

    /** Every other path: what the API would answer is no page. */
    @GetMapping("/console/{*rest}")
    ResponseEntity<String> nothing(HttpServletRequest request) {
        return pages.refusal(request, 404, "There is no such page", "The console has nothing under this address.");
    }

    private List<ShownProgress> running() {
        return desk.jobs().stream()
                .map(BatchJob::name)
                .flatMap(name -> desk.status(name).stream())
                .filter(run -> !run.status().isOver())
                .map(this::progress)
                .toList();
    }

    private ShownProgress progress(JobProgress run) {
        return new ShownProgress(run, paces.of(run));
    }

    /** Asked beside each other: one that is slow delays the page once. */
    private List<ShownRegion> regions() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = regions.topology().regions().stream()
                    .map(region -> threads.submit(() -> region(region)))
                    .toList();
            threads.close(); // Waits for all of them.
            return asked.stream().map(Future::resultNow).toList();
        }
    }

    private ShownRegion region(Region region) {
        String law = region.jurisdiction().id();
        if (!regions.serves(region.id()))
            return new ShownRegion(region.id().value(), region.name(), law, "elsewhere", "elsewhere");
        var answers = health.of(regions.orMisdirected(region.id()));
        return new ShownRegion(
                region.id().value(),
                region.name(),
                law,
                answers.getOrDefault("database", "unknown"),
                answers.getOrDefault("store", "unknown"));
    }
}
