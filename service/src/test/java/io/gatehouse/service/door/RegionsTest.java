package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What each region is made of, and what it can promise. */
class RegionsTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    private JsonNode region(String id) {
        return service.get("/v1/regions").json().get("regions").values().stream()
                .filter(region -> region.path("id").stringValue().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRegionThatIsServedSaysWhatItIsMadeOf() {
        var region = region("eu-west-1");
        assertThat(region.path("jurisdiction").stringValue()).isEqualTo("eea");
        assertThat(region.path("location").stringValue()).isEqualTo("IE");
        assertThat(region.path("key").stringValue()).isEqualTo("eu-west-1/1");
        assertThat(region.path("database_role").stringValue()).isEqualTo("gatehouse_eu_west_1");
        assertThat(region.path("replicas").toString()).isEqualTo("[\"eu-central-1\"]");
        assertThat(region.path("failover").toString()).isEqualTo("[\"eu-central-1\",\"eu-north-1\"]");
        assertThat(region.path("health").toString()).isEqualTo("{\"database\":\"up\",\"store\":\"up\"}");
    }

    @Test
    void theEmbeddedStoreSaysThatItEnforcesNothing() {
        var store = region("uk").path("store");
        assertThat(store.path("kind").stringValue()).isEqualTo("file");
        for (var guarantee : List.of("encryption", "checksums", "versioning", "retention", "legal_hold", "location")) {
            var claim = store.path("guarantees").path(guarantee);
            assertThat(claim.path("enforced").booleanValue(true)).as(guarantee).isFalse();
            assertThat(claim.path("how").stringValue()).as(guarantee).isNotBlank();
        }
    }

    @Test
    void aRegionThatLivesElsewhereIsNotSpokenFor() {
        var region = region(RunningGatehouse.ELSEWHERE);
        assertThat(region.path("served_here").booleanValue()).isFalse();
        assertThat(region.has("health")).isFalse();
        assertThat(region.path("store").has("guarantees")).isFalse();
    }
}
