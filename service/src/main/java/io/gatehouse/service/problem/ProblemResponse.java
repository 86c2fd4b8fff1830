package io.gatehouse.service.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Puts a problem on the wire. */
public final class ProblemResponse {
    private static final MediaType TYPE = MediaType.parseMediaType(Problem.MEDIA_TYPE);

    private ProblemResponse() {}

    /** For filters, which stand before Spring. */
    public static void write(HttpServletResponse response, Problem problem) throws IOException {
        byte[] json = problem.toJson();
        response.setStatus(problem.type().status());
        response.setContentType(Problem.MEDIA_TYPE);
        if (problem.retryAfter() != null) response.setHeader("Retry-After", seconds(problem));
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }

    public static ResponseEntity<byte[]> of(Problem problem) {
        var headers = new HttpHeaders();
        headers.setContentType(TYPE);
        if (problem.retryAfter() != null) headers.set(HttpHeaders.RETRY_AFTER, seconds(problem));
        return ResponseEntity.status(problem.type().status()).headers(headers).body(problem.toJson());
    }

    private static String seconds(Problem problem) {
        var wait = problem.retryAfter();
        // Rounded up: "0" would ask for a busy loop.
        return Long.toString(wait == null ? 1 : Math.max(1, wait.plusMillis(999).toSeconds()));
    }
}
