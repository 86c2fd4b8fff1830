package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.casework.ReportRecords;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.walk.SqlServer;
import io.gatehouse.service.region.ServedRegions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Cases over HTTP: what waits for people, and what they decide. */
class CasesTest extends CaseworkDoor {
    @Test
    void aReviewVerdictWaitsForAPersonWhoseDecisionStands() {
        var said = said(TestPolicies.HELD);
        String id = said.decision().replace(".d.", ".c.");
        var open = fits("Case", ok(service.get("/v1/cases/" + id, as(anna)), 200));
        assertThat(open.field("kind")).isEqualTo("review");
        assertThat(open.field("due_at")).isNotEmpty();
        var listed = fits("Cases", service.get("/v1/cases?region=" + IRELAND + "&limit=200&kind=review", as(anna)));
        assertThat(listed.text()).doesNotContain(TestPolicies.HELD);
        var leased = fits("LeasedCase", ok(lease(id, anna), 200));
        assertThat(leased.json().at("/content/parts/0/text").stringValue()).isEqualTo(TestPolicies.HELD);
        assertThat(lease(id, ben).problem()).isEqualTo("case-leased");
        var body = RESTRICT.replace("\"facts\"", "\"language\":\"fr\",\"facts\"");
        var resolved = fits("Case", ok(service.post("/v1/cases/" + id + "/resolution", body, as(anna)), 200));
        assertThat(resolved.field("state")).isEqualTo("resolved");
        assertThat(resolved.field("person_language")).isEqualTo("fr");
        assertThat(resolved.field("employment")).isEqualTo("internal");
        String made = resolved.field("new_decision_id");
        var decision = fits("Screening", ok(service.get("/v1/decisions/" + made), 200));
        assertThat(decision.field("verdict")).isEqualTo("restrict");
        assertThat(decision.json().at("/decided_by/source").stringValue()).isEqualTo("own_initiative");
        assertThat(decision.text()).doesNotContain("mod-1");
        var statement = fits("StatementOfReasons", service.get("/v1/decisions/" + made + "/statement-of-reasons"));
        assertThat(statement.json().get("automated_decision").booleanValue()).isFalse();
        assertThat(statement.json().get("automated_detection").booleanValue()).isTrue();
        assertThat(statement.text()).contains("A person looked at it.");
        assertThat(service.get("/v1/screenings/" + said.screening().field("screening_id"))
                        .field("decision_id"))
                .as("it stands")
                .isEqualTo(made);
        assertThat(ok(service.post("/v1/cases/" + id + "/resolution", body, as(anna)), 200)
                        .field("new_decision_id"))
                .as("the same again")
                .isEqualTo(made);
        assertThat(service.post("/v1/cases/" + id + "/resolution", RESTRICT, as(anna))
                        .problem())
                .isEqualTo("case-closed");
    }

