package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.lint.ReportLint;
import io.gatehouse.moderation.report.lint.Rule;
import io.gatehouse.residency.casework.ReportRecords;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import io.gatehouse.service.region.ServedRegions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The transparency report of the running service: filled from its records, kept, fetched, explained. */
class TransparencyTest {
    private static final String IRELAND = "eu-west-1";
    private static final String GERMANY = "eu-central-1";
    private static final int YEAR = LocalDate.now(ZoneOffset.UTC).getYear();
    private static final String RESTRICT = """
        {"outcome":"restrict","actions":[{"kind":"account.suspended","scope":["EU"]}],
         "category":"STATEMENT_CATEGORY_VIOLENCE","keywords":["KEYWORD_HUMAN_TRAFFICKING"],
         "ground":{"kind":"illegal_content","reference":"Act 1","explanation":"It threatens."},
         "facts":"A person looked at it.","reasons":"It threatens somebody."}\
        """;

    private final RunningGatehouse service = RunningGatehouse.shared();
    private final String auditor = service.keyWith("auditor");
    private final String anna = reviewer("mod-1");
    private final String ben = reviewer("mod-2");

    private String reviewer(String person) {
        return service.post(
                        "/v1/keys",
                        "{\"name\":\"r\",\"roles\":[\"reviewer\"],\"country\":\"IE\",\"person\":\"" + person + "\"}")
                .field("key");
    }

    private static String[] as(String key) {
        return new String[] {"Authorization", "Bearer " + key};
    }

    private static Answer ok(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer;
    }

    private Answer make(String more) {
        return service.post("/v1/reports", "{\"name\":\"dsa\"," + more + '}', as(auditor));
    }

    /** Of this year, which has not ended. */
    private Answer draft() {
        var made = ok(
                make("\"from\":\"" + YEAR + "-01-01\",\"to\":\"" + YEAR + "-12-31\",\"draft\":true,\"regions\":[\""
                        + IRELAND + "\",\"" + GERMANY + "\"]"),
                201);
        assertThat(OpenApiTest.schema("KeptReport").validate(made.json()))
                .as(made.text())
                .isEmpty();
        return made;
    }

    private Map<String, String> files(Answer report) {
        var files = new TreeMap<String, String>();
        for (var file : report.json().path("files").values()) {
            String name = file.path("name").stringValue();
            files.put(
                    name,
                    ok(service.get("/v1/reports/" + report.field("id") + "/files/" + name, as(auditor)), 200)
                            .text());
        }
        return files;
    }

