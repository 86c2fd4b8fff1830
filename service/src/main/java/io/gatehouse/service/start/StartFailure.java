package io.gatehouse.service.start;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.core.NestedRuntimeException;

/** Spring and Tomcat tell the whole way down to what went wrong with a start; people want the end of it. */
public final class StartFailure {
    private StartFailure() {}

    /** The first cause that says more than on whose way it lay. */
    public static Throwable of(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause != null && onlyTellsTheWay(failure) ? of(cause) : failure;
    }

    private static boolean onlyTellsTheWay(Throwable failure) {
        return switch (failure) {
            case PortInUseException _ -> false;
            case NestedRuntimeException _, BindException _, WebServerException _ -> true;
            default -> false;
        };
    }
}
