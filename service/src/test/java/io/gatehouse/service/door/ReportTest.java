package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.openapi.OpenApiTest;
import org.junit.jupiter.api.Test;

/** Reports over HTTP. */
class ReportTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    @Test
    void theProfilingRegisterIsOfTheNormsAtWork() {
        var register =
                service.get("/v1/reports/profiling-register", "Authorization", "Bearer " + service.keyWith("auditor"));
        assertThat(register.status()).as(register.text()).isEqualTo(200);
        assertThat(OpenApiTest.schema("ProfilingRegister").validate(register.json()))
                .as(register.text())
                .isEmpty();
        assertThat(register.json().get("complete").booleanValue())
                .as(register.text())
                .isTrue();
        var ids = register.json().get("techniques").values().stream()
                .map(technique -> technique.get("id").stringValue())
                .toList();
        assertThat(ids).contains("signal.words", "signal.digest", "strikes", "language", "home_region.declared");
        assertThat(service.get(
                                "/v1/reports/profiling-register",
                                "Authorization",
                                "Bearer " + service.keyWith("reviewer"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theProcessingRecordIsDrawnFromConfigurationAndNamesTheDirectory() {
        var record =
                service.get("/v1/reports/processing-record", "Authorization", "Bearer " + service.keyWith("privacy"));
        assertThat(OpenApiTest.schema("ProcessingRecord").validate(record.json()))
                .as(record.text())
                .isEmpty();
        assertThat(record.text())
                .contains("account directory", "Regulation (EU) 2021/784", "eu-west-1", "services.yaml", "holds.yaml");
        for (var section : record.json().path("sections").values())
            assertThat(section.path("source").stringValue()).isNotBlank();
        var platform = service.keyWith("platform");
        assertThat(service.get("/v1/reports/processing-record", "Authorization", "Bearer " + platform)
                        .status())
                .isEqualTo(403);
    }
}
