package io.gatehouse.service.problem;

import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.store.RegionStore.StoreUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Every exception that leaves a controller becomes a problem here. */
@RestControllerAdvice
public final class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler(ProblemException.class)
    ResponseEntity<byte[]> refused(HttpServletRequest request, ProblemException refusal) {
        return ProblemResponse.of(request, refusal.problem());
    }

    @ExceptionHandler({NoResourceFoundException.class, NoHandlerFoundException.class})
    ResponseEntity<byte[]> notFound(HttpServletRequest request) {
        return ProblemResponse.of(
                request, Problem.of(ProblemType.NOT_FOUND, "No route has this path; see /openapi.json."));
    }

    @ExceptionHandler(HttpRequestMethodNotSupportedException.class)
    ResponseEntity<byte[]> methodNotAllowed(
            HttpServletRequest request, HttpRequestMethodNotSupportedException refused) {
        String allowed = String.join(
                ", ", refused.getSupportedMethods() == null ? new String[0] : refused.getSupportedMethods());
        var answer = ProblemResponse.of(
                request, Problem.of(ProblemType.METHOD_NOT_ALLOWED, "This path takes " + allowed + "."));
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .header(HttpHeaders.ALLOW, allowed)
                .body(answer.getBody());
    }

    @ExceptionHandler(HttpMediaTypeNotSupportedException.class)
    ResponseEntity<byte[]> unsupported(HttpServletRequest request) {
        return ProblemResponse.of(
                request, Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send Content-Type: application/json."));
    }

    @ExceptionHandler(HttpMediaTypeNotAcceptableException.class)
    ResponseEntity<byte[]> notAcceptable(HttpServletRequest request) {
        return ProblemResponse.of(request, Problem.of(ProblemType.NOT_ACCEPTABLE, "Answers are application/json."));
    }

    @ExceptionHandler(MissingServletRequestParameterException.class)
    ResponseEntity<byte[]> missing(HttpServletRequest request, MissingServletRequestParameterException missing) {
        return ProblemResponse.of(request, at("query:" + missing.getParameterName(), "is missing"));
    }

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ResponseEntity<byte[]> mistyped(HttpServletRequest request, MethodArgumentTypeMismatchException mistyped) {
        boolean isInPath = mistyped.getParameter().hasParameterAnnotation(PathVariable.class);
        String where = (isInPath ? "path:" : "query:") + mistyped.getName();
        return ProblemResponse.of(request, at(where, "is not what the contract says it is"));
    }

    private static Problem at(String where, String fault) {
        return Problem.invalid(ProblemType.INVALID_REQUEST, List.of(new Fault(where, fault)));
    }

    /** The client went away: nobody is left to answer. */
    @ExceptionHandler(AsyncRequestNotUsableException.class)
    void gone() {}

    @ExceptionHandler(Throwable.class)
    ResponseEntity<byte[]> failed(HttpServletRequest request, Throwable failure) {
        return ProblemResponse.of(request, problemOf(failure));
    }

    /** What a client is told about a failure, wherever it ended the work. Logs what someone should see. */
    public static Problem problemOf(Throwable failure) {
        return switch (failure) {
            case ProblemException refusal -> refusal.problem();
            case StoreUnavailableException away -> regionAway(away);
            case DatabaseBusyException busy -> Unavailability.of(busy);
            case DatabaseUnavailableException away -> regionAway(away);
            case IOException broken
            when !DiskFull.isCauseOf(broken) ->
                Problem.of(ProblemType.INVALID_REQUEST, "The body ended before it was complete.");
            default -> DiskFull.isCauseOf(failure) ? regionAway(failure) : unexpected(failure);
        };
    }

    private static Problem regionAway(Throwable failure) {
        LOG.warn("a region cannot be used: {}", failure.toString());
        return Unavailability.of(failure);
    }

    /** Logged whole under a name that the answer repeats; the answer itself says nothing of what failed. */
    private static Problem unexpected(Throwable failure) {
        String incident = UUID.randomUUID().toString();
        LOG.error("incident {}", incident, failure);
        return Problem.of(ProblemType.INTERNAL, "Something failed that should not have; it was recorded.")
                .with("incident", incident);
    }
}
