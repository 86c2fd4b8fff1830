package io.gatehouse.service.console;

import io.gatehouse.service.problem.ProblemAdvice;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What goes wrong behind a page is told on a page, in the words of the API's problems. */
@RestControllerAdvice(basePackageClasses = ConsoleFailures.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ConsoleFailures {
    private final Pages pages;

    ConsoleFailures(Pages pages) {
        this.pages = pages;
    }

    @ExceptionHandler(Throwable.class)
    ResponseEntity<String> failed(HttpServletRequest request, Throwable failure) {
        var problem = ProblemAdvice.problemOf(failure);
        return pages.refusal(
                request,
                problem.type().status(),
                problem.type().title(),
                problem.detail() + incident(problem.members().get("incident")));
    }

    private static String incident(@org.jspecify.annotations.Nullable Object name) {
        return name == null ? "" : " The log tells more under incident " + name + ".";
    }
}
