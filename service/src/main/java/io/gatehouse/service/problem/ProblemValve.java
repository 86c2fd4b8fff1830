package io.gatehouse.service.problem;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** Tomcat's last word on a request it could not even route, as a problem instead of a page. Made by Tomcat, by name. */
public final class ProblemValve extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        // As the parent: nothing to say below 400, twice, or after the answer has begun.
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) return;
        try {
            var answer = response.getResponse();
            if (answer.isCommitted()) return;
            ProblemResponse.write(request.getRequest(), answer, ContainerProblems.of(response.getStatus()));
            response.finishResponse();
        } catch (IOException | IllegalStateException gone) {
            // The client went away: nobody is left to answer.
            if (containerLog != null) containerLog.trace("a refusal was not delivered", gone);
        }
    }
}
