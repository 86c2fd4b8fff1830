package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.door.RunningGatehouse.Answer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A service that was started without saying where its operator sits: the two commands and one request to try. */
class TrialTest {
    private static final RunningGatehouse SERVICE =
            RunningGatehouse.startForTheFirstTime(Map.of("gatehouse.first-key.country", ""));

    @AfterAll
    static void stop() {
        SERVICE.stop();
    }

    private static Answer screened(String country) {
        return SERVICE.post(
                "/v1/screenings", """
                    {"id":"%s","surface":"comment","author":{"id":"%s","residence":[{"kind":"declared","country":"%s",
                     "observed_at":"2026-01-01T00:00:00Z"}]},"parts":[{"type":"text","text":"good morning"}]}\
                    """.formatted(RunningGatehouse.unique("m"), RunningGatehouse.unique("u"), country));
    }

    @Test
    void keysWithoutACountryReadBesideTheDataAndTheLogSaysThatThisWasAssumed() {
        String auditor = SERVICE.post("/v1/keys", "{\"name\":\"x\",\"roles\":[\"auditor\"]}")
                .field("key");
        for (String country : new String[] {"IE", "US", "GB"}) {
            String decision = screened(country).field("decision_id");
            var own = SERVICE.get("/v1/decisions/" + decision);
            assertThat(own.status()).as(own.text()).isEqualTo(200);
            assertThat(SERVICE.get("/v1/decisions/" + decision, "Authorization", "Bearer " + auditor)
                            .status())
                    .isEqualTo(200);
        }
        var listed = SERVICE.get("/v1/operator-accesses");
        assertThat(listed.text()).contains("\"country_assumed\":true").doesNotContain("country_unknown");
        assertThat(SERVICE.post("/v1/keys", "{\"name\":\"x\",\"roles\":[\"reviewer\"]}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void theFirstKeyDoesWhatAPlatformsBackendDoes() {
        String account = "/v1/accounts/" + RunningGatehouse.unique("u");
        String body = "{\"residence\":[{\"kind\":\"declared\",\"country\":\"US\"}]}";
        for (int i = 0; i < 2; i++) {
            var put = SERVICE.put(account, body);
            assertThat(put.status()).as(put.text()).isEqualTo(200);
        }
        assertThat(SERVICE.get(account).field("home_region")).isEqualTo("us-east-1");
    }

    @Test
    void aPurposeThatNobodyMayHaveIsRefusedAllTheSame() {
        String decision = screened("IE").field("decision_id");
        assertThat(SERVICE.get("/v1/decisions/" + decision, "Gatehouse-Purpose", "advertising")
                        .problem())
                .isEqualTo("read-refused");
    }

    @Test
    void aKeyThatSaysWhereItsHolderSitsIsHeldToIt() {
        String decision = screened("IE").field("decision_id");
        String swiss = SERVICE.keyIn("CH", "reviewer");
        assertThat(SERVICE.get("/v1/decisions/" + decision, "Authorization", "Bearer " + swiss)
                        .problem())
                .isEqualTo("read-refused");
    }
}
