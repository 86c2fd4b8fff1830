package io.gatehouse.service.console;

import io.gatehouse.service.access.AccessRules;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.access.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Makes pages from templates. Every value is escaped; no template writes text as it is. Thread-safe. */
@Component
final class Pages {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    /** The part of a page that refreshes itself. */
    private static final Set<String> LIVE = Set.of("#live");

    private final SpringTemplateEngine engine = new SpringTemplateEngine();

    Pages() {
        var templates = new ClassLoaderTemplateResolver(Pages.class.getClassLoader());
        templates.setPrefix("console/");
        templates.setSuffix(".html");
        templates.setTemplateMode(TemplateMode.HTML);
        templates.setCharacterEncoding(StandardCharsets.UTF_8.name());
        engine.setTemplateResolver(templates);
    }

    /** For somebody who signed in; to a page that asks by itself only the part that changes. */
    ResponseEntity<String> page(HttpServletRequest request, int status, String template, Map<String, Object> shown) {
        String text = ConsoleDoor.isByItself(request) && request.getMethod().equals("GET")
                ? engine.process(template, LIVE, context(request, shown))
                : engine.process(template, context(request, shown));
        return ResponseEntity.status(status).contentType(HTML).body(text);
    }

    ResponseEntity<String> page(HttpServletRequest request, String template, Map<String, Object> shown) {
        return page(request, 200, template, shown);
    }

    /** For whoever comes. */
    ResponseEntity<String> open(int status, String template, Map<String, Object> shown) {
        return ResponseEntity.status(status).contentType(HTML).body(engine.process(template, anonymous(shown)));
    }

    ResponseEntity<String> refusal(HttpServletRequest request, int status, String title, String detail) {
        Map<String, Object> shown = Map.of("title", title, "detail", detail);
        // What asks by itself must not put a refusal into the middle of a page.
        return ResponseEntity.status(status)
                .contentType(HTML)
                .body(engine.process("refusal", isSignedIn(request) ? context(request, shown) : anonymous(shown)));
    }

    /** The same, before any controller is asked. */
    void writeRefusal(HttpServletRequest request, HttpServletResponse response, int status, String title, String detail)
            throws IOException {
        var answer = refusal(request, status, title, detail);
        response.setStatus(status);
        response.setContentType(HTML.toString());
        response.getOutputStream().write(String.valueOf(answer.getBody()).getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isSignedIn(HttpServletRequest request) {
        try {
            return !Caller.of(request).keyId().isEmpty();
        } catch (IllegalStateException nobody) {
            return false;
        }
    }

    private static Context anonymous(Map<String, Object> shown) {
        var context = new Context();
        context.setVariable("files", ConsoleFiles.version());
        context.setVariable("keyId", "");
        context.setVariable("path", "");
        context.setVariable("reload", false);
        context.setVariables(shown);
        return context;
    }

    private static Context context(HttpServletRequest request, Map<String, Object> shown) {
        var caller = Caller.of(request);
        var context = anonymous(Map.of());
        context.setLocale(request.getLocale());
        context.setVariable("keyId", caller.keyId());
        context.setVariable(
                "roles", caller.roles().stream().map(Role::wireName).sorted().collect(Collectors.joining(", ")));
        context.setVariable("path", request.getRequestURI());
        context.setVariable("token", ConsoleSession.of(request).formToken());
        context.setVariable("told", new Told(request.getLocale()));
        context.setVariable("seesJobs", AccessRules.mayUse(caller.roles(), "GET", "/v1/jobs"));
        context.setVariable("runsJobs", mayRunJobs(caller));
        context.setVariables(new TreeMap<>(shown));
        return context;
    }

    private static boolean mayRunJobs(Caller caller) {
        return AccessRules.mayUse(caller.roles(), "POST", "/v1/jobs/any/runs");
    }
}
