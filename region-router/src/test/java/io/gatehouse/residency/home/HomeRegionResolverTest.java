package io.gatehouse.residency.home;

import static io.gatehouse.residency.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.residency.region.Vectors;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class HomeRegionResolverTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-22");
    private static final List<String> COUNTRIES =
            List.of("IE", "DE", "US", "SG", "GB", "CN", "NC", "SJ", "SX", "MF", "XK");

    private static final Topology TOPOLOGY = Topology.load(Vectors.shippedResidency());
    private final HomeRegionResolver resolver = new HomeRegionResolver(TOPOLOGY);

    @TestFactory
    Stream<DynamicTest> resolvesEveryVector() {
        return Vectors.read("/io/gatehouse/residency/home/home-vectors.csv").stream()
                .map(v -> DynamicTest.dynamicTest(
                        v.get("id") + " " + v.get("as_of") + " " + v.get("evidence"), () -> check(v)));
    }

    private void check(CSVRecord vector) {
        var home = resolver.resolve(evidence(vector.get("evidence")), LocalDate.parse(vector.get("as_of")));
        var explanation = home.explanation();
        assertThat(explanation.rule()).isEqualTo(Explanation.Rule.valueOf(vector.get("rule")));
        assertThat(explanation.needsReview()).isEqualTo(vector.get("review").equals("y"));
        switch (home) {
            case HomeRegion.Resolved resolved -> {
                assertThat(resolved.region().value()).isEqualTo(vector.get("home"));
                assertThat(resolved.country().value()).isEqualTo(vector.get("country"));
                assertThat(explanation.home()).isPresent();
                assertThat(explanation.territory()).isPresent();
            }
            case HomeRegion.Unresolved unresolved ->
                assertThat(unresolved.reason().name()).isEqualTo(vector.get("home"));
        }
    }

    private static List<ResidenceEvidence> evidence(String text) {
        return Stream.of(text.split(" "))
                .filter(one -> !one.isEmpty())
                .map(HomeRegionResolverTest::one)
                .toList();
    }

    private static ResidenceEvidence one(String text) {
        var parts = text.split("[:@]");
        return new ResidenceEvidence(
                EvidenceKind.ofWireName(parts[0]).orElseThrow(),
                new CountryCode(parts[1]),
                Instant.parse(parts[2] + "T00:00:00Z"));
    }

    @Test
    void explainsWhatWasUsedAndWhichRowsApplied() {
        var home = resolver.resolve(
                evidence("declared:US@2026-01-01 store:SJ@2026-01-01 store:FR@2026-02-01 ip:US@2026-03-01"
                        + " verified:US@2027-01-01"),
                TODAY);
        assertThat(home.explanation().sentences())
                .containsExactly(
                        "as of 2026-11-22: strictest_eea",
                        "evidence verified US of 2027-01-01T00:00:00Z: not_yet_known",
                        "evidence declared US of 2026-01-01T00:00:00Z: outweighed",
                        "evidence store FR of 2026-02-01T00:00:00Z: decisive",
                        "evidence store SJ of 2026-01-01T00:00:00Z: superseded",
                        "evidence ip US of 2026-03-01T00:00:00Z: accompanies",
                        "territories.csv:23: France is in the EU, in the EEA (verified: Regulation (EU) 2016/679 Art. 99(2);"
                                + " membership list as in the DSA database country list)",
                        "homes.yaml:13: FR lives in eu-west-1 from 2018-05-25");
    }

    @Test
    void namesTheEvidenceThatIsMissing() {
        var nothing = (HomeRegion.Unresolved) resolver.resolve(List.of(), TODAY);
        assertThat(nothing.missing())
                .containsExactly(
                        EvidenceKind.VERIFIED,
                        EvidenceKind.DECLARED,
                        EvidenceKind.PAYMENT,
                        EvidenceKind.STORE,
                        EvidenceKind.SIM);
        var contradictory = (HomeRegion.Unresolved)
                resolver.resolve(evidence("payment:US@2026-01-01 payment:SG@2026-01-01"), TODAY);
        assertThat(contradictory.missing()).containsExactly(EvidenceKind.VERIFIED, EvidenceKind.DECLARED);
    }

    @Test
    void takesTheDateOfTheLawInUtc() {
        var evidence = evidence("declared:GB@2020-01-01");
        var before = (HomeRegion.Resolved) resolver.resolve(evidence, Instant.parse("2020-12-31T23:59:59.999Z"));
        var after = (HomeRegion.Resolved) resolver.resolve(evidence, Instant.parse("2021-01-01T00:00:00Z"));
        assertThat(before.region()).isEqualTo(new RegionId("eu-west-1"));
        assertThat(after.region()).isEqualTo(new RegionId("uk"));
    }

    @Test
    void neverLeavesTheEeaWhileCurrentEvidenceSaysEea() {
        forAll(5_000, random -> {
            var evidence = someEvidence(random);
            boolean saysEea = evidence.stream()
                    .filter(e -> e.kind().decides())
                    .filter(e -> evidence.stream()
                            .noneMatch(
                                    o -> o.kind() == e.kind() && o.observedAt().isAfter(e.observedAt())))
                    .anyMatch(e -> TOPOLOGY.territories().isEea(e.country(), TODAY));
            if (saysEea && resolver.resolve(evidence, TODAY) instanceof HomeRegion.Resolved resolved)
                assertThat(TOPOLOGY.region(resolved.region())
                                .orElseThrow()
                                .jurisdiction()
                                .eea())
                        .isTrue();
        });
    }

    @Test
    void doesNotDependOnTheOrderOfTheEvidence() {
        forAll(2_000, random -> {
            var evidence = someEvidence(random);
            var shuffled = new ArrayList<>(evidence);
            Collections.shuffle(shuffled, Random.from(random));
            assertThat(resolver.resolve(shuffled, TODAY)).isEqualTo(resolver.resolve(evidence, TODAY));
        });
    }

    @Test
    void isNeverMovedByANetworkLocation() {
        forAll(2_000, random -> {
            var evidence = someEvidence(random);
            var without = evidence.stream().filter(e -> e.kind().decides()).toList();
            assertThat(outcome(evidence)).isEqualTo(without.isEmpty() ? "none" : outcome(without));
        });
    }

    private String outcome(List<ResidenceEvidence> evidence) {
        return switch (resolver.resolve(evidence, TODAY)) {
            case HomeRegion.Resolved resolved -> resolved.region().value() + resolved.country();
            case HomeRegion.Unresolved unresolved ->
                unresolved.reason() == HomeRegion.Reason.COUNTRY_WITHOUT_HOME
                                || unresolved.reason() == HomeRegion.Reason.CONTRADICTORY_EVIDENCE
                        ? unresolved.reason().name()
                        : "none";
        };
    }

    private static List<ResidenceEvidence> someEvidence(RandomGenerator random) {
        return Stream.generate(() -> new ResidenceEvidence(
                        EvidenceKind.values()[random.nextInt(EvidenceKind.values().length)],
                        new CountryCode(COUNTRIES.get(random.nextInt(COUNTRIES.size()))),
                        Instant.parse("2026-01-0" + (1 + random.nextInt(4)) + "T00:00:00Z")))
                .limit(random.nextInt(6))
                .toList();
    }
}
