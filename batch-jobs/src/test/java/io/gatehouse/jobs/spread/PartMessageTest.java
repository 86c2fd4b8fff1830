package io.gatehouse.jobs.spread;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.region.RegionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over Kafka: ids and ranges. */
class PartMessageTest {
    private static final PartMessage MESSAGE = new PartMessage("rescan", 7, 12, new RegionId("eu-west-1"), 0, 1_000);

    @Test
    void saysWhichPartAndNothingElse() {
        assertThat(MESSAGE.toJson())
                .isEqualTo("{\"version\":1,\"job\":\"rescan\",\"job_execution\":7,\"step_execution\":12,"
                        + "\"region\":\"eu-west-1\",\"from\":0,\"to\":1000}");
        assertThat(PartMessage.parse(MESSAGE.toJson())).contains(MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"version\":2,\"job\":\"rescan\",\"job_execution\":7,\"step_execution\":12,\"region\":\"eu-west-1\",\"from\":0,\"to\":1}",
                "{\"version\":1,\"job\":\"rescan\"}",
                "{\"version\":1,\"job\":\"rescan\",\"job_execution\":7,\"step_execution\":12,\"region\":\"No Region\",\"from\":0,\"to\":1}",
            })
    void whatIsNotOursIsPassedOver(String json) {
        assertThat(PartMessage.parse(json)).isEmpty();
    }
}
