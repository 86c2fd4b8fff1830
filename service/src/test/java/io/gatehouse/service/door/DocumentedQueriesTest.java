package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.log.LogEntries;
import io.gatehouse.residency.log.LogExporter;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.region.ServedRegions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who has the exported evidence counts with the line beside a table what the table says. Every such line is run, by jq itself. */
class DocumentedQueriesTest {
    private static final String REGION = "eu-west-1";
    private static final Pattern JQ = Pattern.compile("jq -c '([^']+)'");
    private static final String SPAN = "?from=2026-01-01&to=" + TableReportsTest.endOfQuarter() + "&regions=" + REGION;

    private final RunningGatehouse service = RunningGatehouse.shared();
    private final String[] auditor = {"Authorization", "Bearer " + service.keyWith("auditor")};

    private static Answer ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 204);
        return answer;
    }

    /** Something of each kind that is counted. */
    private void happen() {
        String author = RunningGatehouse.unique("u");
        String content = RunningGatehouse.unique("m");
        String decision = ok(service.post(
                        "/v1/screenings", Screenings.of(content, author, "IE", "one " + TestPolicies.RESTRICTED)))
                .field("decision_id");
        // As many as are not protected.
        for (int person = 0; person < 5; person++) someone();
        String held = ok(service.post("/v1/screenings", Screenings.of("held " + TestPolicies.HELD)))
                .field("decision_id");
        String reviewer = service.post(
                        "/v1/keys", "{\"name\":\"r\",\"roles\":[\"reviewer\"],\"country\":\"IE\",\"person\":\"mod-1\"}")
                .field("key");
        String path = "/v1/cases/" + held.replace(".d.", ".c.");
        ok(service.post(path + "/lease", "", "Authorization", "Bearer " + reviewer));
        ok(service.post(path + "/resolution", "{\"outcome\":\"allow\"}", "Authorization", "Bearer " + reviewer));
        ok(service.post(
                "/v1/notices",
                Screenings.json(Map.of(
                        "id",
                        RunningGatehouse.unique("n"),
                        "category",
                        "STATEMENT_CATEGORY_VIOLENCE",
                        "explanation",
                        "It threatens.",
                        "notifier",
                        Map.of("name", "N. Otifier", "email", RunningGatehouse.unique("n") + "@example.org"),
                        "good_faith",
                        true,
                        "trusted_flagger",
                        "tf-1",
                        "items",
                        List.of(Map.of("content_id", content))))));
        ok(service.post("/v1/orders", """
            {"id":"%s","kind":"terrorist_content","authority":"An authority","member_state":"FR","reference":"2026/118",
             "legal_ground":"Regulation (EU) 2021/784 Art. 3","reasons":"Art. 2(7)(a)","territories":["EU"],
             "received_at":"%s","items":[{"content_id":"%s"}]}\
            """.formatted(
                        RunningGatehouse.unique("o"), Instant.now().minusSeconds(60), content)));
        ok(service.post("/v1/life-threats", """
            {"id":"%s","basis":"tco_14_5","decision_ids":["%s"],"authority":"An authority","member_state":"FR",
             "information":"what was told","told_at":"%s"}\
            """.formatted(
                        RunningGatehouse.unique("w"), decision, Instant.now().minusSeconds(30))));
        ok(service.post("/v1/transfers:evaluate", """
            {"purpose":"audit","data":["decision"],"from":"eu-west-1","to":{"country":"CH","recipient":"example-auditor"},
             "actor":{"kind":"processor","country":"CH"},"basis":{"kind":"territory"},"subjects":12,"approver":"second123"}"""));
    }

    /** Writes to a group, is asked and consents. */
    private void someone() {
        String author = RunningGatehouse.unique("u");
        var body = Screenings.tree(RunningGatehouse.unique("m"), author, "IE", "words to them");
        body.put("surface", "group");
        ok(service.post("/v1/screenings", Screenings.json(body)));
        String consents = "/v1/accounts/" + author + "/consents/advertising_across_services";
        ok(service.post(consents + "/requests", "{\"evidence\":\"screen:7\"}"));
        ok(service.put(consents, "{\"state\":\"granted\",\"evidence\":\"screen:7/yes\"}"));
    }

    private record Line(String table, String query, JsonNode rows) {
        /** In the row that sums up; -1 where that is protected, or there is none. */
        long total(String column, JsonNode columns) {
            int at = -1;
            for (int i = 0; i < columns.size(); i++)
                if (columns.get(i).path("id").stringValue().equals(column)) at = i;
            for (var row : rows.values())
                if (row.get(0).asString("").equals("TOTAL") && row.get(at).isNumber())
                    return row.get(at).longValue();
            return -1;
        }
    }

    @Test
    void everyLineBesideATableCountsWhatTheTableSays(@TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(isThere(), "jq is not installed here: the documented lines were not run");
        happen();
        var counted = new TreeMap<String, Long>();
        var ran = new ArrayList<String>();
        Path entries = null;
        for (var report :
                service.get("/v1/reports/made", auditor).json().path("reports").values()) {
            String name = report.path("name").stringValue();
            var json =
                    ok(service.get("/v1/reports/made/" + name + SPAN, auditor)).json();
            // After the report: what asking for one writes down is in neither.
            if (entries == null) entries = exported(directory);
            for (var table : json.path("tables").values()) {
                var line = new Line(
                        name + "." + table.path("id").stringValue(),
                        table.path("query").stringValue(),
                        table.path("rows"));
                var programs = JQ.matcher(line.query());
                while (programs.find()) {
                    var found = jq(programs.group(1), entries);
                    ran.add(line.table());
                    check(line, table.path("columns"), found, counted);
                }
            }
        }
        assertThat(ran)
                .contains(
                        "consents.consents",
                        "consents.portability",
                        "deadlines.casework",
                        "deadlines.requests",
                        "flaggers.trusted-flaggers",
                        "private-messages.volume",
                        "private-messages.found",
                        "private-messages.errors",
                        "quality.by-rule",
                        "statements.statements",
                        "terrorist-content.removal-orders",
                        "terrorist-content.threats-to-life",
                        "transfers.transfers",
                        "transfers.operator-access");
        assertThat(counted.keySet())
                .as("with something in it")
                .contains(
                        "consents.consents",
                        "flaggers.trusted-flaggers",
                        "private-messages.volume",
                        "quality.by-occasion",
                        "statements.statements",
                        "terrorist-content.removal-orders",
                        "terrorist-content.threats-to-life",
                        "transfers.transfers");
    }

    private static void check(Line line, JsonNode columns, List<JsonNode> found, Map<String, Long> counted) {
        long expected = switch (line.table()) {
            case "consents.consents", "consents.portability" -> line.total("times", columns);
            case "private-messages.volume", "private-messages.found" -> line.total("messages", columns);
            case "transfers.transfers" -> line.total("asked", columns);
            case "transfers.operator-access" -> line.total("reads", columns);
            case "statements.statements" -> line.rows().size();
            case "terrorist-content.removal-orders" -> line.total("orders", columns);
            case "terrorist-content.threats-to-life" -> line.total("told", columns);
            case "quality.by-occasion" -> line.total("decided", columns);
            case "flaggers.trusted-flaggers" -> line.total("notices", columns);
            default -> -1;
        };
        if (expected < 0) return;
        long number = switch (line.table()) {
            case "terrorist-content.removal-orders" ->
                found.stream()
                        .filter(each -> each.get(0).stringValue().equals("order")
                                && each.get(3).booleanValue())
                        .count();
            case "quality.by-occasion" ->
                found.stream().filter(each -> each.get(2).asBoolean(false)).count();
            case "flaggers.trusted-flaggers" ->
                found.stream()
                        .filter(each -> each.get(0).stringValue().equals("notice"))
                        .count();
            default -> found.size();
        };
        assertThat(number).as(line.table() + ": " + line.query()).isEqualTo(expected);
        if (number > 0) counted.put(line.table(), number);
    }

    /** As {@code ./gatehouse verify URL --save} and {@code ./gatehouse report entries} do it. */
    private Path exported(Path directory) throws IOException {
        var cell = service.bean(ServedRegions.class)
                .orMisdirected(new RegionId(REGION))
                .cell();
        cell.signCheckpoint();
        Path log = directory.resolve(REGION);
        LogExporter.export(cell.log(), log);
        var text = new StringBuilder();
        LogEntries.each(log, line -> text.append(line).append('\n'));
        return Files.writeString(directory.resolve("entries"), text);
    }

    private static boolean isThere() throws InterruptedException {
        try {
            return new ProcessBuilder("jq", "--version").start().waitFor() == 0;
        } catch (IOException none) {
            return false;
        }
    }

    private static List<JsonNode> jq(String program, Path entries) throws IOException, InterruptedException {
        var process = new ProcessBuilder("jq", "-c", program, entries.toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(program + "\n" + out).isZero();
        return out.lines().map(line -> JsonMapper.shared().readTree(line)).toList();
    }
}
