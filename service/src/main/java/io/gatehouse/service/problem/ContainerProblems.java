package io.gatehouse.service.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What Tomcat refuses before, or after, Spring sees it is answered in the same form as everything else. */
@Configuration(proxyBeanMethods = false)
class ContainerProblems {
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsInsteadOfPages() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host)
                host.setErrorReportValveClass(ProblemValve.class.getName());
        });
    }

    /** Where the container sends what ended with {@code sendError}. */
    @RestController
    static final class Errors implements ErrorController {
        @RequestMapping("${server.error.path:/error}")
        ResponseEntity<byte[]> error(HttpServletRequest request) {
            var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
            return ProblemResponse.of(request, of(status instanceof Integer code ? code : 404));
        }
    }

    /** The nearest problem for a bare status. */
    static Problem of(int status) {
        return switch (status) {
            case 404 -> Problem.of(ProblemType.NOT_FOUND, "No route has this path; see /openapi.json.");
            case 405, 501 -> Problem.of(ProblemType.METHOD_NOT_ALLOWED, "This method is not known here.");
            case 406 -> Problem.of(ProblemType.NOT_ACCEPTABLE, "Answers are application/json.");
            case 408, 503 -> Problem.of(ProblemType.OVERLOADED, "The request could not be taken in time.");
            case 413 -> Problem.of(ProblemType.BODY_TOO_LARGE, "The body is too large.");
            case 415 -> Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send Content-Type: application/json.");
            default ->
                status >= 500
                        ? Problem.of(ProblemType.INTERNAL, "Something failed that should not have.")
                        : Problem.of(ProblemType.INVALID_REQUEST, "The request is not well-formed HTTP.");
        };
    }
}
