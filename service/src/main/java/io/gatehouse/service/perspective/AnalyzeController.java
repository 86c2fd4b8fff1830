package io.gatehouse.service.perspective;

import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.fact.MediaFindings;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.judging.Judging;
import io.gatehouse.service.judging.NobodysComments;
import io.gatehouse.service.problem.ForeignDoor;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.submission.Admission;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code comments:analyze} as clients of the Perspective API send it. Judged as a public comment of nobody; nothing is stored. */
@RestController
final class AnalyzeController {
    static final String PATH = "/v1alpha1/comments:analyze";

    private static final Logger LOG = LoggerFactory.getLogger(AnalyzeController.class);

    /** The longest comment with every character escaped, and a context. */
    private static final int MAX_BODY_BYTES = 256 * 1024;

    private static final String PROBABILITY = "PROBABILITY";

    private final NobodysComments comments;
    private final Admission admission;
    private final boolean logsRequests;

    AnalyzeController(NobodysComments comments, Admission admission, GatehouseProperties properties) {
        this.comments = comments;
        this.admission = admission;
        this.logsRequests = properties.logRequests();
    }

    @PostMapping(PATH)
    Map<String, Object> analyze(HttpServletRequest request) throws IOException {
        long started = System.nanoTime();
        var asked = AnalyzeRequest.read(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)));
        return admission.admit(Caller.of(request), () -> {
            var judging = comments.judging();
            var whole = judge(judging, asked.text());
            var languages =
                    asked.languages().isEmpty() ? List.of(whole.language().code()) : asked.languages();
            // Rules and classifiers go by the language that the text is in, whatever is said of it.
            var looked = Stream.concat(
                            languages.stream(), Stream.of(whole.language().code()))
                    .distinct()
                    .toList();
            for (var wanted : asked.wanted()) {
                requireLookedFor(judging, wanted);
                requireSpoken(judging, wanted, looked);
            }
            var answer = new LinkedHashMap<String, Object>();
            answer.put("attributeScores", scores(judging, asked, whole));
            answer.put("languages", languages);
            answer.put("detectedLanguages", List.of(whole.language().code()));
            if (asked.token() != null) answer.put("clientToken", asked.token());
            // Not in the original: what was not looked at to its end, and will not be the next time either.
            if (!whole.degraded().isEmpty()) answer.put("degraded", whole.degraded());
            if (logsRequests)
                LOG.info(
                        "analyzed {} attributes={} degraded={} policy={} ms={}",
                        ForeignDoor.idOf(request),
                        asked.wanted().size(),
                        !whole.degraded().isEmpty(),
                        judging.versions().policyVersion(),
                        (System.nanoTime() - started) / 1_000_000);
            return answer;
        });
    }

    private Judgement judge(Judging judging, String text) {
        var judgement = comments.judge(judging, List.of(new Part.Text(text)), MediaFindings.NONE);
        NobodysComments.requireWhole(judgement);
        return judgement;
    }

    /** Where nothing looks, nothing found is no score. */
    private static void requireLookedFor(Judging judging, AnalyzeRequest.Wanted wanted) {
        var lookedFor = NobodysComments.lookedFor(judging);
        if (wanted.attribute().categories().stream().noneMatch(lookedFor::contains))
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "Attribute " + wanted.name() + " is looked for by no rule here.");
    }

    /** In a language that nobody looks in, nothing found is no score. Where the language is not known, everything looked. */
    private static void requireSpoken(Judging judging, AnalyzeRequest.Wanted wanted, List<String> languages) {
        var spoken = SpokenLanguages.of(judging.moderator(), wanted.attribute().categories());
        var missing = languages.stream()
                .filter(language -> !language.equals("und") && !spoken.isEmpty() && !spoken.contains(language))
                .toList();
        if (!missing.isEmpty())
            throw new ProblemException(Problem.of(
                            ProblemType.INVALID_REQUEST,
                            "Attribute " + wanted.name() + " does not support request languages: "
                                    + String.join(", ", missing))
                    .with(GoogleErrors.ERROR_TYPE, GoogleErrors.LANGUAGE_NOT_SUPPORTED)
                    .with(GoogleErrors.ATTRIBUTE, wanted.name())
                    .with(GoogleErrors.LANGUAGES, missing));
    }

    private Map<String, Object> scores(Judging judging, AnalyzeRequest asked, Judgement whole) {
        var spans = spans(judging, asked, whole);
        var scores = new LinkedHashMap<String, Object>();
        for (var wanted : asked.wanted()) {
            double summary = wanted.attribute().scoreOf(whole);
            if (summary < wanted.atLeast()) continue;
            var spanScores = new ArrayList<Map<String, Object>>();
            for (var span : spans) {
                double score = wanted.attribute().scoreOf(span.judgement());
                if (score >= wanted.atLeast()) spanScores.add(spanScore(span, score));
            }
            scores.put(wanted.name(), Map.of("summaryScore", score(summary), "spanScores", spanScores));
        }
        return scores;
    }

    /** A stretch of the text, in code points, and what was seen in it alone. */
    private record Span(int begin, int end, Judgement judgement) {}

    private List<Span> spans(Judging judging, AnalyzeRequest asked, Judgement whole) {
        String text = asked.text();
        if (!asked.spans()) return List.of(new Span(0, text.codePointCount(0, text.length()), whole));
        var sentences = Sentences.of(text, whole.language().code());
        return sentences.stream()
                .map(sentence -> new Span(sentence.start(), sentence.end(), judge(judging, sentence.text())))
                .toList();
    }

    private static Map<String, Object> spanScore(Span span, double score) {
        var json = new LinkedHashMap<String, Object>();
        json.put("begin", span.begin());
        json.put("end", span.end());
        json.put("score", score(score));
        return json;
    }

    private static Map<String, Object> score(double value) {
        var json = new LinkedHashMap<String, Object>();
        json.put("value", value);
        json.put("type", PROBABILITY);
        return json;
    }
}
