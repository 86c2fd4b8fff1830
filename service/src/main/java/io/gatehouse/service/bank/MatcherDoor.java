package io.gatehouse.service.bank;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Stands before the hash-matching API. Review tools put a slash behind its address and another before each path; the original sends
 * them to the path with one, and so does this: whoever got 404 would take its banks for deleted.
 */
final class MatcherDoor extends HttpFilter {
    private static final long serialVersionUID = 1;

    static final String PATHS = "/hma/*";

    private static final int PERMANENT_REDIRECT = 308;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getRequestURI();
        if (!path.contains("//")) {
            chain.doFilter(request, response);
            return;
        }
        String query = request.getQueryString();
        response.setStatus(PERMANENT_REDIRECT);
        // Of this host, since it begins with one slash.
        response.setHeader("Location", path.replaceAll("/{2,}", "/") + (query == null ? "" : "?" + query));
    }
}
