package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.attestation.Attestation;
import io.gatehouse.residency.attestation.Inventory;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.residency.walk.SqlServer;
import io.gatehouse.service.openapi.OpenApiTest;
import io.gatehouse.service.region.ServedRegions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everyone who must moves, what lies wrong becomes a case, and the region says what it holds. */
class MisplacementTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    private String run(String job, String parameters) throws InterruptedException {
        var started = service.post("/v1/jobs/" + job + "/runs", "{\"parameters\":" + parameters + "}");
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        for (int i = 0; ; i++) {
            var now = service.get("/v1/jobs/" + job).json().get("last_run");
            if (!List.of("running", "stopping").contains(now.get("status").stringValue())) {
                assertThat(now.get("status").stringValue()).as(now.toString()).isEqualTo("completed");
                return now.toString();
            }
            assertThat(i).as("hundredths of a second without an end").isLessThan(6_000);
            Thread.sleep(10);
        }
    }

    private static String evidence(String kind, String country) {
        return "{\"residence\":[{\"kind\":\"" + kind + "\",\"country\":\"" + country + "\"}]}";
    }

    @Test
    void everyoneWhoMustMovesAfterARehearsal() throws InterruptedException {
        String account = "/v1/accounts/" + RunningGatehouse.unique("u");
        service.put(account, evidence("declared", "DE"));
        service.put(account, evidence("verified", "SE"));
        String rehearsal = run("migration", "{\"region\":\"eu-central-1\",\"to\":\"eu-north-1\",\"dry_run\":\"true\"}");
        assertThat(rehearsal).contains("\"estimated_seconds\"").contains("\"eu-north-1\"");
        assertThat(service.get(account).field("home_region")).isEqualTo("eu-central-1");
        String moved = run("migration", "{\"region\":\"eu-central-1\",\"to\":\"eu-north-1\"}");
        assertThat(moved).contains("\"people_to\":{\"eu-north-1\":");
        assertThat(service.get(account).field("home_region")).isEqualTo("eu-north-1");
        var refused = service.post(
                "/v1/jobs/migration/runs",
                "{\"parameters\":{\"region\":\"eu-central-1\",\"country\":\"Germany\",\"to\":\"mars\",\"date\":\"2999-01-01\"}}");
        assertThat(refused.pointers())
                .containsExactlyInAnyOrder("/parameters/country", "/parameters/to", "/parameters/date");
    }

    @Test
    void theSweepOpensCasesAndClosesThem() throws InterruptedException, IOException {
        var uk = service.bean(ServedRegions.class).named("uk");
        var key = new ObjectKey("media/orphan" + System.nanoTime());
        uk.store().put(key, new ByteArrayInputStream(new byte[] {1}));
        try (var files = Files.walk(service.data())) {
            var file = files.filter(f -> f.toString().contains(key.value()))
                    .findFirst()
                    .orElseThrow();
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        }
        // Somebody whom the directory places beyond the zone while the rows are in Ireland.
        String person = RunningGatehouse.unique("u");
        service.put("/v1/accounts/" + person, evidence("declared", "IE"));
        var directory = service.bean(AccountDirectory.class);
        var ref = directory.refOf(person);
        directory.move(List.of(new AccountDirectory.Move(
                ref, new AccountHome(new RegionId("eu-west-1"), 1), new RegionId("us-east-1"))));

        assertThat(run("sweep", "{}")).contains("\"objects_without_row\"");
        assertThat(service.get("/v1/misplacements").text())
                .as("a dry run writes nothing")
                .doesNotContain(key.value());
        run("sweep", "{\"dry_run\":\"false\"}");
        var cases = service.get("/v1/misplacements?state=open");
        assertThat(OpenApiTest.schema("Misplacements").validate(cases.json())).isEmpty();
        assertThat(cases.text()).contains(key.value());
        var breach = cases.json().get("misplacements").values().stream()
                .filter(each -> each.get("kind").stringValue().equals("home_disagrees"))
                .findFirst()
                .orElseThrow();
        assertThat(breach.get("candidate_breach").booleanValue()).isTrue();
        var first = Instant.parse(breach.get("first_seen").stringValue());
        assertThat(Instant.parse(breach.get("notify_by").stringValue())).isEqualTo(first.plus(Duration.ofHours(72)));
        assertThat(cases.text()).doesNotContain(person).doesNotContain(ref.toString());
        assertThat(uk.store().head(key))
                .as("nothing is repaired that could be somebody's")
                .isPresent();

        directory.move(List.of(new AccountDirectory.Move(
                ref, new AccountHome(new RegionId("us-east-1"), 2), new RegionId("eu-west-1"))));
        uk.store().delete(key);
        run("sweep", "{\"dry_run\":\"false\"}");
        assertThat(service.get("/v1/misplacements?state=gone&region=uk").text()).contains(key.value());
        assertThat(service.get("/v1/misplacements?state=open&region=uk").text()).doesNotContain(key.value());
        assertThat(service.get("/v1/misplacements?state=lost").pointers()).containsExactly("query:state");
    }

    /** By the superuser, as an auditor would find them in the region's tiles. */
    private List<String> logEntriesWith(String text) throws java.sql.SQLException {
        try (var connection = new SqlServer(service.data()).connect("gatehouse_eu_north_1");
                var select = connection.prepareStatement("SELECT convert_from(entry, 'UTF8') FROM log_entry WHERE"
                        + " position(convert_to(?, 'UTF8') IN entry) > 0")) {
            select.setString(1, text);
            var found = new java.util.ArrayList<String>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) found.add(rows.getString(1));
            }
            return found;
        }
    }

    @Test
    void aRegionAttestsWhatItHolds() throws Exception {
        service.post("/v1/screenings", Screenings.from("SE"));
        String key = service.get("/v1/regions/eu-north-1/log/key").text().strip();
        var attested = service.post("/v1/regions/eu-north-1/attestations", "");
        assertThat(attested.status()).as(attested.text()).isEqualTo(201);
        var opened = Attestation.open(attested.response().body(), key);
        assertThat(opened.facts()).containsEntry("location", "SE").containsEntry("jurisdiction", "eea");
        assertThat(service.get("/v1/regions/eu-north-1/attestation").text()).isEqualTo(attested.text());
        assertThat(logEntriesWith(Attestation.sha256(attested.response().body())))
                .as("the log says that it was attested")
                .singleElement()
                .asString()
                .contains("\"attestation\"")
                .contains("statement_sha256");
        var decisions = opened.kinds().stream()
                .filter(each -> each.kind().equals("decisions"))
                .findFirst()
                .orElseThrow();
        var lines = service.get("/v1/regions/eu-north-1/inventory/" + Inventory.DECISIONS.wireName());
        assertThat(lines.status()).as(lines.text()).isEqualTo(200);
        assertThat(lines.text().lines().count()).isEqualTo(decisions.count());
        assertThat(HexFormat.of()
                        .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                                .digest(lines.response().body())))
                .isEqualTo(decisions.sha256());
        assertThat(service.get("/v1/regions/eu-north-1/attestation?at=2001-01-01T00:00:00Z")
                        .status())
                .isEqualTo(404);
        assertThat(service.get("/v1/regions/eu-north-1/attestation?at=then").pointers())
                .containsExactly("query:at");
        assertThat(service.get("/v1/regions/eu-north-1/inventory/decisions?log_size=-1")
                        .pointers())
                .containsExactly("query:log_size");
        assertThat(service.get("/v1/regions/eu-north-1/inventory/gossip").status())
                .isEqualTo(404);
    }
}
