package io.gatehouse.residency.home;

import static io.gatehouse.residency.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.residency.region.Vectors;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountProfileTest {
    private static final Instant FIRST_DAY = Instant.parse("2026-01-10T12:00:00Z");
    private static final PersonFacts ADULT = new PersonFacts(Age.ADULT, Holder.PERSON);
    private static final RegionId IRELAND = new RegionId("eu-west-1");
    private static final RegionId VIRGINIA = new RegionId("us-east-1");

    private final HomeRegionResolver resolver = new HomeRegionResolver(
            Topology.load(Vectors.shippedResidency()), ResidenceRules.load(Vectors.shippedResidency()));

    private static List<ResidenceEvidence> evidence(String... texts) {
        return Stream.of(texts).map(HomeRegionVectorsTest::evidence).toList();
    }

    private AccountProfile irish() {
        var evidence = evidence("declared IE 2026-01-01 told 2026-01-10", "sim IE 2026-01-05 told 2026-01-10");
        var resolved = (HomeRegion.Resolved) resolver.resolve(evidence, ADULT, FIRST_DAY);
        return AccountProfile.first("u-17", ADULT, evidence, resolved, IRELAND, FIRST_DAY);
    }

    private static Instant end(String date) {
        return HomeRegionResolver.endOf(LocalDate.parse(date));
    }

    @Test
    void isReadAsItWasWritten() {
        var profile = irish().with(new PersonFacts(Age.MINOR, Holder.BUSINESS), FIRST_DAY.plusSeconds(9))
                .movedTo(
                        VIRGINIA,
                        new CountryCode("US"),
                        HomePeriod.Cause.EVIDENCE,
                        List.of("because"),
                        end("2026-03-01"));
        assertThat(AccountProfile.ofJson(profile.toJson())).isEqualTo(profile);
        assertThat(profile.toJson())
                .isEqualTo(AccountProfile.ofJson(profile.toJson()).toJson());
    }

    @Test
    void readsProfilesOfTheFirstFormat() {
        var old = "{\"id\":\"u-1\",\"country\":\"IE\",\"indicated_region\":\"eu-west-1\",\"needs_review\":false,"
                + "\"residence\":[{\"kind\":\"declared\",\"country\":\"IE\",\"observed_at\":\"2026-01-01T00:00:00Z\"}],"
                + "\"explanation\":[\"as of 2026-01-02: agreed\"]}";
        var profile = AccountProfile.ofJson(old.getBytes(StandardCharsets.UTF_8));
        assertThat(profile.home())
                .isEqualTo(new HomePeriod(
                        IRELAND,
                        new CountryCode("IE"),
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Optional.empty(),
                        HomePeriod.Cause.FIRST,
                        List.of("as of 2026-01-02: agreed")));
        assertThat(profile.residence()).isEqualTo(evidence("declared IE 2026-01-01"));
        assertThat(profile.person()).isEqualTo(PersonFacts.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"v\":3}", "{\"v\":2,\"id\":\"u\"}", "no json"})
    void refusesWhatIsNoProfileWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> AccountProfile.ofJson(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("no json");
    }

    @Test
    void answersAboutThePastByWhatWasKnownThen() {
        var moved = irish().with(evidence(
                "declared US 2026-03-01 told 2026-03-02",
                "payment US 2026-03-05",
                "payment US 2026-06-10",
                "declared BR 2026-03-03 told 2026-08-01"));
        assertThat(moved.resolve(resolver, end("2026-01-09"))).isInstanceOf(HomeRegion.Unresolved.class);
        assertThat(moved.homeAt(end("2026-01-09"))).isEmpty();
        assertThat(moved.homeAt(FIRST_DAY)).contains(moved.home());
        assertThat(moved.moveDue(resolver, LocalDate.parse("2026-06-09"))).isEmpty();
        var due = moved.moveDue(resolver, LocalDate.parse("2026-06-10")).orElseThrow();
        assertThat(due.standing())
                .isEqualTo(new Standing.MoveDue(IRELAND, LocalDate.parse("2026-06-10"), Standing.Reason.EVIDENCE));
        var american = moved.movedTo(due, end("2026-06-11"));
        assertThat(american.home().region()).isEqualTo(VIRGINIA);
        assertThat(american.homeAt(end("2026-06-10")).orElseThrow().region()).isEqualTo(IRELAND);
        assertThat(american.homeAt(end("2026-06-12")).orElseThrow().region()).isEqualTo(VIRGINIA);
        // What was due then is told as it was due then, by the home of then.
        assertThat(((HomeRegion.Resolved) american.resolve(resolver, end("2026-06-10"))).standing())
                .isEqualTo(due.standing());
        assertThat(american.home().why()).isEqualTo(due.explanation().sentences());
    }

    @Test
    void rememberSinceWhenSomethingIsAssertedAboutTheHolder() {
        var minor = irish().with(new PersonFacts(Age.MINOR, Holder.PERSON), end("2026-02-01"));
        assertThat(minor.personAt(end("2026-01-31"))).isEqualTo(ADULT);
        assertThat(minor.personAt(end("2026-02-01")).age()).isEqualTo(Age.MINOR);
        assertThat(minor.with(minor.person(), end("2026-02-02"))).isSameAs(minor);
    }

    @Test
    void aHomeNeverBeginsBeforeTheOneBeforeIt() {
        var moved =
                irish().movedTo(VIRGINIA, new CountryCode("US"), HomePeriod.Cause.EVIDENCE, List.of(), Instant.EPOCH);
        assertThat(moved.home().from()).isEqualTo(FIRST_DAY);
        assertThat(moved.homeAt(FIRST_DAY)).contains(moved.home());
    }

    @Test
    void keepsTheSameObservationOnceAndAsItWasFirstReceived() {
        var profile = irish();
        assertThat(profile.with(evidence("sim IE 2026-01-05 told 2026-02-01"))).isSameAs(profile);
        var evening = new ResidenceEvidence(
                EvidenceKind.SIM, new CountryCode("IE"), Instant.parse("2026-01-05T21:00:00Z"), FIRST_DAY);
        assertThat(profile.with(List.of(evening))).isSameAs(profile);
        var noon = new ResidenceEvidence(
                EvidenceKind.VERIFIED, new CountryCode("US"), Instant.parse("2026-01-05T12:00:00Z"), FIRST_DAY);
        assertThat(profile.with(List.of(noon, evening)).residence())
                .as("news, because another country was named in between")
                .hasSize(4);
    }

    @Test
    void keepsTheEndsOfStretchesWhenThereIsTooMuch() {
        var profile = irish();
        for (int day = 0; day < 300; day++) {
            var at = Instant.parse("2026-01-11T00:00:00Z").plus(day, ChronoUnit.DAYS);
            var country = new CountryCode(day < 100 ? "IE" : "US");
            profile = profile.with(List.of(new ResidenceEvidence(EvidenceKind.SIM, country, at)));
        }
        assertThat(profile.residence()).hasSize(KeptEvidence.MAX_KEPT);
        assertThat(profile.residence())
                .contains(evidence("declared IE 2026-01-01 told 2026-01-10").getFirst())
                .contains(evidence("sim IE 2026-01-05 told 2026-01-10").getFirst())
                .contains(evidence("sim IE 2026-04-20").getFirst())
                .contains(evidence("sim US 2026-04-21").getFirst())
                .contains(evidence("sim US 2026-11-06").getFirst());
        assertThat(profile.thinnedUntil()).isPresent();
        assertThat(profile.toJson().length).isLessThan(16_000);
    }

    /** What is dropped for the limit, from inside a stretch, does not change what the rules say now. */
    @Test
    void thinningChangesNothingNow() {
        forAll(300, random -> {
            var all = new ArrayList<ResidenceEvidence>();
            var at = Instant.parse("2024-01-01T00:00:00Z");
            String[] countries = {"IE", "US"};
            int country = 0;
            while (all.size() < 120) {
                at = at.plus(1 + random.nextInt(9), ChronoUnit.DAYS);
                if (random.nextInt(60) == 0) country = 1 - country;
                var kind = random.nextBoolean() ? EvidenceKind.SIM : EvidenceKind.PAYMENT;
                all.add(new ResidenceEvidence(kind, new CountryCode(countries[country]), at));
            }
            all.add(new ResidenceEvidence(
                    EvidenceKind.DECLARED, new CountryCode("US"), Instant.parse("2024-06-01T00:00:00Z")));
            var kept = KeptEvidence.of(all);
            assertThat(kept.evidence()).hasSize(KeptEvidence.MAX_KEPT);
            var home = new CurrentHome(IRELAND, new CountryCode("IE"), LocalDate.parse("2024-01-01"));
            var thinned = resolver.resolve(kept.evidence(), ADULT, home, at);
            var whole = resolver.resolve(all, ADULT, home, at);
            assertThat(thinned.explanation().scores())
                    .isEqualTo(whole.explanation().scores());
            assertThat(thinned.explanation().attempts())
                    .isEqualTo(whole.explanation().attempts());
        });
    }
}
