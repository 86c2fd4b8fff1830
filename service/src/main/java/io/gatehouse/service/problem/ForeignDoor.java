package io.gatehouse.service.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;

/**
 * Stands before a route that speaks another contract: gives each request an id, which every answer repeats as {@code
 * x-request-id}, and says in which shape it is refused. Before the filter that asks for keys, whose refusals have that shape, too.
 */
public final class ForeignDoor extends HttpFilter {
    private static final long serialVersionUID = 1;

    /** By which clients and people name a request to each other. */
    public static final String REQUEST_ID = "x-request-id";

    private final transient ErrorShape shape;

    private ForeignDoor(ErrorShape shape) {
        this.shape = shape;
    }

    /** The filter, to be registered for these paths. */
    public static FilterRegistrationBean<ForeignDoor> at(ErrorShape shape, String... paths) {
        var registration = new FilterRegistrationBean<>(new ForeignDoor(shape));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.addUrlPatterns(paths);
        registration.setName("foreign door " + paths[0]);
        return registration;
    }

    /** The id of a request that came by such a door. */
    public static String idOf(HttpServletRequest request) {
        return String.valueOf(request.getAttribute(REQUEST_ID));
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String id = "req_" + UUID.randomUUID().toString().replace("-", "");
        request.setAttribute(REQUEST_ID, id);
        request.setAttribute(ErrorShape.class.getName(), shape);
        response.setHeader(REQUEST_ID, id);
        chain.doFilter(request, response);
    }
}
