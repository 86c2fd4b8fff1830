package io.gatehouse.service.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.external.ExternalModel;
import io.gatehouse.moderation.fact.ToldScores;
import io.gatehouse.moderation.judge.WantedScores;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.residency.crossing.Answer;
import io.gatehouse.residency.crossing.CrossingLedger;
import io.gatehouse.residency.crossing.TransferGate;
import io.gatehouse.residency.crossing.TransferRules;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.configuration.GatehouseProperties.ClassifierProtocol;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A classifier in Ireland that does not answer, asked about texts from elsewhere by way of the gate as shipped. */
class ClassifierDeskTest {
    private static final Path RESIDENCY =
            Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies/residency");
    private static final RegionId UK = new RegionId("uk");
    private static final WantedScores WANTED = new WantedScores(Set.of("far"), List.of("one"), "en");

    private static ToldScores tell(CrossingLedger ledger, Duration left) {
        var topology = Topology.load(RESIDENCY);
        var rules = TransferRules.load(RESIDENCY, topology);
        var clock = Clock.systemUTC();
        var gate = new TransferGate(topology, rules, Map.of(UK, ledger), home -> home.value() + ".t.1", clock);
        var settings = new GatehouseProperties.Classifier(
                URI.create("http://127.0.0.1:9/score"),
                ClassifierProtocol.GATEHOUSE,
                "eu-west-1",
                "",
                "",
                "",
                "",
                Duration.ofSeconds(10),
                1,
                Duration.ofMinutes(1));
        var model = new ExternalModel("far", "sha256:0", Set.of("en"), Set.of(Category.HATE));
        try (var http = HttpClient.newHttpClient();
                var desk = new ClassifierDesk(
                        Map.of("far", new RemoteClassifier(model, settings, http, new SimpleMeterRegistry())),
                        new TextPassages(gate, topology, clock))) {
            return desk.tell(WANTED, UK, new AccountRef(new byte[32]), left);
        }
    }

    @Test
    void theTimeThatTheGateTakesIsNotTheClassifiers() {
        var left = Duration.ofMillis(50);
        var told = tell(
                (id, crossing, ruling) -> {
                    long end = System.nanoTime() + left.toNanos();
                    while (System.nanoTime() < end) Thread.onSpinWait();
                    return new Answer(id, crossing, ruling, crossing.from(), 0);
                },
                left);
        assertThat(told.failed()).containsExactly(new FailedSignal("far", FailedSignal.DEADLINE));
    }

    @Test
    void whatBreaksIsToldAsFailedByItsKindAlone() {
        var told = tell(
                (_, _, _) -> {
                    throw new IllegalStateException("with more in it than may be told");
                },
                Duration.ofSeconds(10));
        assertThat(told.failed())
                .containsExactly(new FailedSignal("far", FailedSignal.FAILED + "IllegalStateException"));
    }
}
