package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.cell.NotesTopic;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.walk.SqlServer;
import io.gatehouse.service.account.AccountFinder;
import io.gatehouse.service.region.ServedRegions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Appeals over HTTP (DSA Art. 20). */
class AppealsTest extends CaseworkDoor {
    private static final Executor EACH_ITS_OWN = work -> Thread.ofVirtual().start(work);

    @Test
    void anAppealGoesToAnotherPersonAndItsReversalUndoesTheEffects() {
        var said = said(TestPolicies.HELD);
        var restricted = resolve(said.decision().replace(".d.", ".c."), anna, RESTRICT);
        String decision = restricted.field("new_decision_id");
        String path = "/v1/decisions/" + decision + "/appeals";
        String body = "{\"id\":\"" + RunningGatehouse.unique("a")
                + "\",\"appellant\":\"author\",\"reason\":\"I meant the film.\"}";
        var appeal = fits("Appeal", ok(service.post(path, body), 201));
        assertThat(ok(service.post(path, body), 201).field("id")).isEqualTo(appeal.field("id"));
        assertThat(service.post(path, body.replace("\"a-", "\"b-")).problem()).isEqualTo("appealed-before");
        String id = appeal.field("case_id");
        assertThat(lease(id, anna).problem()).as("she decided").isEqualTo("another-person-needed");
        String annasOtherKey = reviewer("mod-1");
        assertThat(lease(id, annasOtherKey).problem())
                .as("with another key too")
                .isEqualTo("another-person-needed");
        var leased = fits("LeasedCase", ok(lease(id, ben), 200));
        assertThat(leased.json().at("/appeal/reason").stringValue()).isEqualTo("I meant the film.");
        assertThat(service.post("/v1/cases/" + id + "/resolution", "{\"outcome\":\"allow\"}", as(ben))
                        .pointers())
                .containsExactlyInAnyOrder("/outcome", "/reasons");
        var reversed = resolve(id, ben, "{\"outcome\":\"reversed\",\"reasons\":\"It quotes a film.\"}");
        var told = fits("Appeal", service.get("/v1/appeals/" + appeal.field("id")));
        assertThat(told.field("outcome")).isEqualTo("reversed");
        assertThat(told.field("reasons")).isEqualTo("It quotes a film.");
        assertThat(service.get("/v1/appeals?region=" + IRELAND + "&limit=200").text())
                .as("reasons are read one by one, by whoever may")
                .contains(appeal.field("id"))
                .doesNotContain("It quotes a film.");
        var after = service.get("/v1/decisions/" + reversed.field("new_decision_id"));
        assertThat(after.field("verdict")).isEqualTo("allow");
        assertThat(after.json().get("actions").isEmpty()).isTrue();
        assertThat(effectsOf(reversed.field("new_decision_id"))).containsExactly("decision.restriction_lifted");
        String privacy = service.keyIn("IE", "privacy");
        assertThat(new String(
                        service.get("/v1/accounts/" + said.author() + "/export", as(privacy))
                                .response()
                                .body(),
                        java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("eu-west-1/appeals.json");
    }

    /** Four come at once: whoever is refused has written words that belong to no appeal. */
    @Test
    void aRefusedAppealLeavesNoWords() {
        var said = said(TestPolicies.RESTRICTED);
        String path = "/v1/decisions/" + said.decision() + "/appeals";
        var answers = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> appeal(path, "reason " + i), EACH_ITS_OWN))
                .toList();
        var accepted = IntStream.range(0, 4)
                .filter(i -> answers.get(i).join().status() == 201)
                .toArray();
        assertThat(accepted).hasSize(1);
        assertThat(appeal(path, "too late").problem()).isEqualTo("appealed-before");
        var found = service.bean(AccountFinder.class).require(said.author());
        byte[] notes = found.home().cell().reader().notes(found.author().account(), NotesTopic.APPEALS);
        assertThat(JsonMapper.shared().readTree(notes).values().stream()
                        .map(each -> each.get("reason").stringValue()))
                .containsExactly("reason " + accepted[0]);
    }

