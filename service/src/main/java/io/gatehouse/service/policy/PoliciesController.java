package io.gatehouse.service.policy;

import io.gatehouse.service.access.Caller;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Versions: stored, read, approved, staged, rolled back. */
@RestController
final class PoliciesController {
    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final int MAX_REASON_BYTES = 500;
    private static final int VERSIONS_SHOWN = 200;
    private static final Duration COUNTED_OVER = Duration.ofHours(24);

    private final PolicyStore store;
    private final PolicyLife life;
    private final PolicyNames names;
    private final PolicyNode node;
    private final DirectoryWatch directory;
    private final ShadowReport shadows;
    private final OpenAlerts alerts;
    private final Clock clock;

    PoliciesController(
            PolicyStore store,
            PolicyLife life,
            PolicyNames names,
            PolicyNode node,
            DirectoryWatch directory,
            ShadowReport shadows,
            OpenAlerts alerts,
            Clock clock) {
        this.store = store;
        this.life = life;
        this.names = names;
        this.node = node;
        this.directory = directory;
        this.shadows = shadows;
        this.alerts = alerts;
        this.clock = clock;
    }

    /** Stores a version as a draft. The same files again answer the version that is there. */
    @PostMapping("/v1/policies")
    ResponseEntity<Map<String, Object>> upload(HttpServletRequest request) throws IOException {
        var files = PolicyUpload.read(
                request,
                base -> store.files(names.version(base).digest()),
                sha256 -> store.blob(sha256).orElse(null));
        return stored(life.store(files, List.of(Caller.of(request).keyId())));
    }

    static ResponseEntity<Map<String, Object>> stored(PolicyLife.Storing storing) {
        return switch (storing) {
            case PolicyLife.Storing.Rejected(var faults) ->
                throw PolicyJson.refusal(ProblemType.POLICY_REJECTED, faults);
            case PolicyLife.Storing.Stored(var version, var compiled, boolean isNew) -> {
                var tree = PolicyJson.version(version);
                tree.put("tests", tests(compiled));
                yield ResponseEntity.status(isNew ? 201 : 200)
                        .location(URI.create("/v1/policies/" + version.digest()))
                        .body(tree);
            }
        };
    }

    private static Map<String, Object> tests(PolicyLibrary.Compiled compiled) {
        var tests = new LinkedHashMap<String, Object>();
        tests.put("run", compiled.tests().tests());
        tests.put("failures", PolicyJson.faults(compiled.tests().failures()));
        return tests;
    }

