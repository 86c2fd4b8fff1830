package io.gatehouse.residency.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.residency.region.Vectors;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HomeRegionResolverTest {
    private static final Instant TODAY = HomeRegionResolver.endOf(LocalDate.parse("2026-11-22"));
    private static final PersonFacts BUSINESS = new PersonFacts(Age.UNKNOWN, Holder.BUSINESS);

    private final HomeRegionResolver resolver = new HomeRegionResolver(
            Topology.load(Vectors.shippedResidency()), ResidenceRules.load(Vectors.shippedResidency()));

    private static List<ResidenceEvidence> evidence(String... texts) {
        return Stream.of(texts).map(HomeRegionVectorsTest::evidence).toList();
    }

    private static CurrentHome home(String region, String country, String since) {
        return new CurrentHome(new RegionId(region), new CountryCode(country), LocalDate.parse(since));
    }

    @Test
    void explainsWhatWasUsedAndWhichRowsApplied() {
        var home = resolver.resolve(
                evidence(
                        "declared US 2026-01-01",
                        "store SJ 2026-01-01",
                        "store FR 2026-06-01",
                        "store FR 2026-02-01",
                        "payment US 2020-01-01",
                        "sim FR 2026-01-01",
                        "ip BR 2026-11-01",
                        "establishment BR 2026-01-01",
                        "verified US 2027-01-01"),
                PersonFacts.UNKNOWN,
                TODAY);
        assertThat(home.explanation().sentences())
                .containsExactly(
                        "as of 2026-11-22: strictest_eea",
                        "evidence verified US of 2027-01-01T00:00:00Z: not_yet_known",
                        "evidence declared US of 2026-01-01T00:00:00Z: outweighed, weighs 40",
                        "evidence establishment BR of 2026-01-01T00:00:00Z: not_about_holder",
                        "evidence payment US of 2020-01-01T00:00:00Z: expired",
                        "evidence store FR of 2026-06-01T00:00:00Z: decisive, weighs 15",
                        "evidence store FR of 2026-02-01T00:00:00Z: superseded",
                        "evidence store SJ of 2026-01-01T00:00:00Z: superseded",
                        "evidence sim FR of 2026-01-01T00:00:00Z: decisive, weighs 2.5",
                        "evidence ip BR of 2026-11-01T00:00:00Z: accompanies",
                        "score US: 40",
                        "score FR: 17.5 (EEA side)",
                        "change to US by 'minor-verified-out-of-eea': 1 of 2 kinds held for 30 days, none of them of"
                                + " [verified]; outweighs by 22.5 of 40: not fulfilled",
                        "territories.csv:23: France is in the EU, in the EEA (verified: Regulation (EU) 2016/679 Art."
                                + " 99(2); membership list as in the DSA database country list)",
                        "homes.yaml:13: FR lives in eu-west-1 from 2018-05-25",
                        home.explanation().rules().orElseThrow().sentence(),
                        "review asked: counsel must confirm the rows that are not verified");
        assertThat(home.explanation().rules().orElseThrow().sentence())
                .startsWith("evidence.yaml:")
                .contains("(not verified: operator's policy");
        assertThat(home.explanation().usesUnverifiedRows()).isTrue();
    }

    @Test
    void saysWhichConditionOfAChangeIsNotFulfilled() {
        var home = resolver.resolve(
                evidence(
                        "declared US 2026-05-01",
                        "sim US 2026-06-01",
                        "sim US 2026-11-01",
                        "payment IE 2026-01-01",
                        "verified IE 2026-05-01"),
                new PersonFacts(Age.ADULT, Holder.PERSON),
                home("eu-west-1", "IE", "2020-01-01"),
                TODAY);
        assertThat(home.explanation().rule()).isEqualTo(Explanation.Rule.HELD);
        assertThat(home.explanation().attempts())
                .extracting(Explanation.Attempt::sentence)
                .containsExactly(
                        "change to US by 'verified-out-of-eea': 2 of 1 kinds held for 0 days, none of them of"
                                + " [verified]; outweighs by -70 of 20: not fulfilled",
                        "change to US by 'declared-out-of-eea': 2 of 2 kinds held for 90 days, one of them of"
                                + " [declared]; outweighs by -70 of 15; a statement as new speaks for the present home:"
                                + " not fulfilled");
    }

    @Test
    void namesTheEvidenceThatIsMissing() {
        assertThat(missing(PersonFacts.UNKNOWN))
                .containsExactly(EvidenceKind.VERIFIED, EvidenceKind.DECLARED, EvidenceKind.PAYMENT, EvidenceKind.SIM);
        assertThat(missing(BUSINESS, "declared IE 2026-01-01")).containsExactly(EvidenceKind.ESTABLISHMENT);
        assertThat(missing(PersonFacts.UNKNOWN, "payment US 2026-01-01", "payment SG 2026-01-01"))
                .containsExactly(EvidenceKind.VERIFIED, EvidenceKind.DECLARED);
        assertThat(missing(PersonFacts.UNKNOWN, "declared CN 2026-01-01")).isEmpty();
    }

    private List<EvidenceKind> missing(PersonFacts facts, String... evidence) {
        return ((HomeRegion.Unresolved) resolver.resolve(evidence(evidence), facts, TODAY)).missing();
    }

    @Test
    void takesTheDateOfTheLawInUtc() {
        var evidence = evidence("declared GB 2020-01-01");
        var before = resolver.resolve(evidence, PersonFacts.UNKNOWN, Instant.parse("2020-12-31T23:59:59.999Z"));
        var after = resolver.resolve(evidence, PersonFacts.UNKNOWN, Instant.parse("2021-01-01T00:00:00Z"));
        assertThat(((HomeRegion.Resolved) before).region()).isEqualTo(new RegionId("eu-west-1"));
        assertThat(((HomeRegion.Resolved) after).region()).isEqualTo(new RegionId("uk"));
    }

    @Test
    void tellsAheadWhomAChangeOfHomesMoves() {
        var evidence = evidence("declared GB 2020-01-01", "sim GB 2020-10-01");
        var home = home("eu-west-1", "GB", "2020-01-01");
        assertThat(resolver.moveDue(evidence, PersonFacts.UNKNOWN, home, LocalDate.parse("2020-12-31")))
                .isEmpty();
        var due = resolver.moveDue(evidence, PersonFacts.UNKNOWN, home, LocalDate.parse("2021-01-01"))
                .orElseThrow();
        assertThat(due.standing())
                .isEqualTo(new Standing.MoveDue(
                        new RegionId("eu-west-1"), LocalDate.parse("2021-01-01"), Standing.Reason.HOMES_CHANGED));
        var minor = new PersonFacts(Age.MINOR, Holder.PERSON);
        assertThat(resolver.moveDue(evidence, minor, home, LocalDate.parse("2021-01-01")))
                .isEmpty();
        assertThat(resolver.moveDue(evidence("verified GB 2020-01-01"), minor, home, LocalDate.parse("2021-01-01")))
                .isPresent();
    }
}
