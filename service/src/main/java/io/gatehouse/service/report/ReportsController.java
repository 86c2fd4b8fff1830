package io.gatehouse.service.report;

import io.gatehouse.jobs.report.DsaDesk;
import io.gatehouse.jobs.report.DsaDesk.Outcome;
import io.gatehouse.jobs.report.KeptReport;
import io.gatehouse.jobs.report.ReportArchive;
import io.gatehouse.moderation.report.TransparencyReport.Explained;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Transparency reports: made and kept, listed, fetched, explained. */
@RestController
final class ReportsController {
    private static final Logger LOG = LoggerFactory.getLogger(ReportsController.class);
    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final int MOST_LISTED = 200;
    /** Some megabytes of ids; the rest is counted. */
    private static final int MOST_IDS = 100_000;

    private final DsaDesk desk;
    private final ReportArchive archive;
    private final ServedRecords cells;

    ReportsController(DsaDesk desk, ReportArchive archive, ServedRecords cells) {
        this.desk = desk;
        this.archive = archive;
        this.cells = cells;
    }

    /** 201 with what was kept; 409 when a version is, and no reason for another is given; 422 with everything that it lacks. */
    @PostMapping("/v1/reports")
    ResponseEntity<Map<String, Object>> make(HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var order = ReportReader.read(
                StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)),
                cells,
                Caller.of(request).keyId(),
                faults);
        faults.refuseAny();
        if (order == null) throw new IllegalStateException("a body was refused without a fault");
        return switch (desk.make(order)) {
            case Outcome.Kept(var report) -> {
                LOG.info(
                        "report {} made name={} period={}/{} version={}",
                        report.id(),
                        report.name(),
                        report.from(),
                        report.to(),
                        report.version());
                yield ResponseEntity.created(URI.create("/v1/reports/" + report.id()))
                        .body(describe(report));
            }
            case Outcome.Exists(var report) ->
                throw new ProblemException(Problem.of(
                                ProblemType.REPORT_EXISTS,
                                "Version " + report.version()
                                        + " is kept; a new one takes its place with a 'reason', which is published.")
                        .with("report_id", report.id()));
            case Outcome.Refused(var why) ->
                throw new ProblemException(Problem.invalid(
                        ProblemType.REPORT_LACKS,
                        why.stream().map(each -> new Fault("/", each)).toList()));
        };
    }

    /** @param name only reports of this name */
    @GetMapping("/v1/reports")
    Map<String, Object> list(@RequestParam(required = false) @Nullable String name) {
        return Map.of(
                "reports",
                archive.list(name, MOST_LISTED).stream()
                        .map(ReportsController::describe)
                        .toList());
    }

    @GetMapping("/v1/reports/{id}")
    Map<String, Object> show(@PathVariable String id) {
        return describe(find(id));
    }

    @GetMapping("/v1/reports/{id}/files/{file}")
    ResponseEntity<byte[]> file(@PathVariable String id, @PathVariable String file) {
        var found = archive.file(id, file)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "There is no such file; GET /v1/reports/{id} lists them."));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(found.mediaType()))
                .header("Content-Disposition", "attachment; filename=\"" + found.name() + '"')
                .header("X-Content-Type-Options", "nosniff")
                .body(found.bytes());
    }

    /** The question behind a cell and the ids that were counted, asked again as of when the report was made. */
    @GetMapping("/v1/reports/{id}/explanation")
    Map<String, Object> explain(@PathVariable String id, @RequestParam String cell) throws IOException {
        var report = find(id);
        var derived = desk.explain(report, cell);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("report_id", id);
        fields.put("cell", cell);
        fields.put("kept_value", derived.kept());
        fields.put("value", derived.value());
        switch (derived.how()) {
            case Explained.From(_, var derivation) -> {
                fields.put("query", derivation.query());
                fields.put("ids", derivation.ids().stream().limit(MOST_IDS).toList());
                fields.put("counted", derivation.ids().size());
            }
            case Explained.AsGiven(_) -> {
                fields.put("query", null);
                fields.put("ids", List.of());
                fields.put("counted", 0);
            }
            case Explained.NoSuchCell(var why) -> throw new ProblemException(ProblemType.NOT_FOUND, why + ".");
        }
        return fields;
    }

    private KeptReport find(String id) {
        return archive.find(id)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no report of this id."));
    }

    private static Map<String, Object> describe(KeptReport report) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", report.id());
        fields.put("name", report.name());
        fields.put("from", report.from().toString());
        fields.put("to", report.to().toString());
        fields.put("version", report.version());
        fields.put("draft", report.isDraft());
        fields.put("made_at", report.madeAt().toString());
        fields.put("as_of", report.asOf().toString());
        fields.put("made_by", report.madeBy());
        fields.put("published", report.published().toString());
        fields.put("keep_until", report.isDraft() ? null : report.keepUntil().toString());
        fields.put("digest", "sha256:" + report.digest());
        fields.put("about", report.about());
        fields.put(
                "files",
                report.files().stream()
                        .map(file -> Map.of(
                                "name", file.name(),
                                "media_type", file.mediaType(),
                                "sha256", file.sha256(),
                                "size_bytes", file.sizeBytes()))
                        .toList());
        return fields;
    }
}
