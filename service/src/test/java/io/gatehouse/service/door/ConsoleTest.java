package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.door.RunningGatehouse.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The console as programs meet it: cookies, headers, tokens and refusals. {@code ConsolePagesTest} looks at it as people do. */
class ConsoleTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");

    private final RunningGatehouse service = RunningGatehouse.shared();

    /** Somebody signed in: a cookie and the token of their forms. */
    private record Session(RunningGatehouse service, String cookie, String token) {
        static Session of(RunningGatehouse service, String key) {
            var entered = signIn(service, key);
            assertThat(entered.status()).as(entered.text()).isEqualTo(303);
            String cookie = cookieOf(entered, "gatehouse_console");
            var page = service.get("/console", "Authorization", "", "Cookie", cookie);
            assertThat(page.status()).isEqualTo(200);
            return new Session(service, cookie, tokenOf(page));
        }

        Answer get(String path, String... more) {
            return service.get(path, with(more));
        }

        Answer post(String path, String form) {
            return service.post(path, form, with("Content-Type", "application/x-www-form-urlencoded"));
        }

        private String[] with(String... more) {
            var headers = new java.util.ArrayList<>(List.of("Authorization", "", "Cookie", cookie));
            headers.addAll(List.of(more));
            return headers.toArray(String[]::new);
        }
    }

    private static Answer signIn(RunningGatehouse service, String key) {
        var form = service.get("/console/sign-in", "Authorization", "");
        return service.post(
                "/console/sign-in",
                "form_token=" + tokenOf(form) + "&key=" + URLEncoder.encode(key, StandardCharsets.UTF_8),
                "Authorization",
                "",
                "Cookie",
                cookieOf(form, "gatehouse_sign_in"),
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    private static String tokenOf(Answer page) {
        var found = TOKEN.matcher(page.text());
        assertThat(found.find()).as(page.text()).isTrue();
        return found.group(1);
    }

    private static String cookieOf(Answer answer, String name) {
        return answer.response().headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aKeyBecomesASessionThatNoScriptAndNoOtherSiteGets() {
        var entered = signIn(service, RunningGatehouse.ADMIN_KEY);
        assertThat(entered.status()).isEqualTo(303);
        assertThat(entered.header("Location")).endsWith("/console");
        String cookie = entered.response().headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith("gatehouse_console="))
                .findFirst()
                .orElseThrow();
        assertThat(cookie)
                .contains("HttpOnly", "SameSite=Strict", "Path=/console")
                .doesNotContain("Secure", RunningGatehouse.ADMIN_KEY);
    }

    @Test
    void everyAnswerKeepsOtherSitesAndCachesOut() {
        var session = Session.of(service, RunningGatehouse.ADMIN_KEY);
        for (var answer : List.of(
                session.get("/console"),
                session.get("/console/jobs"),
                session.get("/console/jobs/rescan"),
                session.get("/console/no-such-page"),
                session.post("/console/jobs/rescan/runs", ""),
                service.get("/console", "Authorization", ""),
                service.get("/console/sign-in", "Authorization", ""))) {
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.response().headers().allValues("Cache-Control")).containsExactly("no-store");
            assertThat(answer.text()).doesNotContain(RunningGatehouse.ADMIN_KEY, " style=", "<style", "onclick");
        }
    }

    @Test
    void withoutASessionPagesLeadToSignInAndBack() {
        var turned = service.get("/console/jobs", "Authorization", "");
        assertThat(turned.status()).isEqualTo(303);
        assertThat(turned.header("Location")).endsWith("/console/sign-in?to=/console/jobs");
        var byItself = service.get("/console/jobs", "Authorization", "", "HX-Request", "true");
        assertThat(byItself.status()).isEqualTo(401);
        assertThat(byItself.header("HX-Redirect")).isEqualTo("/console/sign-in");
        assertThat(service.get("/console/jobs").status())
                .as("a key in a header opens no page")
                .isEqualTo(303);
    }

    @Test
    void aCookieOpensNothingOfTheApi() {
        var session = Session.of(service, RunningGatehouse.ADMIN_KEY);
        for (String path : List.of("/v1/jobs", "/v1/regions", "/v1/keys", "/actuator/info")) {
            assertThat(session.get(path).status()).as(path).isEqualTo(401);
            assertThat(session.get(path).problem()).isEqualTo("missing-key");
        }
    }

    @Test
    void aFormWithoutTheTokenOfItsSessionDoesNothing() {
        var session = Session.of(service, RunningGatehouse.ADMIN_KEY);
        var other = Session.of(service, RunningGatehouse.ADMIN_KEY);
        for (String form : List.of("p.region=uk", "p.region=uk&form_token=", "p.region=uk&form_token=" + other.token()))
            for (String action : List.of("runs", "stop", "restart"))
                assertThat(session.post("/console/jobs/search-index/" + action, form)
                                .status())
                        .isEqualTo(403);
        assertThat(service.get("/v1/jobs/search-index/runs").json().get("runs")).isEmpty();
    }

    @Test
    void whoMayOnlyReadSeesNoButtonsAndIsRefusedByHand() {
        var auditor = Session.of(service, service.keyWith("auditor"));
        var page = auditor.get("/console/jobs/search-index");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).doesNotContain("/console/jobs/search-index/runs");
        for (String action : List.of("runs", "stop", "restart")) {
            var refused =
                    auditor.post("/console/jobs/search-index/" + action, "p.region=uk&form_token=" + auditor.token());
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("role admin");
        }
        var platform = Session.of(service, service.keyWith("platform"));
        assertThat(platform.get("/console/jobs").status()).isEqualTo(403);
        assertThat(platform.get("/console").text()).doesNotContain("/console/jobs", "What needs a look");
    }

    @Test
    void aSessionEndsWithSigningOutAndWithItsKey() {
        var session = Session.of(service, RunningGatehouse.ADMIN_KEY);
        assertThat(session.post("/console/sign-out", "form_token=" + session.token())
                        .status())
                .isEqualTo(303);
        assertThat(session.get("/console").status()).isEqualTo(303);

        String key = service.keyWith("auditor");
        var auditor = Session.of(service, key);
        assertThat(service.delete("/v1/keys/" + key.split("_")[1]).status()).isEqualTo(204);
        assertThat(auditor.get("/console/jobs").header("Location")).contains("/console/sign-in");
    }

    @Test
    void aFormThatIsTooLongIsRefusedUnread() {
        var session = Session.of(service, RunningGatehouse.ADMIN_KEY);
        var refused = session.post("/console/jobs/rescan/runs", "form_token=" + "x".repeat(70_000));
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.header("Content-Type")).startsWith("text/html");
    }

    @Test
    void whatThereIsNotIsAPageToo() {
        var session = Session.of(service, RunningGatehouse.ADMIN_KEY);
        for (String path : List.of(
                "/console/nothing",
                "/console/jobs/nothing",
                "/console/jobs/rescan/nothing",
                "/console/jobs/rescan/999999999",
                "/console/files/0/pico.css")) {
            var answer = session.get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.header("Content-Type")).as(path).startsWith("text/html");
        }
    }

    @Test
    void theScheduleOfAJobIsToldByTheApi() {
        var jobs = service.get("/v1/jobs").json().get("jobs");
        var byDefault = new TreeMap<String, JsonNode>();
        for (var job : jobs)
            if (!job.get("schedule").isNull()) byDefault.put(job.get("name").stringValue(), job.get("schedule"));
        assertThat(byDefault).containsOnlyKeys("erasure", "orphans");
        var orphans = byDefault.get("orphans");
        assertThat(orphans.get("every_seconds").intValue()).isEqualTo(7 * 86_400);
        assertThat(orphans.at("/parameters/grace_hours").stringValue()).isEqualTo("720");
        assertThat(orphans.get("next_due").stringValue()).startsWith("20");
        assertThat(byDefault.get("erasure").get("every_seconds").intValue()).isEqualTo(86_400);
    }
}
