package io.gatehouse.service.submission;

import io.gatehouse.moderation.decode.Wire;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.access.Role;
import io.gatehouse.service.decision.Answer;
import io.gatehouse.service.decision.DecisionRecord;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Decisions read back, from the region that their id names. A platform sees its own; reviewers and auditors all. */
@RestController
final class DecisionController {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Estimates are rough: whoever asks again after a minute learns more. */
    private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(1);

    private final DecisionFinder finder;

    DecisionController(DecisionFinder finder) {
        this.finder = finder;
    }

    /** The decision that stands for a screening, as it was answered. */
    @GetMapping("/v1/screenings/{id}")
    ResponseEntity<byte[]> screening(@PathVariable String id, HttpServletRequest request) {
        var found = visible(finder.screening(id, request), request);
        byte[] answer = answerOf(found);
        return Answer.isPending(answer) ? pending(found, answer) : json(answer);
    }

    /** Read anew each time: it says how far looking has come, which is in no decision. */
    private static ResponseEntity<byte[]> pending(DecisionFinder.Found found, byte[] answer) {
        var record = payloadOf(found).record();
        var media = DecisionRecord.unseenIn(record);
        var progress = found.region().cell().mediaHashes().progress(media, Wire.DECODE_VERSION);
        long seconds = Math.clamp(progress.ahead().toSeconds(), 1, MAX_RETRY_AFTER.toSeconds());
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(seconds))
                .body(Answer.withProgress(answer, media.size(), progress.seen(), progress.ahead()));
    }

    @GetMapping("/v1/decisions/{id}")
    ResponseEntity<byte[]> decision(@PathVariable String id, HttpServletRequest request) {
        return json(answerOf(visible(finder.decision(id, request), request)));
    }

    /** What the author is told. */
    @GetMapping("/v1/decisions/{id}/statement-of-reasons")
    ResponseEntity<byte[]> statement(@PathVariable String id, HttpServletRequest request) {
        var found = visible(finder.decision(id, request), request);
        JsonNode answer = JSON.readTree(payloadOf(found).answer());
        JsonNode statement = answer.get("statement_of_reasons");
        if (statement != null && !statement.isNull()) return json(JSON.writeValueAsBytes(statement));
        JsonNode exemption = answer.get("statement_exemption");
        throw new ProblemException(
                exemption == null || exemption.isNull()
                        ? Problem.of(ProblemType.NOT_FOUND, "This decision restricts nothing, so no statement is owed.")
                        : Problem.of(ProblemType.NOT_FOUND, "No statement is owed for this decision.")
                                .with("statement_exemption", exemption.stringValue()));
    }

    /** Condition by condition: what was told, what failed, which rules held and why. */
    @GetMapping("/v1/decisions/{id}/trace")
    ResponseEntity<byte[]> trace(@PathVariable String id, HttpServletRequest request) {
        return json(payloadOf(visible(finder.decision(id, request), request)).record());
    }

    private static DecisionFinder.Found visible(Optional<DecisionFinder.Found> found, HttpServletRequest request) {
        var caller = Caller.of(request);
        // Another client's decision does not exist for this one: its id must not even be confirmed.
        boolean seesAll = caller.roles().contains(Role.REVIEWER)
                || caller.roles().contains(Role.AUDITOR)
                || caller.roles().contains(Role.PRIVACY);
        return found.filter(each -> seesAll || each.decision().client().equals(caller.client()))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is nothing of this id."));
    }

    private static byte[] answerOf(DecisionFinder.Found found) {
        return Answer.complete(
                payloadOf(found).answer(), found.region().id(), found.decision().index());
    }

    private static Payload payloadOf(DecisionFinder.Found found) {
        return found.decision().payload().orElseThrow(() -> gone(found));
    }

    /** What is gone of somebody who is still here went because it was kept for long enough. */
    private static ProblemException gone(DecisionFinder.Found found) {
        var author = found.region().cell().reader().account(found.decision().account());
        boolean isHere = author.map(account -> switch (account.state()) {
                    case ACTIVE, GUEST, MOVING -> true;
                    case MOVED, ERASING, ERASED -> false;
                })
                .orElse(false);
        return isHere
                ? new ProblemException(
                        ProblemType.EXPIRED,
                        "What was told and answered is kept no longer; what remains is the entry in the region's log.")
                : new ProblemException(
                        ProblemType.ERASED, "The author was erased; what remains is the entry in the region's log.");
    }

    private static ResponseEntity<byte[]> json(byte[] body) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
    }
}
