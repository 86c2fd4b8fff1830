package io.gatehouse.service.submission;

import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.access.Role;
import io.gatehouse.service.decision.Answer;
import io.gatehouse.service.operator.OperatorDesk;
import io.gatehouse.service.operator.Wanted;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
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

    private final ServedRegions regions;
    private final OperatorDesk operators;

    DecisionController(ServedRegions regions, OperatorDesk operators) {
        this.regions = regions;
        this.operators = operators;
    }

    /** The decision that stands for a screening, as it was answered. */
    @GetMapping("/v1/screenings/{id}")
    ResponseEntity<byte[]> screening(@PathVariable String id, HttpServletRequest request) {
        var region = admitted(request, id, 's');
        return json(answerOf(region, visible(region.cell().reader().screening(id), request)));
    }

    @GetMapping("/v1/decisions/{id}")
    ResponseEntity<byte[]> decision(@PathVariable String id, HttpServletRequest request) {
        var region = admitted(request, id, 'd');
        return json(answerOf(region, visible(region.cell().reader().decision(id), request)));
    }

    /** What the author is told. */
    @GetMapping("/v1/decisions/{id}/statement-of-reasons")
    ResponseEntity<byte[]> statement(@PathVariable String id, HttpServletRequest request) {
        var region = admitted(request, id, 'd');
        var decision = visible(region.cell().reader().decision(id), request);
        JsonNode answer = JSON.readTree(payloadOf(decision).answer());
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
        var region = admitted(request, id, 'd');
        return json(
                payloadOf(visible(region.cell().reader().decision(id), request)).record());
    }

    private ServedRegion admitted(HttpServletRequest request, String id, char kind) {
        var named = regions.ofId(id, kind);
        // Who moved took their decisions along, and what an outage sheltered came home: the id stays what it was.
        var region = named.cell()
                .departures()
                .movedTo(id)
                .map(regions::orMisdirected)
                .orElse(named);
        operators.admit(request, Wanted.ofRecord(region.id(), id, DataKind.DECISION));
        return region;
    }

    private static StoredDecision visible(Optional<StoredDecision> found, HttpServletRequest request) {
        var caller = Caller.of(request);
        // Another client's decision does not exist for this one: its id must not even be confirmed.
        boolean seesAll = caller.roles().contains(Role.REVIEWER)
                || caller.roles().contains(Role.AUDITOR)
                || caller.roles().contains(Role.PRIVACY);
        return found.filter(decision -> seesAll || decision.client().equals(caller.client()))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is nothing of this id."));
    }

    private static byte[] answerOf(ServedRegion region, StoredDecision decision) {
        return Answer.complete(payloadOf(decision).answer(), region.id(), decision.index());
    }

    private static Payload payloadOf(StoredDecision decision) {
        return decision.payload()
                .orElseThrow(() -> new ProblemException(
                        ProblemType.ERASED, "The author was erased; what remains is the entry in the region's log."));
    }

    private static ResponseEntity<byte[]> json(byte[] body) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
    }
}
