package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.policy.TarGz;
import io.gatehouse.service.region.ServedRegions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * People of many countries who do everything that can be done here, and everything wrong that can be done. Whatever they say of
 * themselves holds one word that occurs nowhere else: their account ids, texts, media, content ids, keys, reasons, evidence.
 */
final class WalkTraffic {
    /** Every region of the shipped topology is somebody's home. */
    private static final List<String> COUNTRIES =
            List.of("IE", "FR", "ES", "DE", "AT", "PL", "SE", "FI", "GB", "US", "CA", "SG", "JP");

    private final RunningGatehouse service;
    private final List<String> refusals = new ArrayList<>();
    private final Map<String, String> regionOf = new LinkedHashMap<>();

    /** In every canary. */
    final String token;

    private final WalkCrossings crossings;

    WalkTraffic(RunningGatehouse service) {
        this.service = service;
        // Drawn, so that nothing in the repository holds it.
        this.token = "zq" + Long.toString(new SecureRandom().nextLong(1L << 50, 1L << 60), 36);
        this.crossings = new WalkCrossings(service, token);
    }

    /** What went to another region than home, and might. */
    WalkCrossings crossings() {
        return crossings;
    }

    /** Bodies of all answers that refuse. */
    List<String> refusals() {
        return refusals;
    }

    /** The home of each account, as the answers said. */
    Map<String, String> regionOf() {
        return regionOf;
    }

    void run(Path otherPolicies) throws IOException {
        onTrial(otherPolicies);
        ok(service.post("/v1/webhooks", """
            {"url":"http://localhost:9/nobody-listens",
             "events":["screening.completed","decision.restriction_lifted"]}"""));
        for (var country : COUNTRIES)
            for (int n = 0; n < 2; n++) person(country, token + "-u-" + country.toLowerCase(Locale.ROOT) + "-" + n);
        batch();
        crossings.cross();
        erased();
        wrong();
        rescan(otherPolicies);
    }