    @Test
    void aNotifierAppealsADecisionNotToAct() {
        var said = said("perhaps a threat");
        var receipt = send(notice(said));
        var allowed = resolve(caseOf(receipt, 0, 0), anna, "{\"outcome\":\"allow\",\"reasons\":\"It does not.\"}");
        String path = "/v1/decisions/" + allowed.field("new_decision_id") + "/appeals";
        String body = "{\"id\":\"" + RunningGatehouse.unique("a")
                + "\",\"appellant\":\"notifier\",\"notice_id\":\"" + receipt.field("id")
                + "\",\"reason\":\"Read the second line.\"}";
        assertThat(service.post(path, body.replace("notifier", "author")).pointers())
                .containsExactly("/notice_id");
        assertThat(service.post(path, "{\"id\":\"x\",\"appellant\":\"author\",\"reason\":\"r\"}")
                        .problem())
                .as("nothing was restricted")
                .isEqualTo("not-appealable");
        var appeal = fits("Appeal", ok(service.post(path, body), 201));
        assertThat(lease(appeal.field("case_id"), ben)
                        .json()
                        .at("/appeal/reason")
                        .stringValue())
                .isEqualTo("Read the second line.");
        var reversed = resolve(
                appeal.field("case_id"), ben, RESTRICT.replace("\"outcome\":\"restrict\"", "\"outcome\":\"reversed\""));
        assertThat(service.get("/v1/decisions/" + reversed.field("new_decision_id"))
                        .field("verdict"))
                .isEqualTo("restrict");
        fits("Appeals", ok(service.get("/v1/appeals?region=" + IRELAND), 200));
    }

    /** DSA Art. 20(1): six months; what was received in time stays received. */
    @Test
    void appealsCloseAfterSixMonthsAndThoseReceivedStay() throws Exception {
        var early = said(TestPolicies.RESTRICTED);
        var late = said(TestPolicies.RESTRICTED);
        String appeal = appeal();
        String path = "/v1/decisions/" + early.decision() + "/appeals";
        var received = ok(service.post(path, appeal), 201);
        try (var database = new SqlServer(service.data()).connect("gatehouse_eu_west_1")) {
            database.setReadOnly(false);
            database.createStatement()
                    .execute("UPDATE decision SET decided_at = now() - interval '185 days' WHERE decision_id IN ('"
                            + early.decision() + "', '" + late.decision() + "')");
            database.commit();
        }
        assertThat(ok(service.post(path, appeal), 201).field("id")).isEqualTo(received.field("id"));
        String other = "/v1/decisions/" + late.decision() + "/appeals";
        var closed = service.post(other, appeal());
        assertThat(closed.status()).isEqualTo(410);
        assertThat(closed.problem()).isEqualTo("appeal-window-closed");
        assertThat(closed.field("closed_at")).isNotBlank();
        String informed = Instant.now().minus(Duration.ofDays(30)).toString();
        assertThat(service.post(
                                other,
                                appeal().replace("\"reason\"", "\"informed_at\":\"" + informed + "\",\"reason\""))
                        .status())
                .as("who was told later has longer")
                .isEqualTo(201);
    }

    private List<String> effectsOf(String decision) {
        var cell = service.bean(ServedRegions.class)
                .orMisdirected(new RegionId(IRELAND))
                .cell();
        return cell.read(connection -> {
            try (var select = connection.prepareStatement(
                    "SELECT o.kind FROM outbox o JOIN decision d ON d.log_index = o.log_index WHERE d.decision_id = ?"
                            + " ORDER BY n")) {
                select.setString(1, decision);
                var kinds = new ArrayList<String>();
                try (var rows = select.executeQuery()) {
                    while (rows.next()) kinds.add(rows.getString(1));
                }
                return kinds;
            }
        });
    }
}
