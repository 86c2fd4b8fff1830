package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Residence evidence in; home region and its explanation out. */
class AccountTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    @Test
    void evidenceGivesAHomeWithItsExplanation() {
        String path = "/v1/accounts/" + RunningGatehouse.unique("u");
        var put = service.put(path, evidence("GB"));
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.field("home_region")).isEqualTo("uk");
        assertThat(put.json().get("explanation").toString()).contains("homes.yaml");
        assertThat(service.get(path).text()).isEqualTo(put.text());
    }

    @Test
    void newEvidenceMovesNobody() {
        String path = "/v1/accounts/" + RunningGatehouse.unique("u");
        service.put(path, evidence("GB"));
        var moved = service.put(path, evidence("US"));
        assertThat(moved.field("home_region")).isEqualTo("uk");
        assertThat(moved.field("indicated_region")).isEqualTo("us-east-1");
        assertThat(moved.field("country")).isEqualTo("US");
    }

    @Test
    void anUnknownAccountIs404AndBadEvidenceIsNamed() {
        String path = "/v1/accounts/" + RunningGatehouse.unique("u");
        assertThat(service.get(path).status()).isEqualTo(404);
        assertThat(service.put(path, "{\"residence\":[{\"kind\":\"rumour\",\"country\":\"IE\"}]}")
                        .pointers())
                .containsExactly("/residence/0/kind");
        assertThat(service.put(path, "{}").problem()).isEqualTo("unresolved-home-region");
        assertThat(service.put(path, evidence("SG")).status()).isEqualTo(421);
    }

    @Test
    void aNetworkLocationAloneNamesNoHome() {
        var answer = service.put(
                "/v1/accounts/" + RunningGatehouse.unique("u"),
                "{\"residence\":[{\"kind\":\"ip\",\"country\":\"IE\"}]}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.field("reason")).isEqualTo("network_location_alone");
    }

    private static String evidence(String country) {
        return "{\"residence\":[{\"kind\":\"declared\",\"country\":\"" + country
                + "\",\"observed_at\":\"2026-01-01T00:00:00Z\"}]}";
    }
}