    @Test
    void noMachineDecidesAgainOnWhatAPersonDecided() {
        var said = said(TestPolicies.HELD);
        var allowed = resolve(said.decision().replace(".d.", ".c."), anna, "{\"outcome\":\"allow\"}");
        String made = allowed.field("new_decision_id");
        ok(service.post("/v1/jobs/rescan/runs", "{\"parameters\":{\"region\":\"" + IRELAND + "\"}}"), 202);
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> service.get("/v1/jobs/rescan")
                        .json()
                        .at("/last_run/status")
                        .asString("")
                        .equals("completed"));
        assertThat(service.get("/v1/screenings/" + said.screening().field("screening_id"))
                        .field("decision_id"))
                .isEqualTo(made);
    }

    @Test
    void nobodyDecidesOnARevisionThatTheyHaveNotSeen() {
        var said = said("harmless, it is said");
        String id = caseOf(send(notice(said)), 0, 0);
        ok(lease(id, anna), 200);
        String edited = edited(said, "now with " + TestPolicies.RESTRICTED);
        String allow = "{\"outcome\":\"allow\",\"reasons\":\"It does not.\"}";
        assertThat(service.post("/v1/cases/" + id + "/resolution", allow, as(anna))
                        .problem())
                .isEqualTo("lease-needed");
        assertThat(service.get("/v1/screenings/" + said.screening().field("screening_id"))
                        .field("decision_id"))
                .as("what restricts stands")
                .isEqualTo(edited);
        var leased = ok(lease(id, anna), 200);
        assertThat(leased.field("decision_id")).isEqualTo(edited);
        assertThat(leased.json().at("/content/parts/0/text").stringValue()).contains(TestPolicies.RESTRICTED);
        assertThat(resolve(id, anna, allow).field("state")).isEqualTo("resolved");
    }

    /** As of content that was edited in the region where it lies by now: no case of another region follows at once. */
    @Test
    void aCaseWhoseContentWasDecidedElsewhereIsLookedAtAgain() throws Exception {
        var said = said("harmless, it is said");
        String id = caseOf(send(notice(said)), 0, 0);
        String edited = edited(said, "now with " + TestPolicies.RESTRICTED);
        try (var database = new SqlServer(service.data()).connect("gatehouse_eu_west_1")) {
            database.setReadOnly(false);
            database.createStatement()
                    .execute("UPDATE review_case SET decision_id = '" + said.decision() + "' WHERE case_id = '" + id
                            + "'");
            database.commit();
        }
        ok(lease(id, anna), 200);
        String allow = "{\"outcome\":\"allow\",\"reasons\":\"It does not.\"}";
        var refused = service.post("/v1/cases/" + id + "/resolution", allow, as(anna));
        assertThat(refused.problem()).isEqualTo("case-changed");
        assertThat(refused.field("decision_id")).isEqualTo(edited);
        assertThat(service.post("/v1/cases/" + id + "/resolution", allow, as(anna))
                        .problem())
                .as("sent again unseen")
                .isEqualTo("lease-needed");
        assertThat(ok(lease(id, anna), 200).field("decision_id")).isEqualTo(edited);
    }

    @Test
    void onlyPeopleOfTheRegisterDecideAndOnlyWithTheRightToRead() {
        String id = said(TestPolicies.HELD).decision().replace(".d.", ".c.");
        String unnamed = service.keyIn("IE", "reviewer");
        assertThat(lease(id, unnamed).problem()).isEqualTo("not-on-staff-register");
        assertThat(lease(id, reviewer("mod-gone")).problem()).isEqualTo("not-on-staff-register");
        String afar = key("\"roles\":[\"reviewer\"],\"country\":\"US\",\"person\":\"mod-1\"");
        assertThat(lease(id, afar).problem())
                .as("reading from elsewhere is a transfer")
                .isEqualTo("read-refused");
        assertThat(service.post("/v1/cases/" + id + "/resolution", "{\"outcome\":\"allow\"}", as(anna))
                        .problem())
                .isEqualTo("lease-needed");
        String platform = service.keyIn("IE", "platform");
        assertThat(lease(id, platform).problem()).isEqualTo("role-needed");
        assertThat(service.delete("/v1/cases/" + id + "/lease", as(anna)).status())
                .isEqualTo(204);
    }

    /** What the transparency report reads, of what all this left behind. */
    @Test
    void theLogSaysWhatPeopleDecidedAndNothingOfAnybody() {
        var said = said(TestPolicies.HELD);
        var restricted = resolve(said.decision().replace(".d.", ".c."), anna, RESTRICT);
        var records = new ReportRecords(service.bean(ServedRegions.class)
                .orMisdirected(new RegionId(IRELAND))
                .cell());
        var found = new ArrayList<ReportRecords.DecisionRecord>();
        records.decisions(Instant.EPOCH, Instant.now().plusSeconds(60), found::add);
        assertThat(found)
                .filteredOn(each -> each.id().equals(restricted.field("new_decision_id")))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.isAutomated()).isFalse();
                    assertThat(each.dsaCategory()).isEqualTo("STATEMENT_CATEGORY_VIOLENCE");
                    assertThat(each.actions()).containsExactly("visibility.removed");
                    assertThat(each.statement()).isEqualTo("given");
                });
        assertThat(found)
                .filteredOn(each -> each.id().equals(said.decision()))
                .singleElement()
                .satisfies(each -> assertThat(each.isAutomated()).isTrue());
        JsonNode log = service.get("/v1/cases?region=" + IRELAND + "&state=resolved&limit=200", as(anna))
                .json();
        assertThat(log.toString()).doesNotContain(said.author()).doesNotContain(TestPolicies.HELD);
    }
}
