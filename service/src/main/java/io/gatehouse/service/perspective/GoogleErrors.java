package io.gatehouse.service.perspective;

import io.gatehouse.service.problem.ErrorShape;
import io.gatehouse.service.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Refusals as clients of Google's APIs read them: {@code code}, {@code message}, {@code status} and {@code details}. */
final class GoogleErrors implements ErrorShape {
    /** A member of the problem: the contract's own name for what is wrong. */
    static final String ERROR_TYPE = "error_type";

    /** Members of a problem about a language: the attribute, and the languages. */
    static final String ATTRIBUTE = "attribute";

    static final String LANGUAGES = "languages";

    static final String LANGUAGE_NOT_SUPPORTED = "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE";

    private static final String DETAIL_TYPE = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error";

    @Override
    public Map<String, @Nullable Object> error(Problem problem) {
        var error = new LinkedHashMap<String, @Nullable Object>();
        error.put("code", problem.type().status());
        error.put("message", message(problem));
        error.put("status", statusOf(problem.type().status()));
        Object errorType = problem.members().get(ERROR_TYPE);
        if (errorType != null) error.put("details", List.of(detail(problem, errorType)));
        return error;
    }

    private static Map<String, Object> detail(Problem problem, Object errorType) {
        var detail = new LinkedHashMap<String, Object>();
        detail.put("@type", DETAIL_TYPE);
        detail.put("errorType", errorType);
        if (errorType.equals(LANGUAGE_NOT_SUPPORTED))
            detail.put(
                    "languageNotSupportedByAttributeError",
                    Map.of(
                            "detectedLanguages", problem.members().getOrDefault(LANGUAGES, List.of()),
                            "attribute", problem.members().getOrDefault(ATTRIBUTE, "")));
        return detail;
    }

    private static String message(Problem problem) {
        if (problem.errors().isEmpty()) return problem.detail();
        return problem.errors().stream()
                .map(fault -> fault.pointer() + " " + fault.detail())
                .collect(Collectors.joining("; "));
    }

    /** The names of gRPC, by HTTP status. */
    private static String statusOf(int status) {
        return switch (status) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404, 405 -> "NOT_FOUND";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 503, 507 -> "UNAVAILABLE";
            default -> status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT";
        };
    }
}
