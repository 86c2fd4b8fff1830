package io.gatehouse.service.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** Puts a problem on the wire, in the shape that the request's route has. */
public final class ProblemResponse {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ProblemResponse() {}

    /** For filters, which stand before Spring. */
    public static void write(HttpServletRequest request, HttpServletResponse response, Problem problem)
            throws IOException {
        byte[] json = body(request, problem);
        response.setStatus(problem.type().status());
        response.setContentType(type(request));
        if (problem.retryAfter() != null) response.setHeader("Retry-After", seconds(problem));
        headers(request, problem).forEach(response::setHeader);
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }

    public static ResponseEntity<byte[]> of(HttpServletRequest request, Problem problem) {
        var headers = new HttpHeaders();
        headers.setContentType(MediaType.parseMediaType(type(request)));
        if (problem.retryAfter() != null) headers.set(HttpHeaders.RETRY_AFTER, seconds(problem));
        headers(request, problem).forEach(headers::set);
        return ResponseEntity.status(problem.type().status()).headers(headers).body(body(request, problem));
    }

    private static byte[] body(HttpServletRequest request, Problem problem) {
        var shape = ErrorShape.of(request);
        if (shape.isEmpty()) return problem.toJson();
        var tree = problem.toTree();
        tree.put("error", shape.get().error(problem));
        return JSON.writeValueAsBytes(tree);
    }

    private static String type(HttpServletRequest request) {
        return ErrorShape.of(request).isPresent() && ErrorShape.wantsPlainJson(request)
                ? MediaType.APPLICATION_JSON_VALUE
                : Problem.MEDIA_TYPE;
    }

    private static Map<String, String> headers(HttpServletRequest request, Problem problem) {
        return ErrorShape.of(request).map(shape -> shape.headers(problem)).orElse(Map.of());
    }

    private static String seconds(Problem problem) {
        var wait = problem.retryAfter();
        // Rounded up: "0" would ask for a busy loop.
        return Long.toString(wait == null ? 1 : Math.max(1, wait.plusMillis(999).toSeconds()));
    }
}
