package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.door.RunningGatehouse.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each kind of bad input gets a clear answer, and nothing of it is stored or repeated. */
class BadInputTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    @Test
    void nonsenseJsonIs400WithItsPlace() {
        var answer = service.post("/v1/screenings", "{\n \"id\": nonsense }");
        assertThat(answer.problem()).isEqualTo("malformed-json");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.field("detail")).contains("line 2").doesNotContain("nonsense");
    }

    @Test
    void unknownFieldsAndWrongTypesAreNamedTogether() {
        var body = Screenings.tree("m", "u", "IE", "x");
        body.put("surfaces", "comment");
        body.put("id", 7);
        var answer = service.post("/v1/screenings", Screenings.json(body));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactlyInAnyOrder("/surfaces", "/id");
        assertThat(answer.text()).contains("did you mean 'surface'?");
    }

    @Test
    void emptyAndTooLongTextsAre400() {
        assertThat(service.post("/v1/screenings", Screenings.of("")).pointers()).containsExactly("/parts/0/text");
        assertThat(service.post("/v1/screenings", Screenings.of("a".repeat(65_537)))
                        .pointers())
                .containsExactly("/parts/0/text");
        assertThat(service.post("/v1/screenings", Screenings.of("a".repeat(65_536)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void loneSurrogatesAre400() {
        var answer = service.post("/v1/screenings", Screenings.of("SURROGATE").replace("SURROGATE", "a\\ud800b"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly("/parts/0/text");
    }

    @Test
    void tenThousandCombiningMarksAreJudged() {
        var answer = service.post("/v1/screenings", Screenings.of("e" + "\u0301".repeat(10_000)));
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aBodyOverOneMebibyteIs413() {
        var answer = service.post("/v1/screenings", Screenings.of("a".repeat(1024 * 1024)));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.problem()).isEqualTo("body-too-large");
    }

    @Test
    void aThousandAndOneItemsAre413() {
        var items = new ArrayList<Object>();
        for (int i = 0; i < 1_001; i++) items.add(Map.of());
        var answer = service.post("/v1/screenings:batch", Screenings.json(Map.of("items", items)));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.problem()).isEqualTo("too-many-items");
    }

    @Test
    void missingResidenceIs422NamingWhatWouldHelp() {
        var answer = service.post("/v1/screenings", Screenings.from(""));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("unresolved-home-region");
        assertThat(answer.json().get("missing").toString())
                .contains("verified", "declared")
                .doesNotContain("ip");
    }

    @Test
    void aCountryThatIsNoneIs400AndOneWithoutHomeIs422() {
        assertThat(service.post("/v1/screenings", Screenings.from("QQ1")).pointers())
                .containsExactly("/author/residence/0/country");
        var answer = service.post("/v1/screenings", Screenings.from("ZZ"));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.field("reason")).isEqualTo("country_without_home");
    }

    @Test
    void aRegionNotServedHereIs421NamingItsEndpoint() {
        var answer = service.post("/v1/screenings", Screenings.from("SG"));
        assertThat(answer.status()).isEqualTo(421);
        assertThat(answer.problem()).isEqualTo("misdirected-region");
        assertThat(answer.field("home_region")).isEqualTo(RunningGatehouse.ELSEWHERE);
        assertThat(answer.field("endpoint")).startsWith("https://");
    }

    @Test
    void aHeaderGatesBeforeTheBodyIsRead() {
        // The body is no JSON: had it been read, the answer would say so.
        var answer = service.post(
                "/v1/screenings",
                "not json",
                "Gatehouse-Author",
                RunningGatehouse.unique("u"),
                "Gatehouse-Residence",
                "declared=SG");
        assertThat(answer.problem()).isEqualTo("misdirected-region");
    }

    @Test
    void aHeaderThatContradictsTheBodyIs400() {
        String body = Screenings.from("IE");
        assertThat(service.post("/v1/screenings", body, "Gatehouse-Author", "someone-else")
                        .problem())
                .isEqualTo("header-contradicts-body");
        assertThat(service.post("/v1/screenings", body, "Gatehouse-Residence", "declared=FR")
                        .problem())
                .isEqualTo("header-contradicts-body");
        assertThat(service.post("/v1/screenings", body, "Gatehouse-Residence", "IE")
                        .pointers())
                .containsExactly("header:Gatehouse-Residence");
    }

    @Test
    void anEncryptedMessageWithTextIs422() {
        var body = Screenings.tree("m", "u", "IE", "x");
        body.put("surface", "encrypted_direct_message");
        assertThat(service.post("/v1/screenings", Screenings.json(body)).problem())
                .isEqualTo("encrypted-content");
    }

    @Test
    void mediaOfNobodyIs422() {
        var body = Screenings.tree(RunningGatehouse.unique("m"), RunningGatehouse.unique("u"), "IE", "x");
        body.put("parts", List.of(Map.of("type", "media", "media_id", "eu-west-1.m.nothere")));
        var answer = service.post("/v1/screenings", Screenings.json(body));
        assertThat(answer.problem()).isEqualTo("unknown-media");
        assertThat(answer.pointers()).containsExactly("/parts/0/media_id");
    }

    @Test
    void unknownPathsMethodsAndTypesAreProblemsToo() {
        assertThat(service.get("/v1/nothing").problem()).isEqualTo("not-found");
        assertThat(service.get("/nothing").problem()).isEqualTo("not-found");
        Answer method = service.get("/v1/screenings");
        assertThat(method.problem()).isEqualTo("method-not-allowed");
        assertThat(method.header("Allow")).isEqualTo("POST");
        assertThat(service.post("/v1/screenings", Screenings.of("x"), "Content-Type", "text/csv")
                        .problem())
                .isEqualTo("unsupported-media-type");
        assertThat(service.get("/v1/decisions/nonsense").problem()).isEqualTo("not-found");
        assertThat(service.get("/v1/decisions/eu-west-1.d." + "a".repeat(26)).problem())
                .isEqualTo("not-found");
        assertThat(service.get("/v1/decisions/" + RunningGatehouse.ELSEWHERE + ".d." + "a".repeat(26))
                        .problem())
                .isEqualTo("misdirected-region");
    }

    @Test
    void aRequestLineThatIsNoneIsAProblemToo() throws Exception {
        try (var socket = new java.net.Socket("localhost", service.url("/").getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("GET /v1/\u0000 nonsense\r\n\r\n".getBytes("ISO-8859-1"));
            String answer = new String(socket.getInputStream().readAllBytes(), "UTF-8");
            assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
        }
    }
}
