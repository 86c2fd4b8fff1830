package io.gatehouse.service.policy;

import io.gatehouse.moderation.policy.EntryEditor;
import io.gatehouse.moderation.policy.EntryEditor.Kind;
import io.gatehouse.moderation.policy.Problem;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Single rules and banks of a draft, as YAML or JSON, under {@code If-Match}; and what is wrong with a draft as it stands. */
@RestController
final class DraftEntriesController {
    private final DraftStore drafts;
    private final DraftEntries entries;
    private final PolicyLibrary library;

    DraftEntriesController(PolicyStore store, PolicyLibrary library, java.time.Clock clock) {
        this.drafts = new DraftStore(store, clock);
        this.entries = new DraftEntries(drafts);
        this.library = library;
    }

    @GetMapping("/v1/policies/drafts/{name}/rules")
    Map<String, Object> rules(@PathVariable String name) {
        return Map.of("rules", list(name, Kind.RULE));
    }

    @GetMapping("/v1/policies/drafts/{name}/banks")
    Map<String, Object> banks(@PathVariable String name) {
        return Map.of("banks", list(name, Kind.BANK));
    }

    @GetMapping("/v1/policies/drafts/{name}/rules/{id}")
    ResponseEntity<Map<String, Object>> rule(@PathVariable String name, @PathVariable String id) {
        return get(name, Kind.RULE, id);
    }

    @GetMapping("/v1/policies/drafts/{name}/banks/{id}")
    ResponseEntity<Map<String, Object>> bank(@PathVariable String name, @PathVariable String id) {
        return get(name, Kind.BANK, id);
    }

    @PutMapping("/v1/policies/drafts/{name}/rules/{id}")
    ResponseEntity<Map<String, Object>> putRule(
            @PathVariable String name,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String file,
            HttpServletRequest request)
            throws IOException {
        return put(name, Kind.RULE, id, file, request);
    }

    @PutMapping("/v1/policies/drafts/{name}/banks/{id}")
    ResponseEntity<Map<String, Object>> putBank(
            @PathVariable String name,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String file,
            HttpServletRequest request)
            throws IOException {
        return put(name, Kind.BANK, id, file, request);
    }

    @DeleteMapping("/v1/policies/drafts/{name}/rules/{id}")
    ResponseEntity<Map<String, Object>> deleteRule(
            @PathVariable String name, @PathVariable String id, HttpServletRequest request) {
        return delete(name, Kind.RULE, id, request);
    }

    @DeleteMapping("/v1/policies/drafts/{name}/banks/{id}")
    ResponseEntity<Map<String, Object>> deleteBank(
            @PathVariable String name, @PathVariable String id, HttpServletRequest request) {
        return delete(name, Kind.BANK, id, request);
    }

    /** All that freezing would refuse it for; a draft may have faults while it is worked on. */
    @GetMapping("/v1/policies/drafts/{name}/faults")
    Map<String, Object> faults(@PathVariable String name) {
        var snapshot = drafts.snapshot(name).orElseThrow(DraftsController::noDraft);
        List<Problem> faults =
                library.compile(snapshot.files()) instanceof PolicyLibrary.Compilation.Rejected(var found)
                        ? found
                        : List.of();
        return Map.of(
                "faults", faults.stream().map(DraftEntriesController::describe).toList());
    }

    private List<Map<String, Object>> list(String name, Kind kind) {
        requireDraft(name);
        return entries.list(name, kind).stream()
                .map(entry -> Map.<String, Object>of("id", entry.id(), "file", entry.file(), "line", entry.line()))
                .toList();
    }

    private ResponseEntity<Map<String, Object>> get(String name, Kind kind, String id) {
        requireDraft(name);
        return answer(id, entries.find(name, kind, id).orElseThrow(() -> noEntry(kind)));
    }

    private ResponseEntity<Map<String, Object>> put(
            String name, Kind kind, String id, @Nullable String file, HttpServletRequest request) throws IOException {
        requireDraft(name);
        if (!RuleId.isValid(id))
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "'" + id + "' cannot name a " + EntryEditor.nameOf(kind)
                            + ": lower-case letters and digits, joined by . - _ are wanted.");
        if (file != null && !(PolicyFiles.isName(file) && file.startsWith("content/")))
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "'file' must be a file of content/, such as content/spam.yaml.");
        var expected = DraftsController.expected(request);
        return outcome(
                kind,
                id,
                entries.put(
                        name,
                        kind,
                        id,
                        body(request),
                        expected,
                        file,
                        Caller.of(request).keyId()));
    }

    private ResponseEntity<Map<String, Object>> delete(String name, Kind kind, String id, HttpServletRequest request) {
        requireDraft(name);
        if (!(DraftsController.expected(request) instanceof DraftStore.Expected.Content expected))
            throw DraftsController.ifMatchNeeded();
        return outcome(
                kind,
                id,
                entries.remove(name, kind, id, expected, Caller.of(request).keyId()));
    }

    private static ResponseEntity<Map<String, Object>> outcome(Kind kind, String id, DraftEntries.Outcome outcome) {
        return switch (outcome) {
            case DraftEntries.Outcome.Done(var now) ->
                now == null ? ResponseEntity.noContent().build() : answer(id, now);
            case DraftEntries.Outcome.ChangedMeanwhile(var current) ->
                throw new ProblemException(DraftsController.changedMeanwhile(
                        EntryEditor.nameOf(kind), current == null ? null : current.sha256()));
            case DraftEntries.Outcome.FileNeeded() ->
                throw new ProblemException(
                        ProblemType.INVALID_REQUEST,
                        "There is no such " + EntryEditor.nameOf(kind)
                                + " yet: say with ?file=content/... into which file it goes.");
            case DraftEntries.Outcome.NoSuchFile() ->
                throw new ProblemException(
                        ProblemType.NOT_FOUND,
                        "This draft has no such file; put one, with its policy and ground, first.");
            case DraftEntries.Outcome.Refused(var file, var sentence) ->
                throw new ProblemException(ProblemType.POLICY_REJECTED, file + ": " + sentence + ".");
        };
    }

    private static String body(HttpServletRequest request) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(EntryEditor.MAX_ENTRY + 1);
        if (bytes.length > EntryEditor.MAX_ENTRY)
            throw new ProblemException(
                    ProblemType.BODY_TOO_LARGE, "A rule or bank may have at most " + EntryEditor.MAX_ENTRY + " bytes.");
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The body is not UTF-8.");
        }
    }

    private static ResponseEntity<Map<String, Object>> answer(String id, DraftEntries.Found found) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", id);
        fields.put("file", found.file());
        fields.put("line", found.entry().line());
        fields.put("yaml", found.entry().yaml());
        return ResponseEntity.ok().eTag("\"" + found.sha256() + "\"").body(fields);
    }

    private static Map<String, Object> describe(Problem problem) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("file", problem.file());
        fields.put("line", problem.line());
        fields.put("message", problem.message());
        fields.put("hint", problem.hint());
        return fields;
    }

    private void requireDraft(String name) {
        if (drafts.draft(name).isEmpty()) throw DraftsController.noDraft();
    }

    private static ProblemException noEntry(Kind kind) {
        return new ProblemException(
                ProblemType.NOT_FOUND, "No file of this draft holds a " + EntryEditor.nameOf(kind) + " of this name.");
    }
}
