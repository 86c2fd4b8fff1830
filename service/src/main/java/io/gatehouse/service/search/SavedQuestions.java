package io.gatehouse.service.search;

import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.search.AskedQuestions;
import io.gatehouse.residency.search.AskedQuestions.Asked;
import io.gatehouse.residency.search.Question.Scope;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Questions that people keep for themselves, in the cell that they are asked of. */
@Component
final class SavedQuestions {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_NAME_BYTES = 200;
    private static final String SAVED = "saved";
    private static final String NAME = "name";
    private static final String QUESTION = "question";

    private final ServedRegions regions;
    private final AccountDirectory directory;
    private final NewIds ids;
    private final Clock clock;

    SavedQuestions(ServedRegions regions, AccountDirectory directory, NewIds ids, Clock clock) {
        this.regions = regions;
        this.directory = directory;
        this.ids = ids;
        this.clock = clock;
    }

    /** The question sent; where it names a saved one, that with what was sent besides in place of its own. */
    ObjectNode withSaved(Scope scope, ObjectNode sent, Caller caller) {
        if (!sent.has(SAVED)) return sent;
        String id = sent.get(SAVED).asString("");
        var found = new AskedQuestions(regions.ofId(id, 'f').cell())
                .find(id)
                .filter(asked -> asked.isSaved()
                        && asked.askedBy().equals(caller.keyId())
                        && asked.scope() == scope)
                .orElseThrow(SavedQuestions::nothing);
        var whole = (ObjectNode) JSON.readTree(found.question()).get(QUESTION);
        sent.properties().forEach(each -> {
            if (!each.getKey().equals(SAVED)) whole.set(each.getKey(), each.getValue());
        });
        return whole;
    }

    /** Keeps the question of a body, once it is understood. */
    Map<String, Object> keep(HttpServletRequest request) throws IOException {
        var caller = Caller.of(request);
        var faults = new Faults();
        var body = JsonObjectReader.of(
                StrictJson.parse(JsonBody.read(request, QuestionReader.MAX_BODY_BYTES)), JsonPointer.ROOT, faults);
        faults.refuseAny();
        if (body == null) throw new IllegalStateException("a body was refused without a fault");
        String name = body.requiredText(NAME, MAX_NAME_BYTES);
        var scope = scope(body);
        var question = body.node(QUESTION);
        if (question == null) body.fault(QUESTION, "is missing");
        body.refuseUnknown();
        var asking = question == null || scope == null ? null : understood(question, scope, faults);
        faults.refuseAny();
        if (asking == null || scope == null) throw new IllegalStateException("a question was refused without a fault");
        var region = regions.named(asking.region());
        var kept = JSON.createObjectNode().put(NAME, name);
        kept.set(QUESTION, question);
        var asked = new Asked(
                ids.search(region.id()),
                scope,
                caller.keyId(),
                clock.instant(),
                true,
                asking.accountId().map(directory::refOf).orElse(null),
                JSON.writeValueAsBytes(kept));
        if (!new AskedQuestions(region.cell()).keep(asked))
            throw new ProblemException(
                    ProblemType.TOO_MANY_SAVED,
                    "A key keeps at most " + AskedQuestions.MOST_SAVED + " questions in a region; delete one first.");
        return describe(asked);
    }

    private static @Nullable Asking understood(
            tools.jackson.databind.JsonNode question, Scope scope, Faults faults) {
        var inside = new Faults();
        var asking = QuestionReader.read(question, scope, inside);
        inside.found().forEach(fault -> faults.add("/" + QUESTION + fault.pointer(), fault.detail()));
        return asking;
    }

    private static @Nullable Scope scope(JsonObjectReader body) {
        String word = body.requiredText("scope", MAX_NAME_BYTES);
        if (word == null) return null;
        for (var scope : Scope.values()) if (scope.name().toLowerCase(Locale.ROOT).equals(word)) return scope;
        body.fault(
                "scope",
                "must be one of: "
                        + Arrays.stream(Scope.values())
                                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
        return null;
    }

    List<Map<String, Object>> of(String region, Caller caller) {
        return new AskedQuestions(regions.named(region).cell())
                .savedBy(caller.keyId()).stream().map(SavedQuestions::describe).toList();
    }

    /** @throws ProblemException when the caller keeps no such question */
    void remove(String id, Caller caller) {
        ServedRegion region = regions.ofId(id, 'f');
        if (!new AskedQuestions(region.cell()).remove(id, caller.keyId())) throw nothing();
    }

    private static Map<String, Object> describe(Asked asked) {
        var kept = JSON.readTree(asked.question());
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", asked.id());
        fields.put(NAME, kept.get(NAME));
        fields.put("scope", asked.scope().name().toLowerCase(Locale.ROOT));
        fields.put("saved_at", asked.askedAt().toString());
        fields.put(QUESTION, kept.get(QUESTION));
        return fields;
    }

    private static ProblemException nothing() {
        return new ProblemException(ProblemType.NOT_FOUND, "This key keeps no such question.");
    }
}