    @GetMapping("/v1/policies")
    Map<String, Object> list() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put(
                "policies",
                store.versions(VERSIONS_SHOWN).stream().map(PolicyJson::version).toList());
        tree.put("approvals_needed", life.approvalsNeeded());
        tree.put("published", store.isPublished());
        tree.put("directory_faults", PolicyJson.faults(directory.faults()));
        tree.put("node_fault", node.fault().orElse(null));
        return tree;
    }

    @GetMapping("/v1/policies/{version}")
    Map<String, Object> show(@PathVariable String version) {
        var stored = names.version(version);
        var tree = PolicyJson.version(stored);
        var now = clock.instant();
        tree.put(
                "files",
                store.fileList(stored.digest()).stream()
                        .map(file ->
                                Map.of("path", file.path(), "sha256", file.sha256(), "size_bytes", file.sizeBytes()))
                        .toList());
        tree.put(
                "overrides",
                store.overrides(stored.digest()).stream()
                        .filter(row -> row.holdsAt(now))
                        .map(PolicyJson::override)
                        .toList());
        tree.put("last_day", counts(stored.digest()));
        tree.put(
                "events",
                store.history(stored.digest()).stream().map(PolicyJson::event).toList());
        return tree;
    }

    private Map<String, Object> counts(String digest) {
        var counts = store.counts(digest, clock.instant().minus(COUNTED_OVER));
        var judged = counts.remove("");
        var tree = new LinkedHashMap<String, Object>();
        tree.put("judged", judged == null ? 0 : judged.matched());
        tree.put(
                "rules",
                counts.entrySet().stream()
                        .map(rule -> Map.of(
                                "id", rule.getKey(),
                                "matched", rule.getValue().matched(),
                                "restricted", rule.getValue().restricted()))
                        .toList());
        return tree;
    }

    @GetMapping("/v1/policies/{version}/files/{*path}")
    ResponseEntity<byte[]> file(@PathVariable String version, @PathVariable String path) {
        var stored = names.version(version);
        byte[] bytes = store.file(stored.digest(), path.substring(1))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "This version has no such file."));
        return ResponseEntity.ok()
                .eTag("\"" + PolicyFiles.digestOf(bytes) + "\"")
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(bytes);
    }

    /** A version in shadow beside what was decided, over the regions served here. */
    @GetMapping("/v1/policies/{version}/shadow")
    Map<String, Object> shadow(@PathVariable String version) {
        return shadows.of(names.version(version));
    }

    @GetMapping("/v1/policies/nodes")
    Map<String, Object> nodes() {
        var now = clock.instant();
        return Map.of(
                "revision",
                store.revision(),
                "nodes",
                NodeRows.all(store).stream()
                        .map(report -> PolicyJson.node(report, now))
                        .toList());
    }

    @GetMapping("/v1/alerts")
    Map<String, Object> alerts() {
        var open = alerts.open();
        return Map.of("alerts", open.alerts(), "unasked_regions", open.unasked());
    }

    @PostMapping("/v1/policies/{version}/approvals")
    Map<String, Object> approve(@PathVariable String version, HttpServletRequest request) {
        return switch (life.approve(
                names.version(version).digest(), Caller.of(request).keyId())) {
            case PolicyLife.Approving.Approved(var approved) -> PolicyJson.version(approved);
            case PolicyLife.Approving.NotByYou(var sentence) ->
                throw new ProblemException(ProblemType.APPROVAL_REFUSED, sentence);
        };
    }

    @PostMapping("/v1/policies/{version}/stage")
    Map<String, Object> stage(@PathVariable String version, HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var body = body(request, faults);
        String name = body.requiredText("stage", 20);
        Stage stage = name == null ? null : Stage.ofWireName(name).orElse(null);
        if (name != null && (stage == null || stage == Stage.DRAFT)) body.fault("stage", "must be one of " + STAGES);
        Integer percent = body.optionalInteger("percent", 1, 99);
        if (stage == Stage.CANARY && percent == null && faults.isEmpty())
            body.fault("percent", "is missing: the share of the authors that the canary decides for");
        if (stage != Stage.CANARY && percent != null) body.fault("percent", "goes with the stage canary only");
        String reason = body.requiredText("reason", MAX_REASON_BYTES);
        body.refuseUnknown();
        faults.refuseAny();
        if (stage == null || reason == null) throw new IllegalStateException("a body was refused without a fault");
        return staged(life.stage(
                names.version(version).digest(),
                stage,
                percent == null ? 0 : percent,
                Caller.of(request).keyId(),
                reason));
    }

    private static final List<String> STAGES = Arrays.stream(Stage.values())
            .filter(stage -> stage != Stage.DRAFT)
            .map(Stage::wireName)
            .toList();

    /** Back to the version that was active before, or to one that ever was; needs no approval. */
    @PostMapping("/v1/policies:rollback")
    Map<String, Object> rollBack(HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var body = body(request, faults);
        String to = body.optionalText("to", 100);
        String reason = body.requiredText("reason", MAX_REASON_BYTES);
        body.refuseUnknown();
        faults.refuseAny();
        if (reason == null) throw new IllegalStateException("a body was refused without a fault");
        String digest = to == null ? null : names.version(to).digest();
        return staged(life.rollBack(digest, Caller.of(request).keyId(), reason));
    }

    /** Lets a rule that was held back act again. */
    @DeleteMapping("/v1/policies/{version}/overrides/{rule}")
    ResponseEntity<Void> restore(@PathVariable String version, @PathVariable String rule, HttpServletRequest request) {
        if (!life.restore(
                names.version(version).digest(), rule, Caller.of(request).keyId(), ""))
            throw new ProblemException(ProblemType.NOT_FOUND, "This rule is not held back.");
        return ResponseEntity.noContent().build();
    }

    private static Map<String, Object> staged(Staging staging) {
        return switch (staging) {
            case Staging.Done(var version) -> PolicyJson.version(version);
            case Staging.NotNow(var sentence) -> throw new ProblemException(ProblemType.STAGE_REFUSED, sentence);
            case Staging.NeedsApproval(var sentence) ->
                throw new ProblemException(ProblemType.APPROVAL_NEEDED, sentence);
            case Staging.Failing(var failures) -> throw PolicyJson.refusal(ProblemType.POLICY_TESTS_FAILED, failures);
        };
    }

    static JsonObjectReader body(HttpServletRequest request, Faults faults) throws IOException {
        return body(request, faults, MAX_BODY_BYTES);
    }

    static JsonObjectReader body(HttpServletRequest request, Faults faults, int maxBytes) throws IOException {
        var body = JsonObjectReader.of(StrictJson.parse(JsonBody.read(request, maxBytes)), JsonPointer.ROOT, faults);
        faults.refuseAny();
        if (body == null) throw new IllegalStateException("a body was refused without a fault");
        return body;
    }
}
