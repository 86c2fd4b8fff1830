package io.gatehouse.service.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a refusal looks to clients of another contract, which this service speaks on some routes. The problem is answered all the
 * same: its document gets one member more, {@code error}.
 */
@FunctionalInterface
public interface ErrorShape {
    /** What clients of the other contract read under {@code error}: strings, numbers, nulls, lists and maps. */
    Map<String, @Nullable Object> error(Problem problem);

    /** Headers that tell such clients more, by name. */
    default Map<String, String> headers(Problem problem) {
        return Map.of();
    }

    /** The shape that this request's route has; empty on routes that are our own. */
    static Optional<ErrorShape> of(HttpServletRequest request) {
        return request.getAttribute(ErrorShape.class.getName()) instanceof ErrorShape shape
                ? Optional.of(shape)
                : Optional.empty();
    }

    /**
     * Whether a client asked for plain JSON: most clients of other contracts do, and some of them read nothing else. Whoever takes
     * problems is answered with one.
     */
    static boolean wantsPlainJson(HttpServletRequest request) {
        String accepted = request.getHeader("Accept");
        if (accepted == null) return false;
        String lower = accepted.toLowerCase(Locale.ROOT);
        return lower.contains("application/json") && !lower.contains(Problem.MEDIA_TYPE);
    }
}
