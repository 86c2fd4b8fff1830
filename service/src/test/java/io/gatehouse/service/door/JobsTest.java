package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.cell.Retention;
import io.gatehouse.service.Gatehouse;
import io.gatehouse.service.openapi.OpenApiTest;
import io.gatehouse.service.policy.TarGz;
import io.gatehouse.service.region.ServedRegions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The rescan as people ask for it: over HTTP and on the command line, on the service's own decisions. */
class JobsTest {
    /** A region that other tests write little to. */
    private static final String REGION = "eu-north-1";

    private static final long LONGEST_NANOS = Duration.ofSeconds(60).toNanos();

    private final RunningGatehouse service = RunningGatehouse.shared();

    @TempDir
    Path directory;

    private Path milder;

    /** The same norms, but what was restricted is held for a person. */
    @BeforeEach
    void writeMilderPolicies() throws IOException {
        milder = TestPolicies.writeTo(directory.resolve("milder"));
        Path norm = milder.resolve("content/test.yaml");
        String restriction =
                "then: { verdict: restrict, severity: 3, actions: [ { kind: visibility.removed, scope: [EU] } ] }";
        String text = Files.readString(norm);
        assertThat(text).contains(restriction);
        Files.writeString(norm, text.replace(restriction, "then: { verdict: review, hold: true, severity: 3 }"));
    }

    private static String parameters(String... more) {
        var parameters = new java.util.TreeMap<String, Object>();
        for (int i = 0; i < more.length; i += 2) parameters.put(more[i], more[i + 1]);
        return Screenings.json(java.util.Map.of("parameters", parameters));
    }

    private JsonNode end() {
        return end("rescan");
    }

