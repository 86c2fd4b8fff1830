package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.Gatehouse;
import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.policy.TarGz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A policy's life as its people see it: over HTTP, on the real service, with two of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyLifeTest {
    private static final long LONGEST_NANOS = Duration.ofSeconds(20).toNanos();

    @TempDir
    Path directory;

    private RunningGatehouse service;
    private String author;
    private String second;
    private String auditor;
    private int versions;

    @BeforeAll
    void start() {
        service = RunningGatehouse.start(Map.of("gatehouse.regions", "eu-west-1,eu-north-1"));
        author = "Bearer " + service.keyWith("policy-author");
        second = "Bearer " + service.keyWith("policy-author");
        auditor = "Bearer " + service.keyWith("auditor");
    }

    @AfterAll
    void stop() {
        service.stop();
    }

    /** The test's norms, with some text in their place. */
    private Path policies(String... replaced) throws IOException {
        Path policies = TestPolicies.writeTo(Files.createTempDirectory(directory, "p"));
        Path norm = policies.resolve("content/test.yaml");
        String text = Files.readString(norm) + "# " + ++versions + "\n";
        for (int i = 0; i < replaced.length; i += 2) {
            assertThat(text).contains(replaced[i]);
            text = text.replace(replaced[i], replaced[i + 1]);
        }
        Files.writeString(norm, text);
        Files.writeString(policies.resolve("VERSION"), "life." + versions + "\n");
        return policies;
    }

    private Answer upload(Path policies) throws IOException {
        return service.post(
                "/v1/policies", TarGz.pack(policies), "Content-Type", "application/gzip", "Authorization", author);
    }

    private String uploaded(Path policies) throws IOException {
        var answer = upload(policies);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.field("digest");
    }

    private Answer stage(String digest, String stage, Object... more) {
        var body = new java.util.TreeMap<String, Object>(Map.of("stage", stage, "reason", "a test"));
        for (int i = 0; i < more.length; i += 2) body.put((String) more[i], more[i + 1]);
        return service.post("/v1/policies/" + digest + "/stage", Screenings.json(body), "Authorization", author);
    }

    private void approve(String digest) {
        var answer = service.post("/v1/policies/" + digest + "/approvals", "", "Authorization", second);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private void activate(String digest) {
        approve(digest);
        var answer = stage(digest, "active");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        await(() -> running().equals(digest));
    }

    private String running() {
        return service.get("/actuator/info").json().at("/policy/active").asString();
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private Answer screened(String text) {
        var answer = service.post("/v1/screenings", Screenings.of(text));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    private static String policyOf(Answer screening) {
        return screening.json().at("/policy/digest").asString();
    }

    @Test
    void nobodyIsJudgedByAVersionThatNoSecondPersonApproved() throws IOException {
        String digest = uploaded(policies("made.up\n", "made.up\n"));
        var refused = stage(digest, "active");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("approval-needed");
        assertThat(refused.field("detail")).contains("1 approval", "another key");
        assertThat(stage(digest, "canary", "percent", 5).problem()).isEqualTo("approval-needed");
        var own = service.post("/v1/policies/" + digest + "/approvals", "", "Authorization", author);
        assertThat(own.problem()).isEqualTo("approval-refused");
        assertThat(running()).isNotEqualTo(digest);
        activate(digest);
        assertThat(policyOf(screened("hello"))).isEqualTo(digest);
        var shown = service.get("/v1/policies/" + digest, "Authorization", auditor);
        assertThat(shown.json().get("stage").asString()).isEqualTo("active");
        assertThat(shown.json().get("events").findValuesAsString("kind"))
                .contains("policy.approved", "policy.activated");
    }

    @Test
    void everyFaultIsNamedWithFileAndLineAndNothingIsStored() throws IOException {
        var rejected = upload(policies(
                "category: hate", "category: hatred", "window: 1m, at_least: 10000", "window: soon, at_least: .nan"));
        assertThat(rejected.status()).isEqualTo(422);
        assertThat(rejected.problem()).isEqualTo("policy-rejected");
        assertThat(rejected.pointers()).contains("content/test.yaml:4").hasSizeGreaterThanOrEqualTo(3);
        assertThat(service.get("/v1/policies").text()).doesNotContain("life." + versions + "\"");
        var band = upload(policies(
                "- id: test.held\n",
                "- id: test.held\n    expect: { rate: [.nan, 2], per: 1s }\n    quota: { per_day: 0 }\n"));
        assertThat(band.pointers()).hasSizeGreaterThanOrEqualTo(3);
        Path twice = policies();
        Files.copy(twice.resolve("content/test.yaml"), twice.resolve("content/again.yaml"));
        assertThat(upload(twice).text())
                .contains("already declared", "content/again.yaml:1")
                .contains("content/test.yaml");
    }

    @Test
    void aVersionThatFailsItsOwnTestsGoesNowhere() throws IOException {
        var answer = upload(policies("match: [ \"one flurbishment\" ]", "match: [ \"one flurbishmint\" ]"));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().at("/tests/failures").size()).isEqualTo(1);
        var refused = stage(answer.field("digest"), "shadow");
        assertThat(refused.problem()).isEqualTo("policy-tests-failed");
        assertThat(refused.text()).contains("content/test.yaml:", "test.restricted should match but does not");
        approve(answer.field("digest"));
        assertThat(stage(answer.field("digest"), "active").status()).isEqualTo(422);
    }

    @Test
    void aScenarioThatFailsHindersAVersionAsAnExampleDoes() throws IOException {
        var answer = upload(policies("rules:\n", """
                scenarios:
                  - name: wrong
                    messages:
                      - { text: "a flurbishment", expect: { verdict: allow } }
                rules:
                """));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.text()).contains("scenario 'wrong': verdict restrict instead of allow");
        approve(answer.field("digest"));
        assertThat(stage(answer.field("digest"), "active").problem()).isEqualTo("policy-tests-failed");
    }

    @Test
    void aShadowIsRecordedBesideWhatDecidesAndNeverActedOn() throws IOException {
        String digest = uploaded(policies("words: [ flurbishment ]", "words: [ flurbishment, quibbling ]"));
        assertThat(stage(digest, "shadow").status()).isEqualTo(200);
        await(() -> service.get("/actuator/info")
                .json()
                .at("/policy/shadows")
                .toString()
                .contains(digest));
        for (int i = 0; i < 3; i++) {
            var decided = screened("such quibbling");
            assertThat(decided.field("verdict")).isEqualTo("allow");
            assertThat(policyOf(decided)).isNotEqualTo(digest);
        }
        screened("a flurbishment");
        screened("nothing");
        JsonNode report = service.get("/v1/policies/" + digest + "/shadow", "Authorization", auditor)
                .json();
        assertThat(report.get("judged").longValue()).isEqualTo(5);
        assertThat(report.get("disagreements").longValue()).isEqualTo(3);
        assertThat(report.at("/changes/allow>restrict").longValue()).isEqualTo(3);
        JsonNode rule = report.get("rules").get(0);
        assertThat(rule.get("id").asString()).isEqualTo("test.restricted");
        assertThat(rule.get("decided").longValue()).isEqualTo(1);
        assertThat(rule.get("gained").longValue()).isEqualTo(3);
        assertThat(report.at("/by_surface/0/surface").asString()).isEqualTo("comment");
        await(() -> service.get("/v1/policies/" + digest)
                        .json()
                        .at("/last_day/judged")
                        .longValue()
                == 5);
        assertThat(stage(digest, "retired").status()).isEqualTo(200);
    }

    @Test
    void aCanaryDecidesForItsShareAndForTheSameAuthorsEachTime() throws IOException {
        String before = running();
        String digest = uploaded(policies("words: [ flurbishment ]", "words: [ flurbishment, canarious ]"));
        approve(digest);
        assertThat(stage(digest, "canary").pointers()).containsExactly("/percent");
        assertThat(stage(digest, "canary", "percent", 30).status()).isEqualTo(200);
        await(() -> service.get("/actuator/info")
                .json()
                .at("/policy/canary")
                .asString("")
                .equals(digest));
        var tried = new ArrayList<String>();
        int authors = 150;
        for (int i = 0; i < authors; i++) {
            String who = "canary-" + i;
            boolean isTried = canaryDecides(who, digest);
            assertThat(canaryDecides(who, digest)).isEqualTo(isTried);
            if (isTried) tried.add(who);
        }
        assertThat(tried).hasSizeBetween(authors * 15 / 100, authors * 45 / 100);
        assertThat(stage(digest, "canary", "percent", 60).status()).isEqualTo(200);
        await(() -> service.get("/actuator/info")
                        .json()
                        .at("/policy/canary_percent")
                        .asInt(0)
                == 60);
        for (String who : tried) assertThat(canaryDecides(who, digest)).as(who).isTrue();
        assertThat(stage(digest, "retired").status()).isEqualTo(200);
        await(() -> !service.get("/actuator/info").text().contains(digest));
        assertThat(running()).isEqualTo(before);
    }

    private boolean canaryDecides(String who, String digest) {
        var answer =
                service.post("/v1/screenings", Screenings.of(RunningGatehouse.unique("m"), who, "IE", "so canarious"));
        boolean isTried = policyOf(answer).equals(digest);
        assertThat(answer.field("verdict")).isEqualTo(isTried ? "restrict" : "allow");
        return isTried;
    }

    @Test
    void aRollbackLeadsBackAndIsInTheLogOfEveryRegion() throws IOException {
        String first = uploaded(policies());
        activate(first);
        String worse = uploaded(policies());
        activate(worse);
        var back = service.post("/v1/policies:rollback", "{\"reason\":\"too many\"}", "Authorization", author);
        assertThat(back.status()).as(back.text()).isEqualTo(200);
        assertThat(back.field("digest")).isEqualTo(first);
        await(() -> running().equals(first));
        assertThat(service.get("/v1/alerts", "Authorization", auditor)
                        .json()
                        .at("/alerts/0/kind")
                        .asString())
                .isEqualTo("policy.rolled_back");
        for (String region : List.of("eu-north-1", "eu-west-1")) {
            await(() -> logOf(region).contains("\"replaced_policy_digest\":\"" + worse));
            assertThat(logOf(region)).contains("policy.rolled_back", first).doesNotContain("too many");
        }
        var never = uploaded(policies());
        assertThat(service.post(
                                "/v1/policies:rollback",
                                "{\"reason\":\"x\",\"to\":\"" + never + "\"}",
                                "Authorization",
                                author)
                        .problem())
                .isEqualTo("stage-refused");
    }

    private String logOf(String region) {
        String log = "/v1/regions/" + region + "/log/";
        long size = Long.parseLong(service.get(log + "checkpoint").text().split("\n")[1]);
        var all = new StringBuilder();
        for (long bundle = 0; bundle * 256 < size; bundle++) {
            long width = Math.min(256, size - bundle * 256);
            String path = log + "tile/entries/" + String.format("%03d", bundle) + (width < 256 ? ".p/" + width : "");
            all.append(service.get(path).text());
        }
        return all.toString();
    }

    @Test
    void ofTwoPeopleWhoEditOneBankAtOnceTheSecondIsTold() throws IOException {
        String base = uploaded(policies());
        String draft = RunningGatehouse.unique("raid").toLowerCase(java.util.Locale.ROOT);
        var begun = service.post(
                "/v1/policies/drafts",
                "{\"name\":\"" + draft + "\",\"base\":\"" + base + "\"}",
                "Authorization",
                author);
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        fits("PolicyDraft", begun);
        String file = "/v1/policies/drafts/" + draft + "/files/content/test.yaml";
        String words = "/v1/policies/drafts/" + draft + "/banks/made.up/words";
        String etag = service.get(file, "Authorization", author).header("ETag");
        assertThat(service.post(words, "{\"add\":[\"a\"]}", "Authorization", author)
                        .problem())
                .isEqualTo("precondition-needed");
        var first = service.post(words, "{\"add\":[\"firsterly\"]}", "Authorization", author, "If-Match", etag);
        assertThat(first.status()).as(first.text()).isEqualTo(204);
        var late = service.post(words, "{\"add\":[\"secondly\"]}", "Authorization", second, "If-Match", etag);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.problem()).isEqualTo("changed-meanwhile");
        assertThat(late.field("current")).isEqualTo(first.header("ETag").replace("\"", ""));
        fits("Problem", late);
        assertThat(service.put(file, "x", "Authorization", second, "If-Match", etag)
                        .status())
                .isEqualTo(412);
        assertThat(service.put(file, "x", "Authorization", second, "If-None-Match", "*")
                        .status())
                .isEqualTo(412);
        var again = service.post(
                words,
                "{\"add\":[\"secondly\"],\"remove\":[\"firsterly\"]}",
                "Authorization",
                second,
                "If-Match",
                first.header("ETag"));
        assertThat(again.status()).isEqualTo(204);
        assertThat(service.get(file, "Authorization", author).text())
                .contains("secondly")
                .doesNotContain("firsterly");

        var frozen = service.post(
                "/v1/policies/drafts/" + draft + "/versions",
                "{\"version\":\"" + draft + "\"}",
                "Authorization",
                author);
        assertThat(frozen.status()).as(frozen.text()).isEqualTo(201);
        fits("StoredPolicy", frozen);
        assertThat(frozen.json().get("authors").size()).isEqualTo(2);
        assertThat(service.post("/v1/policies/" + draft + "/approvals", "", "Authorization", second)
                        .problem())
                .as("both had a hand in it")
                .isEqualTo("approval-refused");
        assertThat(service.get("/v1/policies/drafts/" + draft, "Authorization", author)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void noUploadLeadsOutOfItsPlaceOrFillsTheHouse() throws IOException {
        var outside = service.post(
                "/v1/policies", "{\"files\":{\"../../etc/x\":\"a\",\"content/../y\":\"a\"}}", "Authorization", author);
        assertThat(outside.status()).isEqualTo(400);
        assertThat(outside.pointers()).hasSize(2);
        var nothing =
                service.post("/v1/policies", "{\"files\":{\"content/a.yaml\":\"a: 1\"}}", "Authorization", author);
        assertThat(nothing.status()).isEqualTo(422);
        var notPacked =
                service.post("/v1/policies", "abc", "Content-Type", "application/gzip", "Authorization", author);
        assertThat(notPacked.status()).isEqualTo(400);
        assertThat(notPacked.field("detail")).contains("gzip");
        var tooLarge = service.request("/v1/policies", "Authorization", author, "Content-Type", "application/gzip")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(new byte[65 * 1024 * 1024]));
        try {
            assertThat(service.send(tooLarge).status()).isEqualTo(413);
        } catch (java.io.UncheckedIOException closed) {
            // The service closes what it need not read: then the client sees a broken pipe instead of the answer.
            assertThat(closed).hasMessageMatching("(?s).*(reset|Broken|closed|EOF|aborted).*");
        }
        assertThat(service.get("/v1/policies/../../actuator", "Authorization", author)
                        .status())
                .isGreaterThanOrEqualTo(400);
        String draft = RunningGatehouse.unique("out");
        service.post("/v1/policies/drafts", "{\"name\":\"" + draft + "\"}", "Authorization", author);
        assertThat(service.put(
                                "/v1/policies/drafts/" + draft + "/files/content/%2e%2e/x.yaml",
                                "x",
                                "Authorization",
                                author,
                                "If-None-Match",
                                "*")
                        .status())
                .isBetween(400, 404);
        assertThat(service.put(
                                "/v1/policies/drafts/" + draft + "/files/residency/homes.yaml",
                                "x",
                                "Authorization",
                                author,
                                "If-None-Match",
                                "*")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aDatabaseThatIsAwayAtThePublishIs503AndNothingIsHalfDone() throws Exception {
        Path policies = policies();
        new ProcessBuilder(
                        "kill",
                        "-9",
                        Long.toString(service.bean(io.gatehouse.residency.database.PostgresServer.class)
                                .processId()))
                .start()
                .waitFor();
        var seen = new java.util.TreeSet<Integer>();
        var last = new Answer[1];
        await(() -> {
            last[0] = upload(policies, seen);
            return last[0].status() < 300;
        });
        assertThat(seen).isSubsetOf(200, 201, 503);
        String digest = last[0].field("digest");
        assertThat(service.get("/v1/policies/" + digest, "Authorization", author)
                        .json()
                        .get("files")
                        .size())
                .isGreaterThanOrEqualTo(6);
        activate(digest);
        assertThat(policyOf(screened("after"))).isEqualTo(digest);
    }

    private Answer upload(Path policies, java.util.Set<Integer> seen) {
        try {
            var answer = upload(policies);
            seen.add(answer.status());
            if (answer.status() == 503) assertThat(answer.header("Retry-After")).isNotEmpty();
            return answer;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void answersFitTheirSchemas() throws IOException {
        var stored = upload(policies());
        fits("StoredPolicy", stored);
        String version = "/v1/policies/" + stored.field("digest");
        fits("PolicyVersion", service.post(version + "/approvals", "", "Authorization", second));
        fits("PolicyVersion", stage(stored.field("digest"), "shadow"));
        await(() -> service.get("/actuator/info").json().at("/policy/shadows").size() == 1);
        screened("for the counts");
        fits("PolicyShadow", service.get(version + "/shadow", "Authorization", author));
        fits("PolicyVersion", stage(stored.field("digest"), "retired"));
        fits("PolicyDetail", service.get(version, "Authorization", author));
        fits("Policies", service.get("/v1/policies", "Authorization", author));
        fits("PolicyNodes", service.get("/v1/policies/nodes"));
        fits("PolicyDrafts", service.get("/v1/policies/drafts", "Authorization", author));
        fits("Alerts", service.get("/v1/alerts"));
        fits("Problem", stage(stored.field("digest"), "nowhere"));
        var file = service.get(version + "/files/content/test.yaml", "Authorization", author);
        assertThat(file.text()).contains("policy: test");
        assertThat(service.get(version + "/files/content/none.yaml", "Authorization", author)
                        .status())
                .isEqualTo(404);
    }

    private static void fits(String schema, Answer answer) {
        assertThat(io.gatehouse.service.openapi.OpenApiTest.schema(schema).validate(answer.json()))
                .as(schema + ": " + answer.text())
                .isEmpty();
    }

    @Test
    void theCommandLineLeadsAVersionThroughItsLife() throws Exception {
        var failing = gatehouse(
                author,
                "publish",
                policies("match: [ \"one flurbishment\" ]", "match: [ \"one flurbishmint\" ]")
                        .toString());
        assertThat(failing.exitCode()).as(failing.output()).isEqualTo(1);
        assertThat(failing.output()).contains("content/test.yaml:", "1 of its tests fail");

        Path better = policies();
        String name = "life." + versions;
        var early = gatehouse(author, "publish", better.toString(), "--stage", "active");
        assertThat(early.exitCode()).as(early.output()).isEqualTo(3);
        assertThat(early.output()).contains("needs 1 approval");
        var approved = gatehouse(second, "approve", name);
        assertThat(approved.output()).contains("has 1 approval\n");
        var live = gatehouse(author, "publish", name, "--stage", "active", "--reason", "a test");
        assertThat(live.exitCode()).as(live.output()).isZero();
        String digest = service.get("/v1/policies/" + name).field("digest");
        assertThat(running()).isEqualTo(digest);
        assertThat(live.output()).contains("is active", digest);
        var listed = gatehouse(auditor, "list");
        assertThat(listed.output()).contains(name, "active", "draft", "reported");
        var back = gatehouse(author, "rollback", "--reason", "a test");
        assertThat(back.exitCode()).as(back.output()).isZero();
        assertThat(running()).isNotEqualTo(digest);
        assertThat(gatehouse(auditor, "shadow", name).output()).contains("0 contents judged");
    }

    private record Ended(int exitCode, String output) {}

    /** In a process of its own, which has the key in its environment. */
    private Ended gatehouse(String bearer, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Gatehouse.class.getName(),
                "policy"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--url", service.url("/").toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GATEHOUSE_API_KEY", bearer.substring("Bearer ".length()));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }

    @Test
    void onlyPolicyAuthorsWriteAndAuditorsRead() throws IOException {
        for (String role : List.of("auditor", "admin", "platform", "reviewer")) {
            String key = "Bearer " + service.keyWith(role);
            assertThat(service.post("/v1/policies", "{}", "Authorization", key).status())
                    .isEqualTo(403);
            assertThat(service.post("/v1/policies:rollback", "{}", "Authorization", key)
                            .status())
                    .isEqualTo(403);
        }
        assertThat(service.get("/v1/policies", "Authorization", auditor).status())
                .isEqualTo(200);
        assertThat(service.get("/v1/policies/nodes", "Authorization", auditor)
                        .json()
                        .at("/nodes/0/silent")
                        .asBoolean())
                .isFalse();
        assertThat(service.get("/v1/policies", "Authorization", "Bearer " + service.keyWith("platform"))
                        .status())
                .isEqualTo(403);
    }
}
