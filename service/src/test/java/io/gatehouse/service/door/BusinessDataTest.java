package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a business user gets of its own end users (DMA Art. 6(10)). */
class BusinessDataTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    private String business(String country) {
        String id = RunningGatehouse.unique("shop");
        var put = service.put("/v1/accounts/" + id, """
            {"business":true,"residence":[{"kind":"establishment","country":"%s"}]}\
            """.formatted(country));
        assertThat(put.status()).as(put.text()).isEqualTo(200);
        return id;
    }

    private String write(String business, String country, String text) {
        String person = RunningGatehouse.unique("u");
        say(person, business, country, text);
        return person;
    }

    private void say(String person, String business, String country, String text) {
        var said = service.post(
                "/v1/screenings", """
                    {"id":"%s","surface":"comment","author":{"id":"%s","residence":[{"kind":"declared","country":"%s"}]},
                     "participants":[{"id":"%s"}],"parts":[{"type":"text","text":"%s"}]}\
                    """.formatted(RunningGatehouse.unique("m"), person, country, business, text));
        assertThat(said.status()).as(said.text()).isEqualTo(200);
    }

    private static String today() {
        return LocalDate.now(ZoneOffset.UTC).toString();
    }

    private Answer data(String business, String what) {
        return service.get("/v1/accounts/" + business + "/business-data/" + what + "?region=eu-west-1&day=" + today());
    }

    private Answer optIn(String person, String business, String state) {
        return service.put("/v1/accounts/" + person + "/business-opt-ins/" + business, "{\"state\":\"" + state + "\"}");
    }

    private static List<JsonNode> lines(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var lines = new ArrayList<JsonNode>();
        for (String line : answer.text().split("\n"))
            if (!line.isEmpty()) {
                var tree = JsonMapper.shared().readTree(line);
                assertThat(OpenApiTest.schema("BusinessContent").validate(tree))
                        .as(line)
                        .isEmpty();
                lines.add(tree);
            }
        return lines;
    }

    @Test
    void groupsAreCountedAndSmallOnesAreNotTold() {
        String shop = business("IE");
        for (int i = 0; i < 10; i++) write(shop, "IE", "hello");
        for (int i = 0; i < 9; i++) write(shop, "FR", "hello");
        var counts = data(shop, "counts");
        assertThat(OpenApiTest.schema("BusinessCounts").validate(counts.json()))
                .as(counts.text())
                .isEmpty();
        var groups = counts.json().get("groups");
        assertThat(groups).hasSize(1);
        assertThat(groups.get(0).get("people").intValue()).isEqualTo(10);
        assertThat(groups.get(0).get("country").stringValue()).isEqualTo("IE");
        assertThat(data(business("IE"), "counts").json().get("groups")).isEmpty();
    }

    @Test
    void singleContentsAreOfThoseWhoOptedInForThatBusinessUserAndStillDo() {
        String shop = business("IE");
        String other = business("IE");
        String in = write(shop, "IE", "before the opt-in");
        write(shop, "IE", "never opted in");
        assertThat(lines(data(shop, "contents"))).isEmpty();
        var granted = optIn(in, shop, "granted");
        assertThat(OpenApiTest.schema("BusinessOptIn").validate(granted.json()))
                .as(granted.text())
                .isEmpty();
        say(in, shop, "IE", "after the opt-in");
        say(in, other, "IE", "to another shop");
        var told = lines(data(shop, "contents"));
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().toString())
                .contains("after the opt-in")
                .doesNotContain(in)
                .doesNotContain(shop);
        assertThat(lines(data(other, "contents"))).isEmpty();
        optIn(in, other, "granted");
        say(in, other, "IE", "to another shop again");
        String here = told.getFirst().get("person").stringValue();
        String there = lines(data(other, "contents")).getFirst().get("person").stringValue();
        assertThat(there).isNotEqualTo(here);
        var withdrawn = service.delete("/v1/accounts/" + in + "/business-opt-ins/" + shop);
        assertThat(withdrawn.field("state")).isEqualTo("withdrawn");
        assertThat(lines(data(shop, "contents"))).isEmpty();
    }

    private Answer media(String business, String media) {
        return service.get("/v1/accounts/" + business + "/business-data/media/" + media + "?region=eu-west-1");
    }

    private String showPicture(String person, String business, byte[] bytes) {
        String media = service.post("/v1/media", bytes, "Gatehouse-Author", person, "Content-Type", "image/png")
                .field("media_id");
        var said = service.post("/v1/screenings", """
            {"id":"%s","surface":"comment","author":{"id":"%s"},"participants":[{"id":"%s"}],
             "parts":[{"type":"media","media_id":"%s"}]}\
            """.formatted(RunningGatehouse.unique("m"), person, business, media));
        assertThat(said.status()).as(said.text()).isIn(200, 202);
        return media;
    }

    @Test
    void thePicturesThatRecordsNameAreThereForWhoMayHaveTheRecords() {
        String shop = business("IE");
        String in = write(shop, "IE", "hello");
        byte[] pixels = TestMedia.brokenPicture("456");
        String before = showPicture(in, shop, pixels);
        optIn(in, shop, "granted");
        String shown = showPicture(in, shop, pixels);
        String elsewhere = showPicture(in, business("IE"), pixels);
        assertThat(lines(data(shop, "contents")).toString()).contains(shown).doesNotContain(before);
        var answer = media(shop, shown);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.response().body()).isEqualTo(pixels);
        assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(service.get("/v1/transfers?region=eu-west-1").text())
                .contains("business_user_access")
                .contains("\"media\"");
        assertThat(media(shop, before).status()).as("shown before the opt-in").isEqualTo(404);
        assertThat(media(shop, elsewhere).status()).as("shown to another").isEqualTo(404);
        assertThat(media(business("IE"), shown).status()).isEqualTo(404);
        assertThat(media(business("US"), shown).problem()).isEqualTo("read-refused");
        assertThat(media(in, shown).status()).as("no business").isEqualTo(404);
        assertThat(service.get("/v1/accounts/" + shop + "/business-data/media/" + shown)
                        .pointers())
                .containsExactly("query:region");
        service.delete("/v1/accounts/" + in + "/business-opt-ins/" + shop);
        assertThat(media(shop, shown).status()).as("withdrawn").isEqualTo(404);
    }

    @Test
    void nothingGoesToABusinessUserWhereTheLawHasNoBasis() {
        String shop = business("US");
        var refused = data(shop, "contents");
        assertThat(refused.problem()).as(refused.text()).isEqualTo("read-refused");
        assertThat(refused.text()).contains("adequacy_does_not_reach_recipient");
        assertThat(data(shop, "counts").status()).isEqualTo(200);
        var last = service.get("/v1/transfers?region=eu-west-1").text();
        assertThat(last).contains("business_user_access").doesNotContain(shop);
    }

    @Test
    void onlyBusinessAccountsHaveSuchDataAndEveryFaultIsNamed() {
        String person = write(business("IE"), "IE", "hello");
        assertThat(data(person, "counts").problem()).isEqualTo("not-found");
        assertThat(service.get("/v1/accounts/" + person + "/business-data/contents")
                        .pointers())
                .containsExactlyInAnyOrder("query:region", "query:day");
        assertThat(service.get("/v1/accounts/x/business-data/counts?region=eu-west-1&day=soon")
                        .pointers())
                .containsExactly("query:day");
        assertThat(optIn(person, "shop", "perhaps").pointers()).containsExactly("/state");
    }
}