    private static List<List<String>> rows(String csv) {
        // Commas between quotes part no cells.
        return csv.lines()
                .map(line -> List.of(line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)))
                .toList();
    }

    /** The number in the column, in the only row that has these words. */
    private static long number(Map<String, String> files, String sheet, String column, String... words) {
        var rows = rows(files.get(sheet + ".csv"));
        int at = rows.getFirst().indexOf(column);
        assertThat(at).as(column).isPositive();
        var found = rows.stream().filter(row -> row.containsAll(List.of(words))).toList();
        assertThat(found).as(List.of(words).toString()).hasSize(1);
        return found.getFirst().get(at).isEmpty()
                ? 0
                : Long.parseLong(found.getFirst().get(at));
    }

    private String said(String text, String country) {
        return said(RunningGatehouse.unique("m"), text, country);
    }

    private String said(String content, String text, String country) {
        return ok(
                        service.post(
                                "/v1/screenings", Screenings.of(content, RunningGatehouse.unique("u"), country, text)),
                        200)
                .field("decision_id");
    }

    private String resolve(String caseId, String key, String body) {
        ok(service.post("/v1/cases/" + caseId + "/lease", "", as(key)), 200);
        return ok(service.post("/v1/cases/" + caseId + "/resolution", body, as(key)), 200)
                .field("new_decision_id");
    }

    private static String caseOf(String decision) {
        return decision.replace(".d.", ".c.");
    }

    @Test
    void whatHappensIsCountedWhereItBelongsAndTheLintFindsNothing(@TempDir Path directory) throws IOException {
        var before = files(draft());
        happen();
        var report = draft();
        var after = files(report);
        var rises = new ArrayList<String>();
        for (var expected : List.of(
                new Rise(
                        "6_own_initiative_TC",
                        "Number of measures taken at the provider's own initiative",
                        2,
                        "KEYWORD_HATE_SPEECH"),
                new Rise(
                        "6_own_initiative_TC",
                        "Number of measures taken after detection with solely automated means",
                        2,
                        "KEYWORD_HATE_SPEECH"),
                new Rise("6_own_initiative_TC", "Visibility restriction Removal", 2, "KEYWORD_HATE_SPEECH"),
                new Rise("5_own_initiative_illegal", "Account restriction Suspension", 1, "KEYWORD_HUMAN_TRAFFICKING"),
                new Rise(
                        "5_own_initiative_illegal",
                        "Number of measures taken after detection with solely automated means",
                        1,
                        "TOTAL"),
                new Rise("4_notices", "Number of notices received", 1, "KEYWORD_COORDINATED_HARM"),
                new Rise(
                        "4_notices",
                        "Number of specific items of information included in the total number of notices",
                        2,
                        "STATEMENT_CATEGORY_VIOLENCE"),
                new Rise("4_notices", "Number of actions taken on the basis of the law", 1, "TOTAL"),
                new Rise(
                        "3_member_states_orders",
                        "Number of orders to act against illegal content received",
                        1,
                        "TOTAL",
                        "KEYWORD_TERRORIST_CONTENT"),
                new Rise(
                        "7_appeals_and_recidivism",
                        "Value",
                        1,
                        "Number of complaints submitted to the internal-complaints mechanism",
                        "Decisions reversed"),
                new Rise(
                        "7_appeals_and_recidivism",
                        "Value",
                        1,
                        "Complaint regarding a decision to suspend or terminate an account",
                        "Total number"),
                new Rise(
                        "7_appeals_and_recidivism",
                        "Value",
                        2,
                        "Number of suspensions enacted for the provision of manifestly illegal content",
                        "Total number"),
                new Rise(
                        "8_automated_means",
                        "Value",
                        2,
                        "Number of measures solely taken by automated means",
                        "Own-initiative"))) {
            long rise = expected.in(after) - expected.in(before);
            if (rise != expected.by()) rises.add(expected + " but " + rise);
        }
        assertThat(rises).isEmpty();
        assertThat(after.get("8_automated_means.csv"))
                .contains("Accuracy of the automated means - Precision,Total number,");
        assertThat(after.get("5_own_initiative_illegal.csv")).contains("'=As the rules say.");
        for (var file : after.entrySet())
            if (file.getKey().endsWith(".csv"))
                Files.writeString(directory.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
        var lint = ReportLint.lint(
                ReportTemplate.load(
                        Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies")),
                directory,
                Optional.empty());
        // Orders of other tests are confirmed or carried out by nobody, or found nothing to act on, which the lint says
        // rightly; this one is.
        assertThat(lint.findings())
                .filteredOn(finding -> !(Set.of(Rule.MEDIAN_MISSING, Rule.MEDIAN_MISSING_EFFECT)
                                .contains(finding.rule())
                        && finding.sheet().startsWith("3_")))
                .isEmpty();
        assertThat(rows(after.get("3_member_states_orders.csv")).stream()
                        .filter(row -> row.contains("KEYWORD_TERRORIST_CONTENT") && row.contains("IE")))
                .singleElement()
                .satisfies(row ->
                        assertThat(row.subList(6, 10)).as("numbers and medians").doesNotContain(""));
        explained(report, after);
    }

    private record Rise(String sheet, String column, long by, String... words) {
        long in(Map<String, String> files) {
            return number(files, sheet, column, words);
        }

        @Override
        public String toString() {
            return sheet + " " + column + " " + List.of(words) + " +" + by;
        }
    }

    /** Two removals by rules; a review that ends illegal; a notice of two regions; an order; an appeal that is upheld by nobody. */
    private void happen() {
        said("one " + TestPolicies.RESTRICTED, "IE");
        said("two " + TestPolicies.RESTRICTED, "DE");
        String decided = resolve(caseOf(said("held " + TestPolicies.HELD, "IE")), anna, RESTRICT);
        String here = RunningGatehouse.unique("m");
        String there = RunningGatehouse.unique("m");
        said(here, "somebody is threatened", "IE");
        said(there, "somebody is threatened, too", "DE");
        var notice = ok(
                service.post(
                        "/v1/notices",
                        Screenings.json(Map.of(
                                "id",
                                RunningGatehouse.unique("n"),
                                "category",
                                "STATEMENT_CATEGORY_VIOLENCE",
                                "keywords",
                                List.of("KEYWORD_COORDINATED_HARM"),
                                "explanation",
                                "It threatens my neighbour.",
                                "notifier",
                                Map.of("name", "N. Otifier", "email", RunningGatehouse.unique("n") + "@example.org"),
                                "good_faith",
                                true,
                                "items",
                                List.of(
                                        Map.of("content_id", here, "url", "https://video.example/1"),
                                        Map.of("content_id", there, "url", "https://video.example/2"))))),
                201);
        resolve(notice.json().at("/parts/0/items/0/case_id").stringValue(), anna, RESTRICT);
        var order = ok(
                service.post(
                        "/v1/orders",
                        Screenings.json(Map.ofEntries(
                                Map.entry("id", RunningGatehouse.unique("q")),
                                Map.entry("kind", "terrorist_content"),
                                Map.entry("authority", "an authority"),
                                Map.entry("member_state", "IE"),
                                Map.entry("reference", "1/26"),
                                Map.entry("legal_ground", "Regulation (EU) 2021/784"),
                                Map.entry("reasons", "It incites."),
                                Map.entry("territories", List.of("EU")),
                                Map.entry(
                                        "received_at",
                                        Instant.now().minusSeconds(60).toString()),
                                Map.entry(
                                        "items",
                                        List.of(Map.of("content_id", here, "url", "https://video.example/1")))))),
                201);
        ok(service.post("/v1/orders/" + order.field("id") + "/steps", "{\"step\":\"receipt_confirmed\"}"), 200);
        var appeal = ok(
                service.post(
                        "/v1/decisions/" + decided + "/appeals",
                        "{\"id\":\"" + RunningGatehouse.unique("a")
                                + "\",\"appellant\":\"author\",\"reason\":\"I meant the film.\"}"),
                201);
        resolve(appeal.field("case_id"), ben, "{\"outcome\":\"reversed\",\"reasons\":\"It quotes a film.\"}");
        var dispute = ok(
                service.post(
                        "/v1/disputes",
                        "{\"id\":\"" + RunningGatehouse.unique("x") + "\",\"decision_id\":\"" + decided
                                + "\",\"body\":\"ods-ie-1\",\"appellant\":\"author\"}"),
                201);
        ok(
                service.post(
                        "/v1/disputes/" + dispute.field("id") + "/outcome",
                        "{\"outcome\":\"reversed\",\"decided_at\":\"" + Instant.now() + "\",\"implemented\":true}"),
                200);
    }

    /** Ids behind a number are those that somebody finds who reads the log. */
    private void explained(Answer report, Map<String, String> files) {
        var rows = rows(files.get("6_own_initiative_TC.csv"));
        int row = 0;
        while (!rows.get(row).contains("KEYWORD_HATE_SPEECH")) row++;
        var explained = ok(
                service.get("/v1/reports/" + report.field("id") + "/explanation?cell=6!F" + (row + 1), as(auditor)),
                200);
        assertThat(OpenApiTest.schema("ReportExplanation").validate(explained.json()))
                .as(explained.text())
                .isEmpty();
        assertThat(explained.field("value")).isEqualTo(rows.get(row).get(5)).isEqualTo(explained.field("kept_value"));
        assertThat(explained.field("query")).isEqualTo("6.measures where category = KEYWORD_HATE_SPEECH");
        var ids = explained.json().path("ids").values().stream()
                .map(id -> id.stringValue())
                .toList();
        assertThat(ids).hasSize(Integer.parseInt(rows.get(row).get(5)));
        var read = new java.util.TreeSet<String>();
        for (String region : List.of(IRELAND, GERMANY))
            new ReportRecords(service.bean(ServedRegions.class)
                            .orMisdirected(new RegionId(region))
                            .cell())
                    .decisions(Instant.EPOCH, Instant.now().plusSeconds(60), decision -> {
                        if (decision.verdict().equals("restrict")
                                && decision.isAutomated()
                                && !decision.rules().isEmpty()) read.add(decision.id());
                    });
        assertThat(ids).containsAll(read.stream().filter(ids::contains).toList());
        assertThat(read).containsAll(ids);
        assertThat(service.get("/v1/reports/" + report.field("id") + "/explanation?cell=44!A1", as(auditor))
                        .status())
                .isEqualTo(404);
    }

    /** Where a number is in a sheet, and what the ids behind it look like. */
    private record Asked(String sheet, String column, String ids, String... words) {
        String cell(List<List<String>> rows) {
            int column = rows.getFirst().indexOf(column());
            int row = 0;
            while (!rows.get(row).containsAll(List.of(words()))) row++;
            return sheet().substring(0, sheet().indexOf('_')) + "!" + (char) ('A' + column) + (row + 1);
        }
    }

    /** Counts, medians, shares, accuracy and staff, of a very large platform's report, which has all of them. */
    @Test
    void everyKindOfNumberSaysWhereItIsFrom() {
        happen();
        var report = ok(
                make("\"from\":\"" + YEAR + "-01-01\",\"to\":\"" + YEAR + "-12-31\",\"draft\":true,\"class\":\"vlop\","
                        + "\"regions\":[\"" + IRELAND + "\",\"" + GERMANY + "\"]"),
                201);
        var files = files(report);
        for (var asked : List.of(
                new Asked("4_notices", "Number of notices received", ".+\\.n\\..+", "TOTAL"),
                new Asked("4_notices", "Median time to take action", ".+\\.n\\..+", "TOTAL"),
                new Asked(
                        "3_member_states_orders",
                        "Median time to give effect to the order to act against illegal content",
                        ".+\\.q\\..+",
                        "TOTAL"),
                new Asked(
                        "5_own_initiative_illegal",
                        "Number of measures taken at the provider's own initiative",
                        ".+\\.d\\..+",
                        "TOTAL"),
                new Asked(
                        "7_appeals_and_recidivism",
                        "Value",
                        ".+\\.a\\..+",
                        "Number of complaints submitted to the internal-complaints mechanism",
                        "Median time"),
                new Asked("7_appeals_and_recidivism", "Value", ".+", "Percentage of outcomes implemented"),
                new Asked(
                        "8_automated_means",
                        "Value",
                        ".+\\.d\\..+",
                        "Number of measures solely taken by automated means",
                        "Total number"),
                new Asked(
                        "8_automated_means",
                        "Value",
                        ".+\\.[cd]\\..+",
                        "Accuracy of the automated means - Precision",
                        "Total number"),
                new Asked(
                        "9_human_resources",
                        "Value",
                        "mod-.+|registers/staff.yaml:.+",
                        "Number of total moderators with sufficient linguistic expertise",
                        "Total number"))) {
            var rows = rows(files.get(asked.sheet() + ".csv"));
            String cell = asked.cell(rows);
            var explained = ok(
                    service.get("/v1/reports/" + report.field("id") + "/explanation?cell=" + cell, as(auditor)), 200);
            assertThat(explained.field("value"))
                    .as(asked.sheet() + " " + cell)
                    .isNotBlank()
                    .isEqualTo(explained.field("kept_value"));
            assertThat(explained.field("query")).as(cell).contains(asked.sheet().charAt(0) + ".", " where ");
            var ids = explained.json().path("ids").values().stream()
                    .map(id -> id.stringValue())
                    .toList();
            assertThat(ids).as(cell + " " + explained.text()).isNotEmpty().allMatch(id -> id.matches(asked.ids()));
        }
    }

    @Test
    void aVersionIsKeptForEverAndACorrectionIsAnother() {
        String period = "\"from\":\"" + (YEAR - 1) + "-01-01\",\"to\":\"" + (YEAR - 1) + "-12-31\",\"regions\":[\""
                + GERMANY + "\"]";
        var first = ok(make(period), 201);
        assertThat(first.json().path("version").intValue()).isEqualTo(1);
        assertThat(first.field("keep_until").substring(0, 4))
                .isEqualTo(Integer.toString(
                        Integer.parseInt(first.field("published").substring(0, 4)) + 5));
        var again = make(period);
        assertThat(again.problem()).isEqualTo("report-exists");
        assertThat(again.field("report_id")).isEqualTo(first.field("id"));
        var second = ok(make(period + ",\"reason\":\"Three notices were counted twice.\""), 201);
        assertThat(second.json().path("version").intValue()).isEqualTo(2);
        assertThat(second.json().at("/about/replaces").stringValue()).isEqualTo(first.field("id"));
        assertThat(files(second).get("report.html"))
                .contains("It takes the place of version 1")
                .contains("Three notices were counted twice.");
        assertThat(service.get("/v1/reports?name=dsa", as(auditor)).text())
                .contains(first.field("id"), second.field("id"));
        var manifest = new StringBuilder();
        var files = new TreeMap<String, String>();
        for (var file : first.json().path("files").values())
            files.put(file.path("name").stringValue(), file.path("sha256").stringValue());
        files.forEach((name, digest) ->
                manifest.append(digest).append("  ").append(name).append('\n'));
        assertThat(first.field("digest")).isEqualTo("sha256:" + sha256(manifest.toString()));
        var logged = new ArrayList<String>();
        var cell = service.bean(ServedRegions.class)
                .orMisdirected(new RegionId(GERMANY))
                .cell();
        cell.read(connection -> {
            try (var select = connection.prepareStatement("SELECT convert_from(entry, 'UTF8') FROM log_entry"
                            + " WHERE position(convert_to('\"kind\":\"report\"', 'UTF8') IN entry) > 0");
                    var rows = select.executeQuery()) {
                while (rows.next()) logged.add(rows.getString(1));
            }
            return logged;
        });
        assertThat(logged)
                .filteredOn(entry -> entry.contains(first.field("id")))
                .hasSize(1);
        assertThat(String.join("\n", logged)).contains(second.field("digest").substring("sha256:".length()));
    }

    private static String sha256(String text) {
        return new io.gatehouse.jobs.report.ReportFile("x", "text/plain", text.getBytes(StandardCharsets.UTF_8))
                .sha256();
    }

    @Test
    void whatCannotBeToldIsRefusedWithEveryReason() {
        String now = "\"from\":\"" + YEAR + "-01-01\",\"to\":\"" + YEAR + "-12-31\",\"regions\":[\"" + IRELAND + "\"]";
        var early = make(now + ",\"class\":\"vlop\"");
        assertThat(early.problem()).isEqualTo("report-lacks");
        assertThat(early.text())
                .contains(
                        "has not ended",
                        "reports about " + YEAR + "-01-01/" + YEAR + "-06-30",
                        "texts.training",
                        "registers/recipients.yaml");
        assertThat(make("\"from\":\"" + YEAR + "-01-01\",\"to\":\"" + YEAR + "-12-31\"")
                        .pointers())
                .as("a region that lives elsewhere is not left out in silence")
                .containsExactly("/regions");
        assertThat(make("\"from\":\"soon\",\"to\":\"2026-13-01\",\"class\":\"huge\",\"regions\":[\"mars\"],\"x\":1")
                        .pointers())
                .containsExactlyInAnyOrder("/from", "/to", "/class", "/regions/0", "/x");
        assertThat(service.post("/v1/reports", "{}", as(service.keyWith("platform")))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theJobMakesTheReportOfThePeriodThatEndedOnce() {
        var run = ok(
                service.post("/v1/jobs/transparency-report/runs", "{\"parameters\":{\"regions\":\"" + IRELAND + "\"}}"),
                202);
        assertThat(run.field("job")).isNotNull();
        var first = ended();
        assertThat(first).contains("\"made_now\":true").contains((YEAR - 1) + "-01-01/" + (YEAR - 1) + "-12-31");
        ok(
                service.post("/v1/jobs/transparency-report/runs", "{\"parameters\":{\"regions\":\"" + IRELAND + "\"}}"),
                202);
        assertThat(ended()).contains("\"made_now\":false");
    }

    private String ended() {
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(60))
                .until(() -> List.of("completed", "failed")
                        .contains(service.get("/v1/jobs/transparency-report")
                                .json()
                                .at("/last_run/status")
                                .asString("")));
        return service.get("/v1/jobs/transparency-report").text();
    }
}