    private JsonNode end(String job) {
        long longest = System.nanoTime() + LONGEST_NANOS;
        while (true) {
            JsonNode run = service.get("/v1/jobs/" + job).json().get("last_run");
            String status = run.get("status").stringValue();
            if (!status.equals("running") && !status.equals("stopping")) return run;
            assertThat(System.nanoTime()).isLessThan(longest);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Test
    void decidesStoredContentAgainUnderOtherPolicies() {
        var restricted = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            var answer = service.post(
                    "/v1/screenings",
                    Screenings.of(
                            RunningGatehouse.unique("m"),
                            RunningGatehouse.unique("u"),
                            "SE",
                            "some " + TestPolicies.RESTRICTED));
            assertThat(answer.field("home_region")).isEqualTo(REGION);
            restricted.add(answer.field("screening_id"));
        }
        var plain = service.post("/v1/screenings", Screenings.from("SE"));

        var dry = service.post(
                "/v1/jobs/rescan/runs", parameters("region", REGION, "policies", milder.toString(), "dry_run", "true"));
        assertThat(dry.status()).as(dry.text()).isEqualTo(202);
        fits("JobRun", dry);
        assertThat(end().at("/summary/" + REGION + "/changed/restrict>review").intValue())
                .isGreaterThanOrEqualTo(5);
        assertThat(service.get("/v1/screenings/" + restricted.getFirst()).field("verdict"))
                .isEqualTo("restrict");

        assertThat(service.post("/v1/jobs/rescan/runs", parameters("region", REGION, "policies", milder.toString()))
                        .status())
                .isEqualTo(202);
        JsonNode run = end();
        assertThat(run.get("status").stringValue()).as(run.toString()).isEqualTo("completed");
        assertThat(run.get("fraction").doubleValue()).isEqualTo(1);
        assertThat(run.at("/summary/" + REGION + "/skipped").size()).isZero();
        for (String screening : restricted) {
            var now = service.get("/v1/screenings/" + screening);
            assertThat(now.field("verdict")).isEqualTo("review");
            assertThat(now.field("screening_id")).isEqualTo(screening);
            fits("Screening", now);
        }
        assertThat(service.get("/v1/screenings/" + plain.field("screening_id")).text())
                .isEqualTo(plain.text());

        // Back under the active policies: what was lifted is restricted again, as the policy says.
        assertThat(service.post("/v1/jobs/rescan/runs", parameters("region", REGION))
                        .status())
                .isEqualTo(202);
        end();
        assertThat(service.get("/v1/screenings/" + restricted.getFirst()).field("verdict"))
                .isEqualTo("restrict");
        fits("Jobs", service.get("/v1/jobs"));
        fits("JobRuns", service.get("/v1/jobs/rescan/runs"));
    }

    /** The answer of a guest's content names the home of its author, whoever decided it, and where. */
    @Test
    void aGuestsContentThatIsDecidedAgainStillNamesItsAuthorsHome() {
        String swede = RunningGatehouse.unique("u");
        service.post("/v1/screenings", Screenings.of(RunningGatehouse.unique("m"), swede, "SE", "hello"));
        var body = Screenings.tree(
                RunningGatehouse.unique("m"), RunningGatehouse.unique("u"), "US", "some " + TestPolicies.RESTRICTED);
        body.put("surface", "ad");
        body.put("participants", List.of(java.util.Map.of("id", swede)));
        var guest = service.post("/v1/screenings", Screenings.json(body));
        assertThat(guest.field("screening_id")).as(guest.text()).startsWith(REGION + ".s.");
        assertThat(guest.field("home_region")).isEqualTo("us-east-1");
        assertThat(guest.field("verdict")).isEqualTo("restrict");
        service.post("/v1/jobs/rescan/runs", parameters("region", REGION, "policies", milder.toString()));
        end();
        var now = service.get("/v1/screenings/" + guest.field("screening_id"));
        assertThat(now.field("decision_id")).isNotEqualTo(guest.field("decision_id"));
        assertThat(now.field("verdict")).isEqualTo("review");
        assertThat(now.field("home_region")).isEqualTo("us-east-1");
        service.post("/v1/jobs/rescan/runs", parameters("region", REGION));
        end();
    }

    @Test
    void judgesByAStoredVersionNamedByItsDigest() throws IOException {
        var stored = service.post("/v1/policies", TarGz.pack(milder), "Content-Type", "application/gzip");
        assertThat(stored.status()).as(stored.text()).isEqualTo(201);
        var start = service.post(
                "/v1/jobs/rescan/runs",
                parameters("region", REGION, "policies", stored.field("digest"), "dry_run", "true"));
        assertThat(start.status()).as(start.text()).isEqualTo(202);
        JsonNode run = end();
        assertThat(run.get("status").stringValue()).as(run.toString()).isEqualTo("completed");
        assertThat(run.at("/summary/" + REGION + "/policy_digest").stringValue())
                .isEqualTo(stored.field("digest"));
    }

    @Test
    void seesWhatWasNotedOnTheContentWhenItWasJudgedBefore() {
        var tagged = service.post(
                "/v1/screenings",
                Screenings.of(
                        RunningGatehouse.unique("m"),
                        RunningGatehouse.unique("u"),
                        "SE",
                        "some " + TestPolicies.TAGGED));
        assertThat(tagged.field("verdict")).isEqualTo("allow");
        assertThat(service.post("/v1/jobs/rescan/runs", parameters("region", REGION))
                        .status())
                .isEqualTo(202);
        assertThat(end().get("status").stringValue()).isEqualTo("completed");
        var now = service.get("/v1/screenings/" + tagged.field("screening_id"));
        assertThat(now.field("verdict")).as(now.text()).isEqualTo("review");
        assertThat(now.text()).contains("test.tagged", "test.again");
    }

    /** On the service's own decisions: made again they come out the same, and nothing of them is old, over or nobody's. */
    @Test
    void jobsThatKeepHouseFindNothingWrong() {
        var said = service.post(
                "/v1/screenings",
                Screenings.of(
                        RunningGatehouse.unique("m"),
                        RunningGatehouse.unique("u"),
                        "SE",
                        "some " + TestPolicies.RESTRICTED));
        for (var job : List.of("archive", "retention", "orphans", "erasure", "replay", "quality")) {
            var start = service.post("/v1/jobs/" + job + "/runs", parameters("region", REGION));
            assertThat(start.status()).as(job + start.text()).isEqualTo(202);
            JsonNode run = end(job);
            assertThat(run.get("status").stringValue()).as(run.toString()).isEqualTo("completed");
            JsonNode summary = run.at("/summary/" + REGION);
            switch (job) {
                case "archive" -> assertThat(summary.get("contents").intValue()).isZero();
                case "replay" -> {
                    assertThat(summary.get("same").intValue())
                            .as(run.toString())
                            .isPositive();
                    assertThat(summary.get("different").size())
                            .as(run.toString())
                            .isZero();
                }
                case "erasure" -> {
                    assertThat(summary.get("skipped").size()).as(run.toString()).isZero();
                    assertThat(summary.get("do_not_stand").size())
                            .as(run.toString())
                            .isZero();
                }
                case "retention" ->
                    assertThat(summary.get("contents_ended").size()).isZero();
                default -> assertThat(summary.isObject()).isTrue();
            }
        }
        assertThat(service.get("/v1/decisions/" + said.field("decision_id")).text())
                .isEqualTo(said.text());
        fits("Alerts", service.get("/v1/alerts"));
    }

    /** The table in docs/jobs.md says what the program does: of every job there is, and of no other. */
    @Test
    void everyJobHasItsBoundsAndTheDocsTellThem() throws IOException {
        var jobs = service.get("/v1/jobs");
        fits("Jobs", jobs);
        var rows = new ArrayList<String>();
        for (var job : jobs.json().get("jobs").values()) {
            String name = job.get("name").stringValue();
            var bounds = job.get("bounds");
            var parameters = job.get("parameters").values().stream()
                    .map(each -> each.get("name").stringValue())
                    .toList();
            assertThat(parameters).as(name).contains("throttle", "yield_above_ms");
            boolean skips = !bounds.get("skips").isEmpty();
            assertThat(parameters.contains("skip_limit")).as(name).isEqualTo(skips);
            assertThat(bounds.get("skip_limit").intValue() > 0).as(name).isEqualTo(skips);
            assertThat(bounds.get("skip_limit_reason").stringValue()).as(name).isNotBlank();
            rows.add("| `" + name + "` | " + bounds.get("parts").stringValue() + " | "
                    + bounds.get("throttled_by").stringValue() + " | "
                    + bounds.get("restarts_at").stringValue() + " | "
                    + bounds.get("dry_run").stringValue() + " | "
                    + (skips ? bounds.get("skip_limit").intValue() + " " + kinds(bounds) : "nothing") + ": "
                    + bounds.get("skip_limit_reason").stringValue() + " | "
                    + bounds.get("log_entry").stringValue() + " |");
        }
        var told = Files.readAllLines(Path.of(System.getProperty("gatehouse.home", ".."), "docs", "jobs.md")).stream()
                .dropWhile(line -> !line.equals("## What each job keeps to"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(told).containsExactlyInAnyOrderElementsOf(rows);
    }

    private static String kinds(JsonNode bounds) {
        return bounds.get("skips").values().stream()
                .map(JsonNode::stringValue)
                .collect(java.util.stream.Collectors.joining(", "));
    }

    /** What retention has ended answers in words of its own: it was there, and is kept no longer. */
    @Test
    void aDecisionThatIsKeptNoLongerSaysSo() {
        var said = service.post("/v1/screenings", Screenings.from("SE"));
        String decision = said.field("decision_id");
        var cell = service.bean(ServedRegions.class).named(REGION).cell();
        long content = cell.reader().decision(decision).orElseThrow().contentIndex();
        var now = java.time.Instant.now();
        cell.retention().end(List.of(new Retention.Ending(content, decision + ".words-ended", "a-test", true)), now);
        assertThat(service.get("/v1/decisions/" + decision).status())
                .as("the words are gone, the decision is kept")
                .isEqualTo(200);
        cell.retention().endRecords(List.of(content), decision + ".records-ended", "a-test", now);
        var answer = service.get("/v1/decisions/" + decision);
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.problem()).isEqualTo("expired");
        assertThat(answer.text()).contains("kept no longer");
    }

    @Test
    void namesEveryFault() {
        var refused = service.post(
                "/v1/jobs/rescan/runs",
                parameters("region", "mars-1", "policies", "/no/such/place", "partitions", "0", "colour", "blue"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.problem()).isEqualTo("invalid-request");
        assertThat(refused.pointers())
                .containsExactlyInAnyOrder(
                        "/parameters/colour", "/parameters/region", "/parameters/partitions", "/parameters/policies");
        assertThat(service.post("/v1/jobs/rescan/runs", "{\"parameters\":{\"region\":[]},\"colour\":1}")
                        .pointers())
                .containsExactlyInAnyOrder("/parameters/region", "/colour");
        assertThat(service.post("/v1/jobs/resacn/runs", "{}").status()).isEqualTo(404);
        assertThat(service.post("/v1/jobs/rescan:stop", "").problem()).isEqualTo("job-not-running");
    }

    @Test
    void auditorsLookAndOnlyAdministratorsAct() {
        String auditor = "Bearer " + service.keyWith("auditor");
        assertThat(service.get("/v1/jobs", "Authorization", auditor).status()).isEqualTo(200);
        assertThat(service.post("/v1/jobs/rescan/runs", "{}", "Authorization", auditor)
                        .status())
                .isEqualTo(403);
        assertThat(service.post("/v1/jobs/rescan:stop", "{}", "Authorization", auditor)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theCommandLineRunsAJobToItsEnd() throws Exception {
        service.post("/v1/screenings", Screenings.from("SE"));
        var listed = gatehouse("job", "list");
        assertThat(listed.output()).contains("rescan: Judges stored content again", "partitions");
        assertThat(listed.exitCode()).isZero();

        var ran = gatehouse("job", "run", "rescan", "region=" + REGION, "dry_run=true");
        assertThat(ran.output()).contains("completed", "100 %", REGION, "judged");
        assertThat(ran.exitCode()).as(ran.output()).isZero();
        assertThat(gatehouse("job", "status", "rescan").output()).contains("completed");

        var wrong = gatehouse("job", "run", "rescan", "region=mars-1");
        assertThat(wrong.output()).contains("/parameters/region", "is not served here");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(gatehouse("job", "stop", "rescan").exitCode()).isEqualTo(3);
    }

    @Tag("long")
    @Test
    void theCommandLineBacktestsStoredTraffic() throws Exception {
        var answer = service.post(
                "/v1/screenings",
                Screenings.of(
                        RunningGatehouse.unique("m"),
                        RunningGatehouse.unique("u"),
                        "SE",
                        "some " + TestPolicies.RESTRICTED));
        assertThat(answer.field("home_region")).isEqualTo(REGION);
        var ran = gatehouse("policy", "backtest", "--policy", milder.toString(), "--region", REGION);
        assertThat(ran.output()).contains("completed", REGION, "restrict becomes hold", "held against");
        assertThat(ran.exitCode()).as(ran.output()).isZero();
        assertThat(service.get("/v1/screenings/" + answer.field("screening_id")).field("verdict"))
                .as("nothing was decided")
                .isEqualTo("restrict");
        fits("JobRuns", service.get("/v1/jobs/backtest/runs"));

        var wrong = gatehouse("policy", "backtest", "--policy", milder.toString(), "--sample", "none");
        assertThat(wrong.output()).contains("/parameters/sample", "2.5%");
        assertThat(wrong.exitCode()).isEqualTo(2);
        var unknown = gatehouse("policy", "backtest", "--policy", "no-such-version");
        assertThat(unknown.output()).contains("name one stored version");
        assertThat(unknown.exitCode()).isEqualTo(2);
    }

    private record Ended(int exitCode, String output) {}

    /** In a process of its own, which has the key in its environment. */
    private Ended gatehouse(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Gatehouse.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--url", service.url("/").toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GATEHOUSE_API_KEY", RunningGatehouse.ADMIN_KEY);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }

    private static void fits(String schema, RunningGatehouse.Answer answer) {
        assertThat(OpenApiTest.schema(schema).validate(answer.json()))
                .as(schema + ": " + answer.text())
                .isEmpty();
    }
}
