package io.gatehouse.service.access;

import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemAdvice;
import io.gatehouse.service.problem.ProblemResponse;
import io.gatehouse.service.problem.ProblemType;
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

    private final transient ApiKeys keys;
    private final transient PageDoor pages;

    AccessFilter(ApiKeys keys, PageDoor pages) {
        this.keys = keys;
        this.pages = pages;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = pathOf(request);
        Optional<Set<Role>> needed = AccessRules.neededFor(request.getMethod(), path);
        if (pages.isFor(path)) {
            turnToPages(request, response, chain, path, needed);
            return;
        }
        if (needed.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        var key = SentKey.of(request, path);
        if (key.isEmpty()) {
            refuse(request, response, ProblemType.MISSING_KEY, "Send Authorization: Bearer gh_<id>_<secret>.");
            return;
        }
        Optional<Caller> caller;
        try {
            caller = keys.recognise(key.get());
        } catch (RuntimeException failure) {
            // Nobody behind this filter would map it: the database of keys may be away, which is no one's fault here.
            ProblemResponse.write(request, response, ProblemAdvice.problemOf(failure));
            return;
        }
        if (caller.isEmpty()) {
            refuse(request, response, ProblemType.UNKNOWN_KEY, "The key was never issued, or was deleted.");
        } else if (caller.get().roles().stream().noneMatch(needed.get()::contains)) {
            refuse(
                    request,
                    response,
                    ProblemType.ROLE_NEEDED,
                    "This needs a key with the role " + names(needed.get()) + ".");
        } else {
            request.setAttribute(Caller.ATTRIBUTE, caller.get());
            chain.doFilter(request, response);
        }
    }

    /** A session says who is there, never a key; what they may do is decided as everywhere. */
    private void turnToPages(
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain,
            String path,
            Optional<Set<Role>> needed)
            throws IOException, ServletException {
        switch (pages.enter(request, response, path)) {
            case PageDoor.Entry.Answered() -> {}
            case PageDoor.Entry.Open() -> {
                if (needed.isEmpty()) chain.doFilter(request, response);
                else pages.refuse(request, response, names(needed.get()));
            }
            case PageDoor.Entry.Admitted(var caller) -> {
                if (needed.isPresent() && caller.roles().stream().noneMatch(needed.get()::contains)) {
                    pages.refuse(request, response, names(needed.get()));
                    return;
                }
                request.setAttribute(Caller.ATTRIBUTE, caller);
                chain.doFilter(request, response);
            }
        }
    }

    private static String names(Set<Role> roles) {
        return roles.stream().map(Role::wireName).sorted().collect(Collectors.joining(" or "));
    }

    /** The path as Spring will route it: decoded and normalised by the container, without parameters. */
    private static String pathOf(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }

    private static void refuse(
            HttpServletRequest request, HttpServletResponse response, ProblemType type, String detail)
            throws IOException {
        if (type.status() == 401) response.setHeader("WWW-Authenticate", "Bearer realm=\"gatehouse\"");
        ProblemResponse.write(request, response, Problem.of(type, detail));
    }
}
