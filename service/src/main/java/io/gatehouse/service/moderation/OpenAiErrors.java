package io.gatehouse.service.moderation;

import io.gatehouse.service.problem.ErrorShape;
import io.gatehouse.service.problem.Fault;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Refusals as OpenAI's clients read them: {@code message}, {@code type}, {@code param} and {@code code}. */
final class OpenAiErrors implements ErrorShape {
    private static final String SERVER_ERROR = "server_error";

    @Override
    public Map<String, @Nullable Object> error(Problem problem) {
        var error = new LinkedHashMap<String, @Nullable Object>();
        error.put("message", message(problem));
        error.put("type", typeOf(problem.type()));
        error.put(
                "param",
                problem.errors().isEmpty() ? null : parameter(problem.errors().getFirst()));
        error.put("code", codeOf(problem.type()));
        return error;
    }

    /** Such clients try again after every 5xx. What needs an installation is not mended by that. */
    @Override
    public Map<String, String> headers(Problem problem) {
        return problem.type() == ProblemType.MEDIA_REFUSED ? Map.of("x-should-retry", "false") : Map.of();
    }

    private static String message(Problem problem) {
        String faults = problem.errors().stream()
                .map(fault -> parameter(fault) + " " + fault.detail())
                .collect(Collectors.joining("; "));
        return problem.type().title() + ". " + (faults.isEmpty() ? problem.detail() : faults + ".");
    }

    /** A pointer as this contract writes one: {@code input[0].image_url.url}. */
    static String parameter(Fault fault) {
        String pointer = fault.pointer();
        if (!pointer.startsWith("/")) return pointer.isEmpty() ? "body" : pointer;
        var parameter = new StringBuilder();
        for (String segment : pointer.substring(1).split("/", -1)) {
            boolean isIndex = !segment.isEmpty() && segment.chars().allMatch(c -> c >= '0' && c <= '9');
            if (isIndex) parameter.append('[').append(segment).append(']');
            else parameter.append(parameter.isEmpty() ? "" : ".").append(segment);
        }
        return parameter.toString();
    }

    private static String typeOf(ProblemType type) {
        if (type.status() >= 500) return SERVER_ERROR;
        return type == ProblemType.TOO_MANY_REQUESTS ? "requests" : "invalid_request_error";
    }

    private static String codeOf(ProblemType type) {
        return switch (type) {
            case MISSING_KEY, UNKNOWN_KEY -> "invalid_api_key";
            case TOO_MANY_REQUESTS -> "rate_limit_exceeded";
            // The names that this service gives to what is wrong are as good as any.
            default -> type.name().toLowerCase(Locale.ROOT);
        };
    }
}
