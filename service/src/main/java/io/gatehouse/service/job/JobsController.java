package io.gatehouse.service.job;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobSchedule;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.JobTraits;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.problem.Fault;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Batch jobs: listed, run, watched, stopped, restarted. A run goes on when the one who asked for it goes away. */
@RestController
final class JobsController {
    private static final Logger LOG = LoggerFactory.getLogger(JobsController.class);
    private static final int MAX_BODY_BYTES = 16 * 1024;
    /** Older runs stay in the control database. */
    private static final int RUNS_SHOWN = 20;

    private final JobDesk desk;
    private final JobSchedule schedule;

    JobsController(JobDesk desk, JobSchedule schedule) {
        this.desk = desk;
        this.schedule = schedule;
    }

    @GetMapping("/v1/jobs")
    Map<String, Object> list() {
        return Map.of("jobs", desk.jobs().stream().map(this::describe).toList());
    }

    @GetMapping("/v1/jobs/{name}")
    Map<String, Object> show(@PathVariable String name) {
        return describe(job(name));
    }

    @GetMapping("/v1/jobs/{name}/runs")
    Map<String, Object> runs(@PathVariable String name) {
        var runs = desk.runs(job(name).name(), RUNS_SHOWN);
        return Map.of("runs", runs.stream().map(JobsController::describe).toList());
    }

    @PostMapping("/v1/jobs/{name}/runs")
    ResponseEntity<Map<String, Object>> run(@PathVariable String name, HttpServletRequest request) throws IOException {
        return answer(name, desk.run(job(name).name(), parameters(request)), request);
    }

    @PostMapping("/v1/jobs/{name}:restart")
    ResponseEntity<Map<String, Object>> restart(@PathVariable String name, HttpServletRequest request) {
        return answer(name, desk.restart(job(name).name()), request);
    }

    @PostMapping("/v1/jobs/{name}:stop")
    ResponseEntity<Map<String, Object>> stop(@PathVariable String name, HttpServletRequest request) {
        var job = job(name);
        if (!desk.stop(job.name()))
            throw new ProblemException(ProblemType.JOB_NOT_RUNNING, "There is no run in progress to stop.");
        LOG.info("job {} stopped by key {}", job.name(), Caller.of(request).keyId());
        return ResponseEntity.accepted().body(describe(job));
    }

    private BatchJob job(String name) {
        return desk.jobs().stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND,
                        "There is no such job; there are: "
                                + String.join(
                                        ", ",
                                        desk.jobs().stream().map(BatchJob::name).toList()) + "."));
    }

    private static Map<String, String> parameters(HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var body =
                JsonObjectReader.of(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), JsonPointer.ROOT, faults);
        Map<String, String> parameters = new TreeMap<>();
        if (body != null) {
            JsonNode given = body.node("parameters");
            if (given != null && given.isObject())
                for (var each : given.properties()) {
                    if (each.getValue().isValueNode() && !each.getValue().isNull())
                        parameters.put(each.getKey(), each.getValue().asString());
                    else faults.add("/parameters/" + each.getKey(), "must be a string, a number or a boolean");
                }
            else if (given != null) body.fault("parameters", "must be an object");
            body.refuseUnknown();
        }
        faults.refuseAny();
        return parameters;
    }

    private static ResponseEntity<Map<String, Object>> answer(String name, JobStart start, HttpServletRequest request) {
        return switch (start) {
            case JobStart.Started(var progress) -> {
                LOG.info(
                        "job {} execution {} asked for by key {}",
                        name,
                        progress.execution(),
                        Caller.of(request).keyId());
                yield ResponseEntity.accepted()
                        .location(URI.create("/v1/jobs/" + name))
                        .body(describe(progress));
            }
            case JobStart.AlreadyRunning(var job) ->
                throw new ProblemException(
                        ProblemType.JOB_RUNNING, "One run of " + job + " at a time: see GET /v1/jobs/" + job + ".");
            case JobStart.NothingToRestart(var job) ->
                throw new ProblemException(
                        ProblemType.NOTHING_TO_RESTART, "The last run of " + job + " was completed, or there is none.");
            case JobStart.Refused(var faults) ->
                throw new ProblemException(Problem.invalid(
                        ProblemType.INVALID_REQUEST,
                        faults.stream()
                                .map(fault -> new Fault("/parameters/" + fault.parameter(), fault.message()))
                                .toList()));
            case JobStart.UnknownJob(var known) ->
                throw new ProblemException(ProblemType.NOT_FOUND, "There are: " + String.join(", ", known) + ".");
        };
    }

    private Map<String, Object> describe(BatchJob job) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", job.name());
        fields.put("description", job.description());
        fields.put(
                "parameters",
                job.parameters().stream()
                        .map(help -> {
                            var parameter = new LinkedHashMap<String, Object>();
                            parameter.put("name", help.name());
                            parameter.put("description", help.description());
                            parameter.put("default", help.byDefault());
                            return parameter;
                        })
                        .toList());
        fields.put("bounds", bounds(job.traits()));
        fields.put(
                "schedule",
                schedule.due(job.name()).map(JobsController::describe).orElse(null));
        fields.put(
                "last_run",
                desk.status(job.name()).map(JobsController::describe).orElse(null));
        return fields;
    }

    private static Map<String, Object> describe(JobSchedule.Due due) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("every_seconds", due.every().toSeconds());
        fields.put("parameters", new TreeMap<>(due.parameters()));
        fields.put("next_due", due.next().toString());
        return fields;
    }

    private static Map<String, Object> bounds(JobTraits traits) {
        var bounds = new LinkedHashMap<String, Object>();
        bounds.put("parts", traits.parts());
        bounds.put("throttled_by", traits.throttledBy());
        bounds.put("restarts_at", traits.restartsAt());
        bounds.put("dry_run", traits.dryRun());
        bounds.put("skips", List.copyOf(traits.skips().kinds()));
        bounds.put("skip_limit", traits.skips().most());
        bounds.put("skip_limit_reason", traits.skips().why());
        bounds.put("log_entry", traits.entry());
        return bounds;
    }

    private static Map<String, Object> describe(JobProgress progress) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("execution", progress.execution());
        fields.put("job", progress.job());
        fields.put("status", progress.status().wireName());
        fields.put("parameters", new TreeMap<>(progress.parameters()));
        fields.put("started_at", textOrNull(progress.startedAt()));
        fields.put("ended_at", textOrNull(progress.endedAt()));
        fields.put("done", progress.done());
        fields.put("unit", progress.unit());
        fields.put("fraction", Math.round(progress.fraction() * 10_000) / 10_000.0);
        fields.put("summary", progress.summary());
        fields.put("failures", List.copyOf(progress.failures()));
        return fields;
    }

    private static @Nullable String textOrNull(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
