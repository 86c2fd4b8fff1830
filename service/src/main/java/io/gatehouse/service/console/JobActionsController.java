package io.gatehouse.service.console;

import static io.gatehouse.service.console.SignInController.seeOther;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.BatchJob.Preparation;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.ParameterFault;
import io.gatehouse.service.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What somebody asks of a job: to run, to stop, to run on. Who may is decided as for the same over the API. */
@RestController
final class JobActionsController {
    private static final Logger LOG = LoggerFactory.getLogger(JobActionsController.class);
    private static final int UNPROCESSABLE = 422;

    private final JobDesk desk;
    private final JobPagesController jobs;
    private final Pages pages;

    JobActionsController(JobDesk desk, JobPagesController jobs, Pages pages) {
        this.desk = desk;
        this.jobs = jobs;
        this.pages = pages;
    }

    /** What changes something is asked about once more, and nothing began yet. */
    @PostMapping("/console/jobs/{name}/runs")
    ResponseEntity<String> run(
            @PathVariable String name, @RequestParam Map<String, String> sent, HttpServletRequest request) {
        var job = jobs.job(name);
        var asked = JobForm.read(job, sent);
        if (job.prepare(asked) instanceof Preparation.Refused(var faults)) return faulty(request, job, asked, faults);
        boolean isConfirmed = sent.containsKey("confirmed");
        boolean writes = JobForm.changes(job) && !"true".equals(asked.get(JobForm.DRY_RUN));
        if (sent.containsKey("back")) return jobs.page(request, 200, job, form(job, asked, List.of()), "");
        if (writes && !isConfirmed) return pages.page(request, "confirm", Map.of("job", job, "asked", asked));
        return answer(request, job, asked, desk.run(name, asked));
    }

    @PostMapping("/console/jobs/{name}/restart")
    ResponseEntity<String> restart(@PathVariable String name, HttpServletRequest request) {
        var job = jobs.job(name);
        return answer(request, job, Map.of(), desk.restart(job.name()));
    }

    @PostMapping("/console/jobs/{name}/stop")
    ResponseEntity<String> stop(@PathVariable String name, HttpServletRequest request) {
        var job = jobs.job(name);
        if (!desk.stop(job.name())) return seeOther(page(name) + "?said=not_running");
        LOG.info("job {} stopped by key {}", job.name(), Caller.of(request).keyId());
        return desk.status(name)
                .map(run -> seeOther(page(name) + "/" + run.execution()))
                .orElseGet(() -> seeOther(page(name)));
    }

    private ResponseEntity<String> answer(
            HttpServletRequest request, BatchJob job, Map<String, String> asked, JobStart start) {
        return switch (start) {
            case JobStart.Started(var progress) -> {
                LOG.info(
                        "job {} execution {} asked for by key {}",
                        job.name(),
                        progress.execution(),
                        Caller.of(request).keyId());
                yield seeOther(page(job.name()) + "/" + progress.execution());
            }
            case JobStart.AlreadyRunning _ -> seeOther(page(job.name()) + "?said=already_running");
            case JobStart.NothingToRestart _ -> seeOther(page(job.name()) + "?said=nothing_to_restart");
            case JobStart.Refused(var faults) -> faulty(request, job, asked, faults);
            case JobStart.UnknownJob _ -> throw new IllegalStateException("a job went away: " + job.name());
        };
    }

    private ResponseEntity<String> faulty(
            HttpServletRequest request, BatchJob job, Map<String, String> asked, List<ParameterFault> faults) {
        return jobs.page(request, UNPROCESSABLE, job, form(job, asked, faults), "");
    }

    private JobForm form(BatchJob job, Map<String, String> asked, List<ParameterFault> faults) {
        return JobForm.of(job, jobs.regions(), asked, faults);
    }

    private static String page(String job) {
        return "/console/jobs/" + job;
    }
}
