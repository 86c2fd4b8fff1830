package io.gatehouse.service.console;

import io.gatehouse.service.access.Caller;
import io.gatehouse.service.access.KeyCheck;
import io.gatehouse.service.access.PageDoor;
import io.gatehouse.service.problem.ProblemAdvice;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Stands before every page: headers that keep other sites out, the session of whoever asks, and the token of every form. A key
 * in a header opens nothing here, a cookie nothing elsewhere.
 */
@Component
final class ConsoleDoor implements PageDoor {
    static final String ROOT = "/console";
    static final String SIGN_IN = "/console/sign-in";
    static final String FORM_TOKEN = "form_token";
    private static final String FILES = "/console/files/";

    /** A form of parameters; nothing is uploaded here. */
    private static final int MAX_BODY_BYTES = 64 * 1024;

    /** Everything comes from here; data: is for the small pictures in Pico's own style sheet. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final ConsoleSessions sessions;
    private final KeyCheck keys;
    private final Pages pages;

    ConsoleDoor(ConsoleSessions sessions, KeyCheck keys, Pages pages) {
        this.sessions = sessions;
        this.keys = keys;
        this.pages = pages;
    }

    @Override
    public boolean isFor(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }

    @Override
    public Entry enter(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        protect(response, path);
        if (path.startsWith(FILES)) return new Entry.Open();
        // Read before the token is looked for: it would read the body whole.
        if (isPost(request) && request.getContentLengthLong() > MAX_BODY_BYTES) {
            return refused(request, response, 413, "This form is too long", "A form may have 64 KiB.");
        }
        if (isPost(request) && request.getContentLengthLong() < 0)
            return refused(request, response, 411, "This form does not say how long it is", "Send it from its page.");
        return path.equals(SIGN_IN) ? new Entry.Open() : withSession(request, response);
    }

    private Entry withSession(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var session = ConsoleCookies.SESSION.of(request).flatMap(token -> sessions.find(token, !isByItself(request)));
        if (session.isEmpty()) return turnedToSignIn(request, response);
        Optional<Caller> caller;
        try {
            caller = keys.still(session.get().key());
        } catch (RuntimeException failure) {
            var problem = ProblemAdvice.problemOf(failure);
            return refused(
                    request, response, problem.type().status(), problem.type().title(), problem.detail());
        }
        if (caller.isEmpty()) {
            ConsoleCookies.SESSION.of(request).ifPresent(sessions::end);
            return turnedToSignIn(request, response);
        }
        session.get().putInto(request);
        if (isPost(request)
                && !isSame(request.getParameter(FORM_TOKEN), session.get().formToken()))
            return refused(
                    request,
                    response,
                    403,
                    "This form is not of your session",
                    "Nothing was done. Go back, reload the page and send it again.");
        return new Entry.Admitted(caller.get());
    }

    @Override
    public void refuse(HttpServletRequest request, HttpServletResponse response, String roles) throws IOException {
        refused(
                request,
                response,
                403,
                "Your key may not do this",
                "Nothing was done. This needs a key with the role " + roles + ".");
    }

    private Entry refused(
            HttpServletRequest request, HttpServletResponse response, int status, String title, String detail)
            throws IOException {
        pages.writeRefusal(request, response, status, title, detail);
        return new Entry.Answered();
    }

    private static Entry turnedToSignIn(HttpServletRequest request, HttpServletResponse response) {
        ConsoleCookies.SESSION.remove(request, response);
        // A page that refreshes itself turns as a whole.
        if (isByItself(request)) {
            response.setHeader("HX-Redirect", SIGN_IN);
            response.setStatus(401);
        } else {
            response.setHeader("Location", SIGN_IN + SignInController.backTo(request));
            response.setStatus(303);
        }
        return new Entry.Answered();
    }

    /** Whether a page asks to refresh itself. Whoever claims it falsely is signed out the sooner. */
    static boolean isByItself(HttpServletRequest request) {
        return request.getHeader("HX-Request") != null;
    }

    private static boolean isPost(HttpServletRequest request) {
        return !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
    }

    /** Takes the same time whatever was sent. */
    static boolean isSame(@Nullable String sent, String token) {
        return sent != null
                && MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    private static void protect(HttpServletResponse response, String path) {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        if (!path.startsWith(FILES)) response.setHeader("Cache-Control", "no-store");
    }
}
