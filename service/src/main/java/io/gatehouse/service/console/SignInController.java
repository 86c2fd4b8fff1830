package io.gatehouse.service.console;

import io.gatehouse.service.access.KeyCheck;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A key for a session, and the end of it. The key is in the body of one request, and nowhere else. */
@RestController
final class SignInController {
    private static final Logger LOG = LoggerFactory.getLogger(SignInController.class);

    /** A page of ours, and nothing that a browser could take for another site. */
    private static final Pattern PAGE = Pattern.compile("/console(/[a-z0-9-]{1,64}){0,3}");

    private final KeyCheck keys;
    private final ConsoleSessions sessions;
    private final SignInTries tries;
    private final Pages pages;

    SignInController(KeyCheck keys, ConsoleSessions sessions, SignInTries tries, Pages pages) {
        this.keys = keys;
        this.sessions = sessions;
        this.tries = tries;
        this.pages = pages;
    }

    /** The query by which sign-in leads back to the page that was asked for. */
    static String backTo(HttpServletRequest request) {
        String path = request.getRequestURI();
        boolean isPage = request.getMethod().equals("GET") && PAGE.matcher(path).matches();
        return isPage && !path.equals(ConsoleDoor.ROOT) ? "?to=" + path : "";
    }

    @GetMapping("/console/sign-in")
    ResponseEntity<String> ask(
            @RequestParam(name = "to", defaultValue = "") String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        return form(request, response, HttpStatus.OK, to, "");
    }

    @PostMapping("/console/sign-in")
    ResponseEntity<String> signIn(
            @RequestParam(name = "key", defaultValue = "") String key,
            @RequestParam(name = "to", defaultValue = "") String to,
            @RequestParam(name = ConsoleDoor.FORM_TOKEN, required = false) @Nullable String formToken,
            HttpServletRequest request,
            HttpServletResponse response) {
        boolean isOurForm = ConsoleCookies.SIGN_IN
                .of(request)
                .filter(token -> ConsoleDoor.isSame(formToken, token))
                .isPresent();
        if (!isOurForm)
            return form(
                    request,
                    response,
                    HttpStatus.FORBIDDEN,
                    to,
                    "This page was open too long, or your browser keeps no cookies. Paste the key once more.");
        if (!tries.isAllowed(request.getRemoteAddr())) {
            response.setHeader("Retry-After", String.valueOf(SignInTries.WINDOW.toSeconds()));
            return form(
                    request,
                    response,
                    HttpStatus.TOO_MANY_REQUESTS,
                    to,
                    "Too many wrong keys came from your address. Wait a minute, then try again.");
        }
        var recognised = keys.recognise(key.strip());
        if (recognised.isEmpty()) {
            tries.wasWrong(request.getRemoteAddr());
            return form(
                    request,
                    response,
                    HttpStatus.UNAUTHORIZED,
                    to,
                    "This key is not known here. A key looks like gh_<id>_<secret>; it may have been deleted, or cut"
                            + " short when it was copied.");
        }
        ConsoleCookies.SESSION.of(request).ifPresent(sessions::end);
        ConsoleCookies.SESSION.put(request, response, sessions.begin(recognised.get()));
        ConsoleCookies.SIGN_IN.remove(request, response);
        LOG.info("{} signed in to the console", recognised.get());
        return seeOther(PAGE.matcher(to).matches() ? to : ConsoleDoor.ROOT);
    }

    @PostMapping("/console/sign-out")
    ResponseEntity<String> signOut(HttpServletRequest request, HttpServletResponse response) {
        ConsoleCookies.SESSION.of(request).ifPresent(sessions::end);
        ConsoleCookies.SESSION.remove(request, response);
        return seeOther(ConsoleDoor.SIGN_IN);
    }

    private ResponseEntity<String> form(
            HttpServletRequest request, HttpServletResponse response, HttpStatus status, String to, String fault) {
        String token = ConsoleCookies.SIGN_IN
                .of(request)
                .filter(kept -> kept.length() >= 43)
                .orElseGet(sessions::newToken);
        ConsoleCookies.SIGN_IN.put(request, response, token);
        return pages.open(status.value(), "sign-in", Map.of("token", token, "to", to, "fault", fault));
    }

    static ResponseEntity<String> seeOther(String path) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(path))
                .build();
    }
}
