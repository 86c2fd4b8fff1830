package io.gatehouse.service.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatehouse.service.access.Caller;
import io.gatehouse.service.access.Role;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {
    private static final Caller ONE = new Caller("k1", "one", Set.of(Role.PLATFORM));
    private static final Caller OTHER = new Caller("k2", "other", Set.of(Role.PLATFORM));

    @TempDir
    Path directory;

    @Test
    void refusesWhenAllPlacesAreTaken() throws Exception {
        assertRefusal(admission(1, 1), OTHER, ProblemType.OVERLOADED);
    }

    @Test
    void refusesTheClientWhoHasTooMuchInFlight() throws Exception {
        assertRefusal(admission(2, 1), ONE, ProblemType.TOO_MANY_REQUESTS);
    }

    @Test
    void admitsAgainWhenAPlaceIsFree() {
        var admission = admission(1, 1);
        for (int i = 0; i < 3; i++)
            assertThat(admission.<String>admit(ONE, () -> "done")).isEqualTo("done");
    }

    private static void assertRefusal(Admission admission, Caller second, ProblemType type) throws Exception {
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        var first = Thread.ofVirtual()
                .start(() -> admission.admit(ONE, () -> {
                    inside.countDown();
                    return await(leave);
                }));
        inside.await();
        var refused = catchThrowableOfType(ProblemException.class, () -> admission.admit(second, () -> "never"));
        leave.countDown();
        first.join();
        assertThat(refused).isNotNull();
        Problem problem = refused.problem();
        assertThat(problem.type()).isEqualTo(type);
        assertThat(problem.retryAfter()).isPositive();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Admission admission(int inFlight, int perClient) {
        var limits = new GatehouseProperties.Limits(inFlight, perClient, 1, 1, 1, 1);
        var properties = new GatehouseProperties(
                directory,
                directory,
                List.of(),
                GatehouseProperties.Role.ALL,
                "test",
                null,
                new GatehouseProperties.FirstKey(null, "operator"),
                false,
                false,
                new GatehouseProperties.Facts(
                        GatehouseProperties.Facts.Store.PROCESS,
                        java.net.URI.create("redis://localhost"),
                        java.time.Duration.ofMillis(50)),
                limits,
                new GatehouseProperties.Policy(GatehouseProperties.PolicySource.AUTO, 1, 30),
                new GatehouseProperties.Rights(java.time.Duration.ofSeconds(30), 400),
                new GatehouseProperties.Failover(List.of()),
                new GatehouseProperties.Media(
                        "auto",
                        java.time.Duration.ofMinutes(10),
                        1,
                        java.time.Duration.ofHours(1),
                        List.of("off"),
                        "",
                        ""),
                new GatehouseProperties.Webhooks(List.of(), java.time.Duration.ofSeconds(15), List.of()),
                new GatehouseProperties.Hma(null, "tool", "other_illegal", List.of(), false),
                new GatehouseProperties.Moderations(List.of(), false),
                java.util.Map.of(),
                java.util.Map.of(),
                java.util.Map.of(),
                java.util.Map.of());
        return new Admission(properties, new SimpleMeterRegistry());
    }
}
