package io.gatehouse.service.search;

import io.gatehouse.residency.search.Question.Scope;
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
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Questions to the index of one region: to decisions, and for those who may, to what people said. */
@RestController
final class SearchController {
    /** How many there are, whatever part of them is in this answer. */
    private static final String MATCHING = "Gatehouse-Matching";

    /** What to send as {@code after} for the ones that follow; left out at the end. */
    private static final String NEXT = "Gatehouse-Next";

    private final SearchDesk desk;
    private final SavedQuestions saved;

    SearchController(SearchDesk desk, SavedQuestions saved) {
        this.desk = desk;
        this.saved = saved;
    }

    @GetMapping("/v1/search")
    ResponseEntity<byte[]> decisions(HttpServletRequest request) {
        return byParameters(Scope.DECISIONS, request);
    }

    @PostMapping("/v1/search")
    ResponseEntity<byte[]> decisionsByBody(HttpServletRequest request) throws IOException {
        return byBody(Scope.DECISIONS, request);
    }

    @GetMapping("/v1/search/contents")
    ResponseEntity<byte[]> contents(HttpServletRequest request) {
        return byParameters(Scope.CONTENTS, request);
    }

    @PostMapping("/v1/search/contents")
    ResponseEntity<byte[]> contentsByBody(HttpServletRequest request) throws IOException {
        return byBody(Scope.CONTENTS, request);
    }

    private ResponseEntity<byte[]> byBody(Scope scope, HttpServletRequest request) throws IOException {
        var body = StrictJson.parse(JsonBody.read(request, QuestionReader.MAX_BODY_BYTES));
        var faults = new Faults();
        if (body instanceof ObjectNode asked) return answer(scope, asked, request, faults);
        faults.add("", "must be an object");
        faults.refuseAny();
        throw new IllegalStateException("a fault was noted");
    }

    /** Faults are named after the parameters, not after the body that they are read as. */
    private ResponseEntity<byte[]> byParameters(Scope scope, HttpServletRequest request) {
        try {
            return answer(scope, QuestionReader.ofParameters(request), request, new Faults());
        } catch (ProblemException refused) {
            var problem = refused.problem();
            if (problem.type() != ProblemType.INVALID_REQUEST
                    || problem.errors().isEmpty()) throw refused;
            throw new ProblemException(Problem.invalid(
                    problem.type(),
                    problem.errors().stream()
                            .map(fault -> fault.pointer().startsWith("/")
                                    ? new Fault("query:" + fault.pointer().substring(1), fault.detail())
                                    : fault)
                            .toList()));
        }
    }

    private ResponseEntity<byte[]> answer(Scope scope, ObjectNode sent, HttpServletRequest request, Faults faults) {
        var asked = saved.withSaved(scope, sent, Caller.of(request));
        var asking = QuestionReader.read(asked, scope, faults);
        faults.refuseAny();
        if (asking == null) throw new IllegalStateException("a question was refused without a fault");
        var found = desk.ask(asking, asked, request);
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, asking.format().mediaType())
                // What was found is for who asked.
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .headers(headers -> goingOn(found, headers))
                .body(new SearchAnswer(found).bytes(asking.format()));
    }

    /** A CSV file has no place to say that it is not all. */
    private static void goingOn(SearchDesk.Answer found, HttpHeaders headers) {
        headers.set(MATCHING, Long.toString(found.found().matching()));
        if (found.next() != null) headers.set(NEXT, found.next());
    }
}
