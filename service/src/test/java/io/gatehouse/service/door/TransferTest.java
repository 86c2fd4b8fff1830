package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gate over HTTP, with the rules as shipped. */
class TransferTest {
    private static final String BODY = """
            {"purpose":"audit","data":["decision"],"from":"eu-west-1","to":{"country":"CH","recipient":"example-auditor"},
             "actor":{"kind":"processor","country":"CH"},"basis":{"kind":"territory"},"subjects":12,"approver":"second123"}""";

    private final RunningGatehouse service = RunningGatehouse.shared();

    private Answer ask(String body) {
        return service.post("/v1/transfers:evaluate", body);
    }

    private static List<String> codes(Answer answer) {
        return answer.json().get("reasons").values().stream()
                .map(reason -> reason.get("code").stringValue())
                .toList();
    }

    private static void fits(String schema, Answer answer) {
        assertThat(OpenApiTest.schema(schema).validate(answer.json()))
                .as(answer.text())
                .isEmpty();
    }

    @Test
    void anAdequateCountryIsPermittedWithItsSourceAndScope() {
        var answer = ask(BODY);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        fits("TransferRuling", answer);
        assertThat(answer.field("ruling")).isEqualTo("permitted");
        assertThat(answer.field("legal_basis")).isEqualTo("adequacy");
        assertThat(answer.field("source")).contains("2000/518/EC");
        assertThat(answer.field("adequacy_scope")).contains("full country");
        assertThat(answer.field("transfer_id")).startsWith("eu-west-1.t.");
    }

    @Test
    void aRefusalIsAnAnswerWithReasonsAndEvidence() {
        var answer = ask(BODY.replace("\"CH\"", "\"US\"")
                .replace("{\"kind\":\"territory\"}", "{\"kind\":\"foreign_order\",\"reference\":\"n\"}"));
        fits("TransferRuling", answer);
        assertThat(answer.field("ruling")).isEqualTo("refused");
        assertThat(codes(answer)).containsExactly("adequacy_does_not_reach_recipient", "foreign_order_is_no_basis");
        assertThat(answer.json().get("evidence").get("log").stringValue()).isEqualTo("eu-west-1");
    }

    @Test
    void whatWasAskedIsListedForAuditors() {
        var asked = ask(BODY);
        String auditor = "Bearer " + service.keyWith("auditor");
        var list = service.get("/v1/transfers?region=eu-west-1", "Authorization", auditor);
        assertThat(list.status()).as(list.text()).isEqualTo(200);
        fits("Transfers", list);
        assertThat(list.text()).contains(asked.field("transfer_id"));
        var elsewhere = service.get("/v1/transfers?region=uk", "Authorization", auditor);
        assertThat(elsewhere.text()).doesNotContain(asked.field("transfer_id"));
        var past = service.get("/v1/transfers?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z");
        assertThat(past.json().get("transfers")).isEmpty();
        assertThat(service.post("/v1/transfers:evaluate", BODY, "Authorization", auditor)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void badTimesAndRegionsOfTheListAreNamed() {
        assertThat(service.get("/v1/transfers?from=yesterday&to=now").pointers())
                .containsExactlyInAnyOrder("query:from", "query:to");
        assertThat(service.get("/v1/transfers?region=mars").problem()).isEqualTo("not-found");
        assertThat(service.get("/v1/transfers?region=" + RunningGatehouse.ELSEWHERE)
                        .status())
                .isEqualTo(421);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "audit" | "Audit!" | /purpose
                    ["decision"] | ["gossip"] | /data/0
                    ["decision"] | [] | /data
                    "eu-west-1" | "mars" | /from
                    "eu-west-1" | "M!" | /from
                    {"country":"CH","recipient":"example-auditor"} | {} | /to
                    {"country":"CH","recipient":"example-auditor"} | {"country":"CH"} | /to/recipient
                    {"country":"CH","recipient":"example-auditor"} | {"country":"Q1","recipient":"x-1"} | /to/country
                    {"country":"CH","recipient":"example-auditor"} | {"country":"CH","recipient":"Jane Doe"} | /to/recipient
                    {"country":"CH","recipient":"example-auditor"} | {"region":"uk","service":"ads"} | /to
                    "processor" | "spy" | /actor/kind
                    "kind":"processor", | "kind":"processor","name":"x", | /actor/name
                    {"kind":"territory"} | {"kind":"residence_change"} | /basis/kind
                    {"kind":"territory"} | {"kind":"derogation"} | /basis/letter
                    {"kind":"territory"} | {"kind":"instrument"} | /basis/instrument
                    :12, | :0, | /subjects
                    :12, | :"many", | /subjects
                    "second123" | "Jane Doe" | /approver
                    "subjects" | "people" | /subjects
                    :12, | :12,"expires_at":"2020-01-01T00:00:00Z", | /expires_at
                    """)
    void everyFaultOfTheBodyIsNamed(String good, String bad, String pointer) {
        assertThat(BODY).contains(good);
        var answer = ask(BODY.replace(good, bad));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.pointers()).contains(pointer);
    }

    @Test
    void aRegionServedElsewhereIsMisdirected() {
        assertThat(ask(BODY.replace("eu-west-1", RunningGatehouse.ELSEWHERE)).status())
                .isEqualTo(421);
        assertThat(ask("{").problem()).isEqualTo("malformed-json");
        assertThat(ask("[]").status()).isEqualTo(400);
    }
}
