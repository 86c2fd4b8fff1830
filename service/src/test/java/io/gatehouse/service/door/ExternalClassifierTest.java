package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A classifier that somebody else runs is asked where the text may go, decides with the rules, and is never silent when it fails. */
class ExternalClassifierTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    private RunningGatehouse.Answer screen(String country, String text) {
        var body = Screenings.tree(RunningGatehouse.unique("m"), RunningGatehouse.unique("u"), country, text);
        body.put("deadline_ms", 2_000);
        var answer = service.post("/v1/screenings", Screenings.json(body));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    private static String degraded(RunningGatehouse.Answer answer) {
        return answer.json().get("degraded").toString();
    }

    private JsonNode trace(RunningGatehouse.Answer answer) {
        return service.get("/v1/decisions/" + answer.field("decision_id") + "/trace")
                .json();
    }

    @Test
    void whatItSaysInTheHomeRegionDecides() {
        String token = RunningGatehouse.unique("t");
        var awful = screen("IE", "this is an awful " + TestPolicies.DOUBTED + " " + token);
        assertThat(awful.field("verdict")).as(awful.text()).isEqualTo("review");
        assertThat(degraded(awful)).isEqualTo("[]");
        assertThat(awful.text()).contains("\"nearby\"").contains("0.9375");
        assertThat(trace(awful).toString()).contains("nearby");
        var sent = Classifiers.received().stream()
                .filter(body -> body.contains(token))
                .toList();
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst())
                .as("texts and nothing of who wrote them")
                .matches("\\{\"classifier\":\"nearby\",\"language\":\"[a-z]+\",\"texts\":\\[\"[^\"]*\"]}");
        var harmless = screen("IE", "this is a " + TestPolicies.DOUBTED + " " + token);
        assertThat(harmless.field("verdict")).as(harmless.text()).isEqualTo("allow");
    }

    @Test
    void aTextIsAskedAboutOnlyWhereARuleWantsItAndOnce() {
        String token = RunningGatehouse.unique("t");
        screen("IE", "nothing of it " + token);
        for (int i = 0; i < 2; i++) screen("IE", "this is the same " + TestPolicies.DOUBTED + " " + token);
        assertThat(Classifiers.received().stream().filter(body -> body.contains(token)))
                .hasSize(1);
    }

    @Test
    void oneThatFailsSendsToPeople() {
        var answer = screen("IE", "this is a breaking " + TestPolicies.DOUBTED + " " + RunningGatehouse.unique("t"));
        assertThat(answer.field("verdict")).isEqualTo("review");
        assertThat(degraded(answer)).contains("nearby").contains("HTTP 500");
    }

    @Test
    void aTextCrossesWithLeaveOfTheGateWhichIsInTheLog() {
        var answer = screen("GB", "this is an awful " + TestPolicies.DOUBTED + " " + RunningGatehouse.unique("t"));
        assertThat(answer.field("home_region")).isEqualTo("uk");
        assertThat(degraded(answer)).isEqualTo("[]");
        assertThat(answer.field("verdict")).isEqualTo("review");
        var crossings = service.get("/v1/transfers?region=uk");
        assertThat(crossings.text()).contains("classifier-nearby").contains("permitted");
    }

    @Test
    void withoutLeaveNothingIsSent() {
        String token = RunningGatehouse.unique("t");
        var answer = screen("IE", "this is an awful " + TestPolicies.DISTRUSTED + " " + token);
        assertThat(answer.field("verdict")).as(answer.text()).isEqualTo("review");
        assertThat(degraded(answer)).contains("faraway").contains("crossing refused");
        assertThat(Classifiers.received()).noneMatch(body -> body.contains(token));
        assertThat(service.get("/v1/transfers?region=eu-west-1").text()).contains("classifier-faraway");
    }

    @Test
    void nobodysTextGoesNowhere() {
        String token = RunningGatehouse.unique("t");
        var answer = service.post(
                "/v1/moderations", "{\"input\":\"this is an awful " + TestPolicies.DOUBTED + " " + token + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).contains("nearby").contains("no home region");
        assertThat(Classifiers.received()).noneMatch(body -> body.contains(token));
    }
}
