package io.gatehouse.service.moderation;

import io.gatehouse.moderation.content.Part;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /v1/moderations} as OpenAI's clients send it. Judged as a public comment of nobody; nothing is stored. */
@RestController
final class ModerationController {
    static final String PATH = "/v1/moderations";

    private static final Logger LOG = LoggerFactory.getLogger(ModerationController.class);

    /** Texts alone are never larger in earnest. */
    private static final int MAX_TEXT_BODY_BYTES = 1024 * 1024;

    /** With a picture of 20 MB, or some smaller ones. */
    private static final int MAX_BODY_BYTES = DataUrl.MAX_BYTES + MAX_TEXT_BODY_BYTES;

    /** Large bodies and messages with pictures at once: each is held several times over while it is read, and there is one decoder. */
    private static final int PLACES = 2;

    /** A picture ahead is looked at in less. */
    private static final Duration PLACE_WAIT = Duration.ofSeconds(2);

    private final Semaphore places = new Semaphore(PLACES);
    private final NobodysComments comments;
    private final PictureDesk pictures;
    private final Admission admission;
    private final boolean logsRequests;

    ModerationController(
            NobodysComments comments, PictureDesk pictures, Admission admission, GatehouseProperties properties) {
        this.comments = comments;
        this.pictures = pictures;
        this.admission = admission;
        this.logsRequests = properties.logRequests();
    }

    @PostMapping(PATH)
    Map<String, Object> moderate(HttpServletRequest request) throws IOException {
        long started = System.nanoTime();
        long announced = request.getContentLengthLong();
        // Whoever does not say how large the body is may send a large one.
        boolean isLarge = announced < 0 || announced > MAX_TEXT_BODY_BYTES;
        boolean holdsPlace = false;
        try {
            if (isLarge) holdsPlace = awaitPlace();
            int maxBytes = isLarge ? MAX_BODY_BYTES : MAX_TEXT_BODY_BYTES;
            var asked = ModerationRequest.read(StrictJson.parse(JsonBody.read(request, maxBytes)));
            // A picture of few bytes, or by URL, takes the decoder as long as another.
            if (!holdsPlace && asked.hasPictures()) holdsPlace = awaitPlace();
            return answer(request, asked, started);
        } finally {
            if (holdsPlace) places.release();
        }
    }

    /** @return true: it is held then, and must be released */
    private boolean awaitPlace() {
        try {
            if (places.tryAcquire(PLACE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new ProblemException(Problem.of(ProblemType.OVERLOADED, "Too many pictures are being looked at.")
                .retryAfter(PLACE_WAIT));
    }

    private Map<String, Object> answer(HttpServletRequest request, ModerationRequest asked, long started)
            throws IOException {
        var looked = new ArrayList<PictureDesk.Looked>();
        for (var input : asked.inputs()) looked.add(pictures.look(input));
        var judging = comments.judging();
        return admission.admit(Caller.of(request), () -> {
            var judged = looked.stream().map(each -> judge(judging, each)).toList();
            var answer = new LinkedHashMap<String, Object>();
            answer.put("id", "modr-" + UUID.randomUUID());
            answer.put("model", "gatehouse-" + judging.versions().policyVersion());
            answer.put("results", results(judging, looked, judged));
            if (logsRequests) log(request, judging, judged, started);
            return answer;
        });
    }

    private static List<Map<String, Object>> results(
            Judging judging, List<PictureDesk.Looked> looked, List<Judgement> judged) {
        var lookedFor = NobodysComments.lookedFor(judging);
        var results = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < looked.size(); i++) {
            boolean hasText = looked.get(i).parts().stream().anyMatch(Part.Text.class::isInstance);
            results.add(ModerationAnswer.result(
                    judged.get(i), hasText ? lookedFor : Set.of(), looked.get(i).categories()));
        }
        return results;
    }

    private Judgement judge(Judging judging, PictureDesk.Looked looked) {
        var judgement = comments.judge(judging, looked.parts(), looked.findings());
        // What was found stands, whatever else could not be asked.
        if (!ModerationAnswer.isFlagged(judgement)) NobodysComments.requireWhole(judgement);
        return judgement;
    }

    private static void log(HttpServletRequest request, Judging judging, List<Judgement> judged, long started) {
        LOG.info(
                "moderated {} inputs={} flagged={} degraded={} policy={} ms={}",
                ForeignDoor.idOf(request),
                judged.size(),
                judged.stream().filter(ModerationAnswer::isFlagged).count(),
                judged.stream().filter(each -> !each.degraded().isEmpty()).count(),
                judging.versions().policyVersion(),
                (System.nanoTime() - started) / 1_000_000);
    }
}
