package io.gatehouse.service.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/** The two cookies of the console. No script reads them, no other site sends them, and no other path gets them. */
enum ConsoleCookies {
    SESSION("gatehouse_console"),
    /** Ties the form of sign-in to this browser before there is a session. */
    SIGN_IN("gatehouse_sign_in");

    private final String wireName;

    ConsoleCookies(String wireName) {
        this.wireName = wireName;
    }

    Optional<String> of(HttpServletRequest request) {
        var cookie = WebUtils.getCookie(request, wireName);
        return Optional.ofNullable(cookie).map(jakarta.servlet.http.Cookie::getValue);
    }

    void put(HttpServletRequest request, HttpServletResponse response, String value) {
        send(request, response, value, ConsoleSessions.LONGEST);
    }

    void remove(HttpServletRequest request, HttpServletResponse response) {
        send(request, response, "", Duration.ZERO);
    }

    private void send(HttpServletRequest request, HttpServletResponse response, String value, Duration kept) {
        var cookie = ResponseCookie.from(wireName, value)
                .path("/console")
                .httpOnly(true)
                .sameSite("Strict")
                .secure(request.isSecure())
                .maxAge(kept)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
}
