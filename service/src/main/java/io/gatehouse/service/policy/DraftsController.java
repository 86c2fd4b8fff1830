package io.gatehouse.service.policy;

import io.gatehouse.moderation.policy.BankEditor;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** Versions in the making: their files and word banks, edited under {@code If-Match}, and frozen into a version. */
@RestController
final class DraftsController {
    /** The largest file that a version may hold is a model. */
    private static final int MAX_FILE_BYTES = 64 * 1024 * 1024;

    private static final int MAX_WORDS = 100_000;
    private static final int MAX_WORD_BYTES = 400;

    private final DraftStore drafts;
    private final PolicyLife life;
    private final PolicyNames names;

    DraftsController(PolicyStore store, PolicyLife life, PolicyNames names, java.time.Clock clock) {
        this.drafts = new DraftStore(store, clock);
        this.life = life;
        this.names = names;
    }

    @GetMapping("/v1/policies/drafts")
    Map<String, Object> list() {
        return Map.of(
                "drafts", drafts.all().stream().map(DraftsController::describe).toList());
    }

    /** Begins a draft, with the files of a version or with none. */
    @PostMapping("/v1/policies/drafts")
    ResponseEntity<Map<String, Object>> create(HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var body = PoliciesController.body(request, faults);
        String name = body.requiredText("name", RuleId.MAX_LENGTH);
        if (name != null && !RuleId.isValid(name))
            body.fault("name", "must be lower-case letters and digits, joined by . - _");
        String base = body.optionalText("base", 100);
        body.refuseUnknown();
        faults.refuseAny();
        if (name == null) throw new IllegalStateException("a body was refused without a fault");
        String digest = base == null ? null : names.version(base).digest();
        if (!drafts.create(name, digest, Caller.of(request).keyId()))
            throw new ProblemException(
                    ProblemType.DRAFT_EXISTS,
                    "There is a draft of this name, or there are " + DraftStore.MAX_DRAFTS + " drafts already.");
        return ResponseEntity.created(URI.create("/v1/policies/drafts/" + name)).body(describe(draft(name)));
    }

    @GetMapping("/v1/policies/drafts/{name}")
    Map<String, Object> show(@PathVariable String name) {
        var tree = describe(draft(name));
        tree.put(
                "files",
                drafts.fileList(name).stream()
                        .map(file ->
                                Map.of("path", file.path(), "sha256", file.sha256(), "size_bytes", file.sizeBytes()))
                        .toList());
        return tree;
    }

    @DeleteMapping("/v1/policies/drafts/{name}")
    ResponseEntity<Void> delete(@PathVariable String name) {
        if (!drafts.delete(name)) throw noDraft();
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/v1/policies/drafts/{name}/files/{*path}")
    ResponseEntity<byte[]> file(@PathVariable String name, @PathVariable String path) {
        byte[] bytes = drafts.file(name, path.substring(1)).orElseThrow(DraftsController::noFile);
        return ResponseEntity.ok()
                .eTag("\"" + PolicyFiles.digestOf(bytes) + "\"")
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(bytes);
    }

    /** Writes a file: {@code If-Match} names what it replaces, {@code If-None-Match: *} says that there is none yet. */
    @PutMapping("/v1/policies/drafts/{name}/files/{*path}")
    ResponseEntity<Void> put(@PathVariable String name, @PathVariable String path, HttpServletRequest request)
            throws IOException {
        String file = path.substring(1);
        if (!PolicyFiles.isName(file))
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "This cannot be a file of a version: " + PolicyFiles.NAMES + ".");
        var expected = expected(request);
        byte[] bytes = request.getInputStream().readNBytes(MAX_FILE_BYTES + 1);
        if (bytes.length > MAX_FILE_BYTES)
            throw new ProblemException(
                    ProblemType.BODY_TOO_LARGE, "A file may have at most " + MAX_FILE_BYTES + " bytes.");
        return changed(
                drafts.put(name, file, bytes, expected, Caller.of(request).keyId()));
    }

    @DeleteMapping("/v1/policies/drafts/{name}/files/{*path}")
    ResponseEntity<Void> remove(@PathVariable String name, @PathVariable String path, HttpServletRequest request) {
        if (!(expected(request) instanceof DraftStore.Expected.Content(var sha256))) throw ifMatchNeeded();
        return changed(drafts.remove(
                name, path.substring(1), sha256, Caller.of(request).keyId()));
    }

