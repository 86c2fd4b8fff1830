package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gatehouse.service.configuration.StartRefusedException;
import io.gatehouse.service.start.StartFailure;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A start that cannot be is refused in a sentence. */
class StartTest {
    @Test
    void aTakenPortIsSaid() {
        int taken = RunningGatehouse.shared().url("/").getPort();
        assertThat(refusal(Map.of("server.port", taken))).hasMessageContaining("Port " + taken);
    }

    @Test
    void aSecondServiceOnTheSameDataIsRefused() {
        var data = RunningGatehouse.shared().data();
        assertThat(refusal(Map.of("gatehouse.data", data))).hasMessageContaining("in use");
    }

    @Tag("long")
    @Test
    void aRegionThatIsNoneIsNamed() {
        assertThat(refusal(Map.of("gatehouse.regions", "eu-west-1,atlantis")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("atlantis")
                .hasMessageContaining("eu-central-1");
    }

    @Tag("long")
    @Test
    void aWrongLimitIsNamed() {
        assertThat(refusal(Map.of("gatehouse.limits.media-bytes", 0))).hasMessageContaining("media-bytes");
        assertThat(refusal(Map.of("gatehouse.schedule.attestation.every", "1s")))
                .hasMessageContaining("every must be 1m to 366d");
        assertThat(refusal(Map.of("gatehouse.schedule.archive.parameters.region", "all")))
                .as("not taken for switched off")
                .hasMessageContaining("every must be 1m to 366d");
        assertThat(refusal(Map.of("gatehouse.policies", "/nowhere"))).hasMessageContaining("/nowhere");
        assertThat(refusal(Map.of("gatehouse.bootstrap-key", "secret")))
                .hasMessageContaining("GATEHOUSE_BOOTSTRAP_KEY");
    }

    /** What the command line shows. */
    private static Throwable refusal(Map<String, Object> overrides) {
        Throwable failure =
                catchThrowable(() -> RunningGatehouse.start(overrides).stop());
        assertThat(failure).as("the start must be refused").isNotNull();
        return StartFailure.of(failure);
    }
}
