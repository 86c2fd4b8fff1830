package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who may do what. */
class AccessTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    @Test
    void noKeyAndAWrongKeyAre401() {
        var none = service.post("/v1/screenings", Screenings.of("x"), "Authorization", "");
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.problem()).isEqualTo("missing-key");
        assertThat(none.header("WWW-Authenticate")).startsWith("Bearer");
        for (String wrong : new String[] {"Bearer nonsense", "Bearer gh_bootstrap_" + "x".repeat(43), "Basic YTpi"})
            assertThat(service.post("/v1/screenings", Screenings.of("x"), "Authorization", wrong)
                            .status())
                    .isEqualTo(401);
    }

    @Test
    void aWrongRoleIs403NamingTheRoleNeeded() {
        String auditor = service.keyWith("auditor");
        var answer = service.post("/v1/screenings", Screenings.of("x"), "Authorization", "Bearer " + auditor);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.field("detail")).contains("platform");
        assertThat(service.get("/v1/keys", "Authorization", "Bearer " + auditor).status())
                .isEqualTo(403);
        assertThat(service.get("/actuator/prometheus", "Authorization", "Bearer " + auditor)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void healthAndDescriptionAreOpen() {
        assertThat(service.get("/actuator/health", "Authorization", "").field("status"))
                .isEqualTo("UP");
        assertThat(service.get("/openapi.json", "Authorization", "").field("openapi"))
                .startsWith("3.1");
        assertThat(service.get("/actuator/env", "Authorization", "").status()).isEqualTo(401);
        assertThat(service.get("/actuator/env").status()).isEqualTo(404);
    }

    @Test
    void keysAreIssuedListedWithoutSecretsAndDeleted() {
        var issued = service.post("/v1/keys", "{\"name\":\"backend\",\"roles\":[\"platform\"]}");
        assertThat(issued.status()).isEqualTo(201);
        String whole = issued.field("key");
        assertThat(service.get("/v1/keys").text()).contains(issued.field("id")).doesNotContain(whole);
        String bearer = "Bearer " + whole;
        assertThat(service.post("/v1/screenings", Screenings.of("x"), "Authorization", bearer)
                        .status())
                .isEqualTo(200);
        assertThat(service.delete("/v1/keys/" + issued.field("id")).status()).isEqualTo(204);
        assertThat(service.post("/v1/screenings", Screenings.of("x"), "Authorization", bearer)
                        .status())
                .isEqualTo(401);
        assertThat(service.delete("/v1/keys/" + issued.field("id")).problem()).isEqualTo("not-found");
        assertThat(service.post("/v1/keys", "{\"name\":\"x\",\"roles\":[\"king\"]}")
                        .pointers())
                .containsExactly("/roles/0");
    }

    @Test
    void aPlatformSeesOnlyItsOwnDecisions() {
        String one = "Bearer " + service.keyWith("platform");
        String other = "Bearer " + service.keyWith("platform");
        var mine = service.post("/v1/screenings", Screenings.of("mine"), "Authorization", one);
        String path = "/v1/decisions/" + mine.field("decision_id");
        assertThat(service.get(path, "Authorization", one).status()).isEqualTo(200);
        assertThat(service.get(path, "Authorization", other).status()).isEqualTo(404);
        assertThat(service.get(path, "Authorization", "Bearer " + service.keyWith("auditor"))
                        .status())
                .isEqualTo(200);
    }
}
