package io.gatehouse.service.access;

import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemResponse;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.problem.Unavailability;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks every request for its key before anything else looks at it. */
final class AccessFilter extends HttpFilter {
    private static final long serialVersionUID = 1;

    private static final String SCHEME = "Bearer ";

    private final transient ApiKeys keys;

    AccessFilter(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Set<Role>> needed = AccessRules.neededFor(request.getMethod(), pathOf(request));
        if (needed.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        String authorization = request.getHeader("Authorization");
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            refuse(response, ProblemType.MISSING_KEY, "Send Authorization: Bearer gh_<id>_<secret>.");
            return;
        }
        Optional<Caller> caller;
        try {
            caller = keys.recognise(authorization.substring(SCHEME.length()).strip());
        } catch (DatabaseUnavailableException | DatabaseBusyException away) {
            // Spring's advice does not reach filters. Nobody is let in whose key cannot be looked up.
            ProblemResponse.write(response, Unavailability.of(away));
            return;
        }
        if (caller.isEmpty()) {
            refuse(response, ProblemType.UNKNOWN_KEY, "The key was never issued, or was deleted.");
        } else if (caller.get().roles().stream().noneMatch(needed.get()::contains)) {
            String roles = needed.get().stream().map(Role::wireName).sorted().collect(Collectors.joining(" or "));
            refuse(response, ProblemType.ROLE_NEEDED, "This needs a key with the role " + roles + ".");
        } else {
            request.setAttribute(Caller.ATTRIBUTE, caller.get());
            chain.doFilter(request, response);
        }
    }

    /** The path as Spring will route it: decoded and normalised by the container, without parameters. */
    private static String pathOf(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }

    private static void refuse(HttpServletResponse response, ProblemType type, String detail) throws IOException {
        if (type.status() == 401) response.setHeader("WWW-Authenticate", "Bearer realm=\"gatehouse\"");
        ProblemResponse.write(response, Problem.of(type, detail));
    }
}