    /** Another version judges beside the one that counts, from before the first message on. */
    private void onTrial(Path policies) throws IOException {
        Files.writeString(policies.resolve("content/test.yaml"), "# on trial\n", StandardOpenOption.APPEND);
        Files.writeString(policies.resolve("VERSION"), "trial.1\n");
        String author = "Bearer " + service.keyWith("policy-author");
        String digest = ok(service.post(
                        "/v1/policies",
                        TarGz.pack(policies),
                        "Content-Type",
                        "application/gzip",
                        "Authorization",
                        author))
                .field("digest");
        ok(service.post(
                "/v1/policies/" + digest + "/stage",
                "{\"stage\":\"shadow\",\"reason\":\"a trial\"}",
                "Authorization",
                author));
        long until = System.nanoTime() + 60_000_000_000L;
        while (!service.get("/v1/policies/nodes").text().contains(digest)) {
            assertThat(System.nanoTime()).as("the node follows").isLessThan(until);
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
    }

    /** Somebody who said and showed something, and is not here any more. */
    private void erased() {
        var account = token + "-u-gone";
        var said = ok(service.post(
                "/v1/screenings",
                Screenings.of(account + "-m1", account, "DE", account + " says " + TestPolicies.RESTRICTED)));
        ok(service.put(
                "/v1/contents/" + account + "-m1",
                Screenings.json(Map.of("parts", List.of(Map.of("type", "text", "text", account + "-edited"))))));
        var near = reviewerAt(said.field("home_region"));
        var erasure = ok(service.delete("/v1/accounts/" + account, "Authorization", near));
        long until = System.nanoTime() + 60_000_000_000L;
        while (!service.get(erasure.header("Location"), "Authorization", near)
                .field("state")
                .equals("done")) {
            assertThat(System.nanoTime()).as("the erasure ends").isLessThan(until);
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
    }

    /** A reviewer who sits where the person's data lie. */
    private String reviewerAt(String region) {
        var country = service.bean(ServedRegions.class).named(region).region().location();
        var key = ok(service.post(
                "/v1/keys",
                "{\"name\":\"r\",\"roles\":[\"platform\",\"reviewer\",\"privacy\"],\"country\":\"" + country
                        + "\",\"person\":\"mod-1\"}"));
        return "Bearer " + key.field("key");
    }

    private void person(String country, String account) {
        var path = "/v1/accounts/" + account;
        var put = ok(service.put(path, "{\"residence\":[{\"kind\":\"declared\",\"country\":\"" + country + "\"}]}"));
        var near = reviewerAt(put.field("home_region"));
        var body =
                Screenings.tree(account + "-m1", account, country, "what " + account + " said: " + account + "-text");
        body.put("participants", List.of(Map.of("id", account + "-friend")));
        var plain = screen(account, body, "Idempotency-Key", account + "-key");
        screen(account, Screenings.tree(account + "-m2", account, "", account + " says " + TestPolicies.RESTRICTED));
        screen(account, Screenings.tree(account + "-m3", account, "", account + " says " + TestPolicies.NOTED));
        screen(account, Screenings.tree(account + "-m4", account, "", account + " says " + TestPolicies.HELD));
        ok(service.put(
                "/v1/contents/" + account + "-m1",
                Screenings.json(Map.of("parts", List.of(Map.of("type", "text", "text", account + "-edited")))),
                "Idempotency-Key",
                account + "-edit-key"));
        media(account, country);
        var until = Instant.now().plus(20, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        ok(service.put(
                path + "/labels/trusted",
                "{\"expires_at\":\"" + until + "\",\"reason\":\"" + account + "-reason\"}",
                "Authorization",
                near));
        var ads = path + "/consents/advertising_across_services";
        ok(service.post(ads + "/requests", "{\"evidence\":\"" + account + "-asked\"}", "Authorization", near));
        ok(service.put(ads, "{\"state\":\"granted\",\"evidence\":\"" + account + "-yes\"}", "Authorization", near));
        ok(service.post("/v1/transfers:evaluate", """
            {"purpose":"advertising_across_services","data":["content"],"account":"%s","service":"messages",
             "to":{"service":"ads"}}\
            """.formatted(account)));
        ok(service.post(
                "/v1/holds",
                "{\"account\":\"" + account + "\",\"basis\":\"litigation\",\"reference\":\"" + account + "-case\"}",
                "Authorization",
                near));
        ok(service.post(
                "/v1/requests", "{\"account\":\"" + account + "\",\"kind\":\"access\"}", "Authorization", near));
        ok(service.get(path + "/export", "Authorization", near));
        ok(service.post(
                "/v1/grants",
                "{\"purpose\":\"moderation_review\",\"data\":[\"notes\"],\"account\":\"" + account
                        + "\",\"reason\":\"An appeal" + " about labels of this person.\",\"until\":\""
                        + Instant.now().plus(1, ChronoUnit.HOURS) + "\"}",
                "Authorization",
                near));
        reported(account, near);
        searched(account, put.field("home_region"), near);
        for (var read : List.of(
                path,
                path + "/labels",
                path + "/consents",
                "/v1/screenings/" + plain.field("screening_id"),
                "/v1/decisions/" + plain.field("decision_id"),
                "/v1/decisions/" + plain.field("decision_id") + "/trace")) read(read);
    }

    /** Somebody reports what was said, it is restricted, the author complains, an authority asks. */
    private void reported(String account, String near) {
        var receipt = ok(service.post(
                "/v1/notices",
                Screenings.json(Map.of(
                        "id",
                        account + "-notice",
                        "explanation",
                        account + "-claim",
                        "notifier",
                        Map.of("name", account + "-neighbour", "email", account + "@example.org"),
                        "good_faith",
                        true,
                        "items",
                        List.of(
                                Map.of("content_id", account + "-m1", "url", "https://video.example/" + account),
                                Map.of("reported_text", Map.of("author", account, "text", account + "-encrypted")))))));
        var caseId = receipt.json().at("/parts/0/items/0/case_id").stringValue();
        ok(service.post("/v1/cases/" + caseId + "/lease", "", "Authorization", near));
        var resolved =
                ok(service.post("/v1/cases/" + caseId + "/resolution", """
            {"outcome":"restrict","actions":[{"kind":"visibility.demoted","scope":["EU"]}],
             "category":"STATEMENT_CATEGORY_VIOLENCE","facts":"%1$s-facts","reasons":"%1$s-reasons",
             "ground":{"kind":"incompatible_content","reference":"1","explanation":"%1$s-why"}}\
            """.formatted(account), "Authorization", near));
        ok(service.post(
                "/v1/decisions/" + resolved.field("new_decision_id") + "/appeals",
                "{\"id\":\"" + account + "-appeal\",\"appellant\":\"author\",\"reason\":\"" + account
                        + "-complaint\"}"));
        for (var kind : List.of("information", "terrorist_content"))
            ok(service.post("/v1/orders", """
                {"id":"%1$s-%2$s","kind":"%2$s","authority":"%1$s-court","member_state":"IE","reference":"%1$s-ref",
                 "legal_ground":"%1$s-law","reasons":"%1$s-case","territories":["IE"],"received_at":"2026-01-02T00:00:00Z",
                 "information_requested":"%1$s-what","items":[{"content_id":"%1$s-m2"}]}\
                """.formatted(account, kind)));
        ok(service.post("/v1/disputes", """
            {"id":"%s-dispute","decision_id":"%s","body":"ods-1","appellant":"author"}\
            """.formatted(account, resolved.field("new_decision_id"))));
        ok(service.post(
                "/v1/life-threats", """
            {"id":"%1$s-threat","basis":"dsa_18","decision_ids":["%2$s"],"authority":"%1$s-police","member_state":"IE",
             "reference":"%1$s-file","information":"%1$s-told","aware_at":"2026-01-02T00:00:00Z",
             "told_at":"2026-01-02T01:00:00Z"}\
            """.formatted(account, resolved.field("new_decision_id")), "Authorization", near));
    }

    /** Somebody looks for what the person said, and keeps the question. */
    private void searched(String account, String region, String near) {
        var question = Map.of("region", region, "q", '"' + account + "-text\"", "account", account);
        ok(service.post("/v1/search/contents", Screenings.json(question), "Authorization", near));
        ok(service.post(
                "/v1/search/questions",
                Screenings.json(Map.of("name", account + "-question", "scope", "contents", "question", question)),
                "Authorization",
                near));
        refused(service.get("/v1/search?region=" + region + "&q=%28" + account, "Authorization", near));
    }

    /** Who reads from another country may be refused: that is written down too. */
    private void read(String path) {
        var answer = service.get(path);
        if (answer.problem().equals("read-refused")) refused(answer);
        else ok(answer);
    }

    private RunningGatehouse.Answer screen(String account, Map<String, Object> body, String... headers) {
        var answer = ok(service.post("/v1/screenings", Screenings.json(body), headers));
        var home = answer.field("home_region");
        assertThat(regionOf.computeIfAbsent(account, _ -> home)).isEqualTo(home);
        return answer;
    }

    private void media(String account, String country) {
        var bytes = TestMedia.brokenPicture((account + "-media ").repeat(4_000));
        var stored = ok(service.post(
                "/v1/media",
                bytes,
                "Content-Type",
                "image/png",
                "Gatehouse-Author",
                account,
                "Gatehouse-Residence",
                "declared=" + country));
        var begun = ok(service.post(
                "/v1/uploads",
                "",
                "Tus-Resumable",
                "1.0.0",
                "Upload-Length",
                "1000000",
                "Upload-Metadata",
                "filetype aW1hZ2UvcG5n,filename "
                        + java.util.Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8)),
                "Gatehouse-Author",
                account));
        ok(service.send(service.request(begun.header("Location"))
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", "0")
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", java.net.http.HttpRequest.BodyPublishers.ofByteArray(bytes))));
        var body = Screenings.tree(account + "-m5", account, "", "");
        body.put("parts", List.of(Map.of("type", "media", "media_id", stored.field("media_id"))));
        screen(account, body);
    }

    /** People of all regions in one request, and one of nowhere. */
    private void batch() {
        var items = new ArrayList<Object>();
        for (var account : regionOf.keySet()) {
            var item = Screenings.tree(account + "-b1", account, "", "in a batch: " + account);
            item.put("idempotency_key", account + "-bk");
            items.add(item);
        }
        items.add(Screenings.tree(token + "-nowhere", token + "-u-nowhere", "AQ", token + "-ice"));
        items.add(Map.of("id", token + "-faulty", "colour", token + "-value"));
        refusals.add(problemsOf(ok(service.post("/v1/screenings:batch", Screenings.json(Map.of("items", items))))));
    }

    /** Only what is a problem: results may say whose they are. */
    private static String problemsOf(RunningGatehouse.Answer batch) {
        var problems = new StringBuilder();
        for (var result : batch.json().path("results").values())
            if (!result.path("screening").has("decision_id")) problems.append(result);
        assertThat(problems.toString()).contains("unresolved-home-region");
        return problems.toString();
    }

    /** Field names are no canaries: a fault points to the field, whatever it is called. */
    private void wrong() {
        var account = regionOf.keySet().iterator().next();
        var good = Screenings.tree(token + "-w1", account, "", token + "-wrong");
        refused(service.post("/v1/screenings", "{\"id\":\"" + token + "-broken\", " + token));
        refused(service.post("/v1/screenings", "[\"" + token + "\"]"));
        refused(service.post("/v1/screenings", with(good, "colour", token + "-value")));
        refused(service.post("/v1/screenings", with(good, "surface", token + "-surface")));
        refused(service.post("/v1/screenings", with(good, "created_at", token + "-yesterday")));
        refused(service.post("/v1/screenings", with(good, "language", token)));
        refused(service.post("/v1/screenings", with(good, "parts", List.of(Map.of("type", token, "text", token)))));
        refused(service.post(
                "/v1/screenings",
                with(good, "parts", List.of(Map.of("type", "media", "media_id", "eu-west-1.m." + token)))));
        refused(service.post("/v1/screenings", with(good, "author", Screenings.author(token + "-u-ice", "AQ"))));
        refused(service.post("/v1/screenings", with(good, "author", Screenings.author(token + "-u-x", token))));
        refused(service.post("/v1/screenings", Screenings.json(good), "Gatehouse-Author", token + "-another"));
        refused(service.post("/v1/screenings", Screenings.json(good), "Gatehouse-Residence", token + "=XX"));
        refused(service.post("/v1/screenings", Screenings.json(good), "Idempotency-Key", account + "-key"));
        refused(service.post("/v1/screenings", with(good, "id", account + "-m1")));
        refused(service.post("/v1/screenings:batch", "{\"items\":\"" + token + "\"}"));
        refused(service.post(
                "/v1/media",
                token.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "text/plain",
                "Gatehouse-Author",
                account));
        refused(service.post(
                "/v1/media",
                token.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "image/png",
                "Gatehouse-Author",
                token + "-u-new"));
        refused(service.get("/v1/accounts/" + token + "-u-unknown"));
        refused(service.get("/v1/screenings/" + token));
        refused(service.get("/v1/decisions/eu-west-1.d." + token));
        refused(service.get("/v1/regions/" + token + "/log/checkpoint"));
        refused(service.get("/" + token + "?" + token + "=" + token));
        refused(service.put(
                "/v1/accounts/" + account, "{\"residence\":[{\"kind\":\"" + token + "\",\"country\":\"IE\"}]}"));
        refused(service.put("/v1/accounts/" + account + "/labels/" + token + "%20x", "{\"reason\":\"" + token + "\"}"));
        refused(service.put("/v1/accounts/" + account + "/consents/" + token, "{\"state\":\"" + token + "\"}"));
        refused(service.post(
                "/v1/transfers:evaluate", "{\"purpose\":\"" + token + "\",\"account\":\"" + account + "\"}"));
        refused(service.post("/v1/jobs/rescan/runs", "{\"parameters\":{\"region\":\"" + token + "\"}}"));
        refused(service.post("/v1/notices", "{\"explanation\":\"" + token + "\",\"category\":\"" + token + "\"}"));
        refused(service.post("/v1/orders", "{\"reasons\":\"" + token + "\",\"kind\":\"" + token + "\"}"));
        refused(service.post("/v1/life-threats", "{\"information\":\"" + token + "\",\"basis\":\"" + token + "\"}"));
        refused(service.post("/v1/notices:erase", "{\"email\":\"" + token + "\",\"region\":\"" + token + "\"}"));
        refused(service.get("/v1/cases?region=" + token));
        refused(service.post("/v1/screenings", Screenings.json(good), "Authorization", "Bearer " + token));
        ok(service.post("/v1/moderations", "{\"input\":\"" + token + " and " + TestPolicies.RESTRICTED + "\"}"));
        refused(service.post("/v1/moderations", "{\"input\":{\"colour\":\"" + token + "\"}}"));
    }

    private void rescan(Path otherPolicies) {
        ok(service.post(
                "/v1/jobs/rescan/runs",
                Screenings.json(
                        Map.of("parameters", Map.of("region", "eu-west-1", "policies", otherPolicies.toString())))));
        long until = System.nanoTime() + 60_000_000_000L;
        while (service.get("/v1/jobs/rescan")
                .json()
                .at("/last_run/status")
                .asString("")
                .matches("running|starting|")) {
            assertThat(System.nanoTime()).as("the rescan ends").isLessThan(until);
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
        assertThat(service.get("/v1/jobs/rescan").json().at("/last_run/status").asString(""))
                .isEqualTo("completed");
    }

    private static String with(Map<String, Object> tree, String field, Object value) {
        var changed = new LinkedHashMap<>(tree);
        changed.put(field, value);
        return Screenings.json(changed);
    }

    private static RunningGatehouse.Answer ok(RunningGatehouse.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 204);
        return answer;
    }

    private void refused(RunningGatehouse.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
        refusals.add(answer.status() + " " + answer.text() + " "
                + answer.response().headers().map());
    }
}
