package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** That authorities were told of threats to life, over HTTP (DSA Art. 18; Regulation (EU) 2021/784 Art. 14(5)). */
class LifeThreatsTest extends CaseworkDoor {
    private static final String TOLD = "somebody named a place and an hour";

    private static Map<String, Object> threat(String basis, String state, Said... about) {
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var body = new LinkedHashMap<String, Object>();
        body.put("id", RunningGatehouse.unique("w"));
        body.put("basis", basis);
        body.put(
                "decision_ids",
                java.util.Arrays.stream(about).map(Said::decision).toList());
        body.put("authority", "A police");
        body.put("member_state", state);
        body.put("reference", "2026/7");
        body.put("information", TOLD);
        body.put("aware_at", now.minusSeconds(1_800).toString());
        body.put("told_at", now.toString());
        return body;
    }

    @Test
    void whatAnAuthorityWasToldIsKeptWhereTheContentIsAndSentAgainIsTheSame() {
        var said = said("x");
        var body = threat("dsa_18", "IE", said);
        var written = fits("LifeThreat", ok(service.post("/v1/life-threats", Screenings.json(body), as(anna)), 201));
        assertThat(written.field("id")).startsWith("eu-west-1.w.");
        assertThat(written.field("by")).isEqualTo("mod-1");
        assertThat(written.text()).doesNotContain(TOLD).doesNotContain("A police");
        ok(service.delete("/v1/contents/" + said.content()), 204);
        assertThat(ok(service.post("/v1/life-threats", Screenings.json(body), as(anna)), 201)
                        .text())
                .as("the same again")
                .isEqualTo(written.text());
        body.put("information", "Something else.");
        assertThat(service.post("/v1/life-threats", Screenings.json(body), as(anna))
                        .problem())
                .isEqualTo("record-id-reused");
        String path = "/v1/life-threats/" + written.field("id");
        var read = fits("LifeThreat", ok(service.get(path, as(anna)), 200));
        assertThat(read.json().at("/told/information").stringValue()).isEqualTo(TOLD);
        assertThat(read.json().at("/told/authority").stringValue()).isEqualTo("A police");
        String auditor = service.keyIn("IE", "auditor");
        assertThat(fits("LifeThreat", ok(service.get(path, as(auditor)), 200)).text())
                .doesNotContain(TOLD);
        fits("LifeThreats", ok(service.get("/v1/life-threats?region=" + IRELAND, as(auditor)), 200));
        assertThat(service.post("/v1/life-threats", Screenings.json(body), as(auditor))
                        .problem())
                .isEqualTo("role-needed");
        String afar = key("\"roles\":[\"reviewer\"],\"country\":\"US\",\"person\":\"mod-1\"");
        assertThat(service.get(path, as(afar)).problem())
                .as("a read is a transfer")
                .isEqualTo("read-refused");
        long index = written.json().at("/evidence/index").longValue();
        assertThat(entry(index))
                .contains("life-threat-told", "\"basis\":\"dsa_18\"", said.decision())
                .doesNotContain(TOLD);
    }

    private String entry(long index) {
        return service.bean(io.gatehouse.service.region.ServedRegions.class)
                .named(IRELAND)
                .cell()
                .read(connection -> {
                    try (var select = connection.prepareStatement(
                            "SELECT convert_from(entry, 'UTF8') FROM log_entry WHERE log_index = ?")) {
                        select.setLong(1, index);
                        try (var rows = select.executeQuery()) {
                            rows.next();
                            return rows.getString(1);
                        }
                    }
                });
    }

    @Test
    void namesEveryFault() {
        var refused = service.post("/v1/life-threats", """
            {"basis":"x","decision_ids":["", "a", "a"],"authority":" ","member_state":"QQ","information":" ",
             "aware_at":"2999-01-01T00:00:00Z","told_at":"2998-01-01T00:00:00Z","colour":1}\
            """);
        assertThat(refused.pointers())
                .containsExactlyInAnyOrder(
                        "/id",
                        "/basis",
                        "/decision_ids/0",
                        "/decision_ids/2",
                        "/authority",
                        "/member_state",
                        "/information",
                        "/aware_at",
                        "/told_at",
                        "/colour");
        var there = said("x", "DE");
        assertThat(service.post("/v1/life-threats", Screenings.json(threat("dsa_18", "EU", said("x"), there)))
                        .pointers())
                .as("one region's")
                .containsExactly("/decision_ids/1");
        var unknown = threat("dsa_18", "EU", there);
        unknown.put("decision_ids", List.of("eu-west-1.d.none", "nothing"));
        var answer = service.post("/v1/life-threats", Screenings.json(unknown));
        assertThat(answer.problem()).isEqualTo("unknown-subject");
        assertThat(answer.pointers()).containsExactly("/decision_ids/0", "/decision_ids/1");
    }

    /** Of terrorist content alone: the other law has no such report. */
    @Test
    void theTerroristContentReportCountsThem() {
        var before = total();
        var first = said("x");
        var second = said("y");
        ok(service.post("/v1/life-threats", Screenings.json(threat("tco_14_5", "FR", first, second))), 201);
        ok(service.post("/v1/life-threats", Screenings.json(threat("dsa_18", "FR", first))), 201);
        var after = total();
        assertThat(after.told - before.told).isEqualTo(1);
        assertThat(after.contents - before.contents).isEqualTo(2);
    }

    private record Total(long told, long contents) {}

    private Total total() {
        var today = LocalDate.now(ZoneOffset.UTC);
        var report =
                ok(service.get("/v1/reports/made/terrorist-content?from=" + today.minusDays(1) + "&to=" + today), 200);
        var table = StreamSupport.stream(report.json().get("tables").spliterator(), false)
                .filter(each -> each.path("id").asString().equals("threats-to-life"))
                .findFirst()
                .orElseThrow();
        JsonNode rows = table.get("rows");
        if (rows.isEmpty()) return new Total(0, 0);
        var last = rows.get(rows.size() - 1);
        return new Total(last.get(1).asLong(), last.get(2).asLong());
    }
}
