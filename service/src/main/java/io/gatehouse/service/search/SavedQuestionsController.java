package io.gatehouse.service.search;

import io.gatehouse.service.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Questions that a key keeps for itself. */
@RestController
final class SavedQuestionsController {
    private final SavedQuestions questions;

    SavedQuestionsController(SavedQuestions questions) {
        this.questions = questions;
    }

    @PostMapping("/v1/search/questions")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, Object> keep(HttpServletRequest request) throws IOException {
        return questions.keep(request);
    }

    @GetMapping("/v1/search/questions")
    Map<String, Object> list(@RequestParam String region, HttpServletRequest request) {
        return Map.of("questions", questions.of(region, Caller.of(request)));
    }

    @DeleteMapping("/v1/search/questions/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String id, HttpServletRequest request) {
        questions.remove(id, Caller.of(request));
    }
}
