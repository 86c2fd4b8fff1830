package io.gatehouse.service.moderation;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Observation;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.judging.Judging;
import io.gatehouse.service.judging.RunningPolicies;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /v1/moderations} as OpenAI's clients send it. Judged as a public comment of nobody; nothing is stored. */
@RestController
final class ModerationController {
    private static final int MAX_BODY_BYTES = 1024 * 1024;

    /** The contract's own categories, in its order. */
    private static final List<Category> CATEGORIES =
            Arrays.stream(Category.values()).limit(13).toList();

    /** A country of nobody (ISO 3166-1, user-assigned): a public surface does not ask where its author lives. */
    private static final String NOWHERE = "ZZ";

    private final RunningPolicies policies;
    private final Clock clock;

    ModerationController(RunningPolicies policies, Clock clock) {
        this.policies = policies;
        this.clock = clock;
    }

    @PostMapping("/v1/moderations")
    Map<String, Object> moderate(HttpServletRequest request) throws IOException {
        var asked = ModerationRequest.read(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)));
        var judging = policies.active();
        var results = new ArrayList<Map<String, Object>>();
        for (List<String> texts : asked.inputs()) results.add(describe(judge(judging, texts)));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("id", "modr-" + UUID.randomUUID());
        answer.put("model", "gatehouse-" + judging.versions().policyVersion());
        answer.put("results", results);
        return answer;
    }

    private Judgement judge(Judging judging, List<String> texts) {
        var now = clock.instant();
        List<Part> parts = texts.stream().<Part>map(Part.Text::new).toList();
        var content = new Content(new ContentId("moderation"), Surface.COMMENT, now, NOWHERE, null, parts);
        return judging.judge(content, now, judging.deadlineOf(content), ModerationController::nobodysFacts)
                .judgement();
    }

    /** Counters are about authors; this text has none, so each has counted nothing. */
    private static Facts nobodysFacts(Observation seen) {
        return Facts.still(seen.wantedFacts(), 0);
    }

    private static Map<String, Object> describe(Judgement judgement) {
        Map<String, Object> categories = new LinkedHashMap<>();
        Map<String, Object> scores = new LinkedHashMap<>();
        Map<String, Object> inputTypes = new LinkedHashMap<>();
        boolean flagged = false;
        for (Category category : CATEGORIES) {
            boolean labelled = judgement.labels().stream().anyMatch(label -> label.category() == category);
            flagged |= labelled;
            categories.put(category.wireName(), labelled);
            scores.put(category.wireName(), judgement.scores().getOrDefault(category, 0.0));
            inputTypes.put(category.wireName(), List.of("text"));
        }
        var result = new LinkedHashMap<String, Object>();
        result.put("flagged", flagged);
        result.put("categories", categories);
        result.put("category_scores", scores);
        result.put("category_applied_input_types", inputTypes);
        // Not in the original: a caller who ignores it is no worse off, one who looks learns that something was not
        // asked.
        if (!judgement.degraded().isEmpty()) result.put("degraded", judgement.degraded());
        return result;
    }
}
