package io.gatehouse.residency.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.home.Explanation;
import io.gatehouse.residency.home.HomeRegion;
import io.gatehouse.residency.home.Standing;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TransferJudgeTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final RegionId VIRGINIA = new RegionId("us-east-1");
    private static final CountryCode US = new CountryCode("US");
    private final TransferRules rules = TestRules.rules();
    private final TransferJudge judge = new TransferJudge(TestRules.TOPOLOGY, rules);

    private static Crossing crossing(
            String purpose, Destination to, Actor actor, LegalBasisClaim basis, String approver, Duration open) {
        return new Crossing(
                new Purpose(purpose),
                Set.of(DataKind.DECISION),
                TestRules.IRELAND,
                to,
                actor,
                basis,
                1,
                approver,
                NOW,
                NOW.plus(open));
    }

    private static List<String> codes(Ruling ruling) {
        return ruling instanceof Ruling.Refused(var reasons)
                ? reasons.stream().map(Reason::code).toList()
                : List.of();
    }

    private static HomeRegion.Resolved home(String region, LocalDate asOf) {
        return new HomeRegion.Resolved(
                new RegionId(region),
                US,
                new Standing.MoveDue(TestRules.IRELAND, asOf, Standing.Reason.EVIDENCE),
                explanation(asOf));
    }

    private static Explanation explanation(LocalDate asOf) {
        return new Explanation(
                asOf,
                Explanation.Rule.CHANGED,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void readingFromAThirdCountryIsATransferThoughNothingMoves() {
        var there = new Actor("k1", Actor.Kind.OPERATOR, new CountryCode("IN"));
        for (var to : List.<Destination>of(
                new Destination.ToService("review"), new Destination.ToRegion(new RegionId("eu-central-1"))))
            assertThat(codes(judge.rule(
                            crossing("audit", to, there, new LegalBasisClaim.Territory(), "k2", Duration.ofHours(1)))))
                    .containsExactly("not_adequate");
    }

    @Test
    void betweenCellsOfOneJurisdictionTheTopologyPermits() {
        var to = new Destination.ToRegion(new RegionId("eu-central-1"));
        var ruling = judge.rule(crossing(
                "audit",
                to,
                TestRules.atHome(TestRules.IRELAND),
                new LegalBasisClaim.Territory(),
                "k2",
                Duration.ofHours(1)));
        assertThat(ruling)
                .isInstanceOfSatisfying(
                        Ruling.Permitted.class, p -> assertThat(p.legalBasis()).isEqualTo(LegalBasis.INSIDE));
    }

    @Test
    void everyReasonIsNamedAtOnce() {
        var actor = new Actor("k1", Actor.Kind.OPERATOR, US);
        var ruling = judge.rule(crossing(
                "advertising",
                new Destination.ToCountry(new CountryCode("IN"), new Recipient("acme")),
                actor,
                new LegalBasisClaim.Instrument("scc-old"),
                "k1",
                Duration.ofDays(30)));
        assertThat(codes(ruling))
                .contains(
                        "purpose_refused",
                        "self_approved",
                        "too_long",
                        "not_adequate",
                        "instrument_revoked",
                        "instrument_not_for_country",
                        "instrument_not_for_purpose");
    }

    @Test
    void aPersonsMoveCarriesOnlyThemAndOnlyToTheirNewHome() {
        var toVirginia = new Destination.ToRegion(VIRGINIA);
        var actor = TestRules.atHome(TestRules.IRELAND);
        var today = LocalDate.of(2026, 11, 20);
        var good = new LegalBasisClaim.ResidenceChange(home("us-east-1", today));
        var hour = Duration.ofHours(1);
        assertThat(judge.rule(crossing("residence_change", toVirginia, actor, good, "k2", hour)))
                .isInstanceOfSatisfying(
                        Ruling.Permitted.class, p -> assertThat(p.legalBasis()).isEqualTo(LegalBasis.RESIDENCE_CHANGE));
        var elsewhere = new LegalBasisClaim.ResidenceChange(home("uk", today));
        var later = new LegalBasisClaim.ResidenceChange(home("us-east-1", today.plusDays(1)));
        var staying = new LegalBasisClaim.ResidenceChange(
                new HomeRegion.Resolved(new RegionId("us-east-1"), US, new Standing.Stay(), explanation(today)));
        var ofAnother = new LegalBasisClaim.ResidenceChange(new HomeRegion.Resolved(
                new RegionId("us-east-1"),
                US,
                new Standing.MoveDue(new RegionId("uk"), today, Standing.Reason.EVIDENCE),
                explanation(today)));
        for (var bad : List.of(elsewhere, later, staying, ofAnother))
            assertThat(codes(judge.rule(crossing("residence_change", toVirginia, actor, bad, "k2", hour))))
                    .contains("not_a_move");
        assertThat(codes(judge.rule(crossing("audit", toVirginia, actor, good, "k2", hour))))
                .contains("not_a_move");
        var fromIndia = new Actor("job", Actor.Kind.SYSTEM, new CountryCode("IN"));
        assertThat(codes(judge.rule(crossing("residence_change", toVirginia, fromIndia, good, "k2", hour))))
                .contains("not_a_move");
    }

    @Test
    void whenHomesChangeEverybodyOfTheCountryMayMove() {
        var toVirginia = new Destination.ToRegion(VIRGINIA);
        var actor = TestRules.atHome(TestRules.IRELAND);
        var since = LocalDate.of(2018, 5, 25);
        var hour = Duration.ofHours(1);
        var placed = new LegalBasisClaim.HomesChanged(new CountryCode("MX"), since);
        assertThat(judge.rule(crossing("residence_change", toVirginia, actor, placed, "k2", hour)))
                .isInstanceOf(Ruling.Permitted.class);
        var notThere = new LegalBasisClaim.HomesChanged(new CountryCode("FR"), since);
        var notYet = new LegalBasisClaim.HomesChanged(new CountryCode("MX"), LocalDate.of(2027, 1, 1));
        for (var bad : List.of(notThere, notYet))
            assertThat(codes(judge.rule(crossing("residence_change", toVirginia, actor, bad, "k2", hour))))
                    .contains("not_a_move");
    }

    @Test
    void aPassageEndsWithItsBasis() {
        var lastHours = Instant.parse("2027-03-31T12:00:00Z");
        var crossing = TestRules.toAcme(lastHours, 1);
        var longer = new Crossing(
                crossing.purpose(),
                crossing.data(),
                crossing.from(),
                crossing.to(),
                crossing.actor(),
                crossing.basis(),
                1,
                null,
                lastHours,
                lastHours.plus(Duration.ofHours(48)));
        assertThat(judge.rule(longer))
                .isInstanceOfSatisfying(
                        Ruling.Permitted.class, p -> assertThat(p.expires()).isEqualTo("2027-04-01T00:00:00Z"));
    }

    /** Whatever is asked: a permission stands on something valid that day, a refusal says why. */
    @Test
    void nothingIsPermittedWithoutABasisOfThatDay() {
        var random = new Random(20261124);
        var codes = Locale.getISOCountries();
        var regions = TestRules.TOPOLOGY.regions();
        var purposes =
                List.of("audit", "legal_claims", "moderation_review", "residence_change", "advertising", "other");
        var recipients = List.of("acme", "frame-co", "shield-co", "bridge-co", "maple-co", "anyone");
        int permitted = 0;
        for (int i = 0; i < 100_000; i++) {
            var from = regions.get(random.nextInt(regions.size()));
            var date = LocalDate.of(2018, 5, 25).plusDays(random.nextInt(5000));
            var country = new CountryCode(random.nextInt(4) == 0 ? "US" : codes[random.nextInt(codes.length)]);
            var reader = random.nextBoolean() ? from.location() : new CountryCode(codes[random.nextInt(codes.length)]);
            LegalBasisClaim claim = switch (random.nextInt(5)) {
                case 0 -> new LegalBasisClaim.Instrument(random.nextBoolean() ? "scc-acme" : "scc-old");
                case 1 -> new LegalBasisClaim.Derogation("e", "x".repeat(random.nextInt(40)), "");
                case 2 -> new LegalBasisClaim.ForeignOrder("o");
                default -> new LegalBasisClaim.Territory();
            };
            var at = TestRules.noon(date);
            var crossing = new Crossing(
                    new Purpose(purposes.get(random.nextInt(purposes.size()))),
                    EnumSet.of(DataKind.values()[random.nextInt(DataKind.values().length)]),
                    from.id(),
                    new Destination.ToCountry(
                            country, new Recipient(recipients.get(random.nextInt(recipients.size())))),
                    new Actor("k1", Actor.Kind.OPERATOR, reader),
                    claim,
                    1 + random.nextInt(8),
                    random.nextBoolean() ? "k2" : null,
                    at,
                    at.plusSeconds(60));
            switch (judge.rule(crossing)) {
                case Ruling.Refused(var reasons) -> assertThat(reasons).isNotEmpty();
                case Ruling.Permitted p -> {
                    permitted++;
                    assertThat(rules.refused()).doesNotContainKey(crossing.purpose());
                    assertThat(rules.purposes().get(crossing.purpose())).containsAll(crossing.data());
                    assertStands(p, crossing, date, country, reader);
                }
            }
        }
        assertThat(permitted).isGreaterThan(1_000);
    }

    private void assertStands(
            Ruling.Permitted p, Crossing crossing, LocalDate date, CountryCode country, CountryCode reader) {
        boolean european = TestRules.TOPOLOGY
                .region(crossing.from())
                .orElseThrow()
                .jurisdiction()
                .eea();
        if (!european) return;
        var territories = TestRules.TOPOLOGY.territories();
        for (var place : List.of(country, reader)) {
            boolean inside = territories.rowOn(place, date).isEeaSide();
            boolean bridge = place.value().equals("GB") && date.getYear() == 2021;
            boolean adequate = territories.adequacy(place, date).isPresent() || bridge;
            boolean named = p.legalBasis() == LegalBasis.SAFEGUARDS
                            && crossing.basis() instanceof LegalBasisClaim.Instrument(var id)
                            && rules.instruments().get(id).days().covers(date)
                            && rules.instruments().get(id).countries().contains(place)
                    || p.legalBasis() == LegalBasis.DEROGATION
                            && crossing.basis() instanceof LegalBasisClaim.Derogation
                            && crossing.approver() != null;
            assertThat(inside || adequate || named).as("%s %s", place, crossing).isTrue();
        }
    }
}
