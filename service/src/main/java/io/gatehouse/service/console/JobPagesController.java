package io.gatehouse.service.console;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobSchedule;
import io.gatehouse.service.access.AccessRules;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Pages that show jobs and their runs; {@link JobActionsController} takes what their forms send. */
@RestController
final class JobPagesController {
    /** Older runs stay in the control database. */
    private static final int RUNS_SHOWN = 20;

    private final JobDesk desk;
    private final JobSchedule schedule;
    private final ServedRegions regions;
    private final Paces paces;
    private final ShownAlerts alerts;
    private final Pages pages;

    JobPagesController(
            JobDesk desk, JobSchedule schedule, ServedRegions regions, Paces paces, ShownAlerts alerts, Pages pages) {
        this.desk = desk;
        this.schedule = schedule;
        this.regions = regions;
        this.paces = paces;
        this.alerts = alerts;
        this.pages = pages;
    }

    /** @param last the newest run */
    record ShownJob(String name, String description, Optional<JobSchedule.Due> due, Optional<ShownProgress> last) {
        public boolean isRunning() {
            return last.filter(ShownProgress::isGoingOn).isPresent();
        }
    }

    @GetMapping("/console/jobs")
    ResponseEntity<String> list(HttpServletRequest request) {
        var shown = new LinkedHashMap<String, Object>();
        var jobs = desk.jobs().stream().map(this::shown).toList();
        shown.put("jobs", jobs);
        boolean isRunning = jobs.stream().anyMatch(ShownJob::isRunning);
        shown.put("isRunning", isRunning);
        shown.put("reload", isRunning);
        boolean seesAlerts = AccessRules.mayUse(Caller.of(request).roles(), "GET", "/v1/alerts");
        shown.put("seesAlerts", seesAlerts);
        if (seesAlerts) shown.put("alerts", alerts.open(true));
        return pages.page(request, "jobs", shown);
    }

    @GetMapping("/console/jobs/{name}")
    ResponseEntity<String> show(
            @PathVariable String name,
            @RequestParam(name = "said", defaultValue = "") String said,
            HttpServletRequest request) {
        var job = job(name);
        return page(
                request,
                200,
                job,
                JobForm.empty(job, regions()),
                Notice.of(said).orElse(""));
    }

    /** The page of a job with a form as it was filled in. */
    ResponseEntity<String> page(HttpServletRequest request, int status, BatchJob job, JobForm form, String notice) {
        var shown = new LinkedHashMap<String, Object>();
        shown.put("job", job);
        shown.put("form", form);
        shown.put("notice", notice);
        shown.put("isFaulty", form.isFaulty());
        shown.put("changes", JobForm.changes(job));
        shown.put("due", schedule.due(job.name()));
        shown.put(
                "runs",
                desk.runs(job.name(), RUNS_SHOWN).stream().map(this::progress).toList());
        return pages.page(request, status, "job", shown);
    }

    @GetMapping("/console/jobs/{name}/{run}")
    ResponseEntity<String> run(@PathVariable String name, @PathVariable String run, HttpServletRequest request) {
        var job = job(name);
        var found = number(run)
                .flatMap(execution -> desk.find(name, execution))
                .orElseThrow(
                        () -> new ProblemException(ProblemType.NOT_FOUND, "There is no such run of " + name + "."));
        var shown = new LinkedHashMap<String, Object>();
        shown.put("job", job);
        shown.put("run", progress(found));
        shown.put("reload", !found.status().isOver());
        shown.put(
                "isNewest",
                desk.status(name)
                        .filter(newest -> newest.execution() == found.execution())
                        .isPresent());
        shown.put("parts", desk.parts(name, found.execution()));
        shown.put("sections", SummaryRows.of(found.summary(), new Told(request.getLocale())));
        shown.put("notice", Notice.of(request.getParameter("said")).orElse(""));
        return pages.page(request, "run", shown);
    }

    /** Served here; the choices of a job that goes through regions. */
    List<String> regions() {
        var choices = new ArrayList<String>();
        choices.add("all");
        regions.topology().regions().stream()
                .filter(region -> regions.serves(region.id()))
                .forEach(region -> choices.add(region.id().value()));
        return choices;
    }

    BatchJob job(String name) {
        return desk.jobs().stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no job of this name."));
    }

    private ShownJob shown(BatchJob job) {
        return new ShownJob(
                job.name(),
                job.description(),
                schedule.due(job.name()),
                desk.status(job.name()).map(this::progress));
    }

    private ShownProgress progress(io.gatehouse.jobs.JobProgress run) {
        return run.status().isOver() ? new ShownProgress(run) : new ShownProgress(run, paces.of(run));
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** What a redirect tells the page that it leads to: a name, and never a text of the address. */
    private enum Notice {
        ALREADY_RUNNING("A run of this job is going on already, so nothing was started."),
        NOTHING_TO_RESTART("The last run was completed, or there is none: nothing to run on."),
        NOT_RUNNING("No run was in progress, so nothing was stopped.");

        private final String sentence;

        Notice(String sentence) {
            this.sentence = sentence;
        }

        static Optional<String> of(@Nullable String said) {
            for (var each : values()) if (each.name().equalsIgnoreCase(said)) return Optional.of(each.sentence);
            return Optional.empty();
        }
    }
}