    /** Adds words to a bank and removes some; {@code If-Match} names the content of the file that holds the bank. */
    @PostMapping("/v1/policies/drafts/{name}/banks/{bank}/words")
    ResponseEntity<Void> words(@PathVariable String name, @PathVariable String bank, HttpServletRequest request)
            throws IOException {
        if (!(expected(request) instanceof DraftStore.Expected.Content(var sha256))) throw ifMatchNeeded();
        var faults = new Faults();
        var body = PoliciesController.body(request, faults, MAX_FILE_BYTES);
        List<String> add = words(body, "add");
        List<String> remove = words(body, "remove");
        body.refuseUnknown();
        faults.refuseAny();
        String key = Caller.of(request).keyId();
        for (var file : drafts.fileList(name)) {
            if (!file.path().startsWith("content/")) continue;
            byte[] before = drafts.file(name, file.path()).orElseThrow(DraftsController::noFile);
            switch (BankEditor.edit(new String(before, StandardCharsets.UTF_8), bank, add, remove)) {
                case BankEditor.Edit.NoSuchBank() -> {}
                case BankEditor.Edit.Refused(var sentence) ->
                    throw new ProblemException(ProblemType.POLICY_REJECTED, file.path() + ": " + sentence + ".");
                case BankEditor.Edit.Edited(var text) -> {
                    String read = PolicyFiles.digestOf(before);
                    // What the sender saw is not what was edited here.
                    if (!read.equals(sha256)) return changed(new DraftStore.Change.ChangedMeanwhile(read));
                    return changed(drafts.put(
                            name,
                            file.path(),
                            text.getBytes(StandardCharsets.UTF_8),
                            new DraftStore.Expected.Content(sha256),
                            key));
                }
            }
        }
        throw new ProblemException(ProblemType.NOT_FOUND, "No file of this draft holds a word bank of this name.");
    }

    private static List<String> words(JsonObjectReader body, String field) {
        var words = new ArrayList<String>();
        var elements = body.array(field, MAX_WORDS);
        for (int i = 0; i < elements.size(); i++) {
            String word = elements.get(i).isString() ? elements.get(i).stringValue() : null;
            String fault = word == null ? "must be a string" : JsonObjectReader.faultOf(word, MAX_WORD_BYTES);
            if (fault == null && word != null && word.chars().anyMatch(Character::isISOControl))
                fault = "holds a control character";
            if (fault != null) body.fault(field, i, fault);
            else words.add(Objects.requireNonNull(word));
        }
        return words;
    }

    /** Freezes the draft into a version and ends it. Faults leave it as it is. */
    @PostMapping("/v1/policies/drafts/{name}/versions")
    ResponseEntity<Map<String, Object>> freeze(@PathVariable String name, HttpServletRequest request)
            throws IOException {
        var faults = new Faults();
        var body = PoliciesController.body(request, faults);
        String version = body.optionalText("version", 64);
        body.refuseUnknown();
        faults.refuseAny();
        var snapshot = drafts.snapshot(name).orElseThrow(DraftsController::noDraft);
        var files = version == null
                ? snapshot.files()
                : snapshot.files().with(Map.of(PolicyFiles.VERSION, (version + "\n").getBytes(StandardCharsets.UTF_8)));
        var answer = PoliciesController.stored(life.store(
                files, DraftStore.authors(snapshot.draft(), Caller.of(request).keyId())));
        drafts.frozen(snapshot.draft());
        return answer;
    }

    private DraftStore.Draft draft(String name) {
        return drafts.draft(name).orElseThrow(DraftsController::noDraft);
    }

    private static Map<String, Object> describe(DraftStore.Draft draft) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("name", draft.name());
        tree.put("base", draft.base());
        tree.put("created_by", draft.createdBy());
        tree.put("created_at", draft.createdAt().toString());
        tree.put("changed_at", draft.changedAt().toString());
        tree.put("authors", draft.authors());
        return tree;
    }

    static DraftStore.Expected expected(HttpServletRequest request) {
        String match = request.getHeader("If-Match");
        if (match != null) return new DraftStore.Expected.Content(match.strip().replace("\"", ""));
        if ("*".equals(request.getHeader("If-None-Match"))) return new DraftStore.Expected.Nothing();
        throw ifMatchNeeded();
    }

    static ProblemException ifMatchNeeded() {
        return new ProblemException(
                ProblemType.PRECONDITION_NEEDED,
                "Send If-Match with the ETag of what is to be changed, or If-None-Match: * for a new one.");
    }

    static ProblemException noDraft() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no draft of this name.");
    }

    private static ProblemException noFile() {
        return new ProblemException(ProblemType.NOT_FOUND, "This draft has no such file.");
    }

    private static ResponseEntity<Void> changed(DraftStore.Change change) {
        return switch (change) {
            case DraftStore.Change.Changed(@Nullable String sha256) ->
                sha256 == null
                        ? ResponseEntity.noContent().build()
                        : ResponseEntity.noContent().eTag("\"" + sha256 + "\"").build();
            case DraftStore.Change.ChangedMeanwhile(@Nullable String current) ->
                throw new ProblemException(changedMeanwhile("file", current));
            case DraftStore.Change.NoSuchDraft() -> throw noDraft();
        };
    }

    /** @param current ETag of what is there; null when nothing is */
    static Problem changedMeanwhile(String what, @Nullable String current) {
        return Problem.of(
                        ProblemType.CHANGED_MEANWHILE,
                        current == null
                                ? "There is no such " + what + " any more, or not yet."
                                : "Somebody changed the " + what
                                        + " since it was read, or it is there already; read it again.")
                .with("current", current == null ? "" : current);
    }
}
