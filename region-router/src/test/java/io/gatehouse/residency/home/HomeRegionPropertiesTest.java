package io.gatehouse.residency.home;

import static io.gatehouse.residency.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.Seeds;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.residency.region.Vectors;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds of every resolution, whatever the evidence. */
class HomeRegionPropertiesTest {
    private static final LocalDate BEGIN = LocalDate.parse("2019-06-01");
    private static final int DAYS = 900;
    private static final List<String> COUNTRIES =
            List.of("IE", "DE", "US", "SG", "GB", "CN", "NC", "CH", "SX", "MF", "XK", "MA");
    private static final List<String> EEA = List.of("IE", "DE", "SE", "MF");

    private static final Topology TOPOLOGY = Topology.load(Vectors.shippedResidency());
    private static final ResidenceRules RULES = ResidenceRules.load(Vectors.shippedResidency());
    private final HomeRegionResolver resolver = new HomeRegionResolver(TOPOLOGY, RULES);

    /** Somebody, somewhere, and the moment asked about. */
    private record Life(
            List<ResidenceEvidence> evidence,
            PersonFacts facts,
            @Nullable CurrentHome home,
            Instant asOf) {
        Life with(ResidenceEvidence more) {
            var all = new ArrayList<>(evidence);
            all.add(more);
            return new Life(all, facts, home, asOf);
        }

        Life at(Instant moment) {
            return new Life(evidence, facts, home, moment);
        }
    }

    private HomeRegion resolve(Life life) {
        return life.home() == null
                ? resolver.resolve(life.evidence(), life.facts(), life.asOf())
                : resolver.resolve(life.evidence(), life.facts(), life.home(), life.asOf());
    }

    @Test
    void theOrderOfEvidenceNeverMatters() {
        forAll(3_000, random -> {
            var life = life(random);
            var shuffled = new ArrayList<>(life.evidence());
            Collections.shuffle(shuffled, Random.from(random));
            assertThat(resolve(new Life(shuffled, life.facts(), life.home(), life.asOf())))
                    .isEqualTo(resolve(life));
        });
    }

    @Test
    void theSameQuestionHasTheSameAnswerEverywhere() {
        forAll(1_000, random -> {
            var life = life(random);
            var first = resolve(life);
            assertThat(resolve(life)).isEqualTo(first);
            assertThat(resolve(new Life(twice(life.evidence()), life.facts(), life.home(), life.asOf())))
                    .isEqualTo(first);
        });
    }

    private static List<ResidenceEvidence> twice(List<ResidenceEvidence> evidence) {
        var twice = new ArrayList<>(evidence);
        twice.addAll(evidence);
        return twice;
    }

    @Test
    void anOlderObservationOfTheSameKindAndCountryChangesNothing() {
        forAll(5_000, random -> {
            var life = life(random);
            if (life.evidence().isEmpty()) return;
            var known = life.evidence().get(random.nextInt(life.evidence().size()));
            var older = known.observedAt().minus(Duration.ofHours(1 + random.nextInt(400 * 24)));
            var told = known.knownAt().plus(Duration.ofHours(random.nextInt(100 * 24)));
            var more = life.with(new ResidenceEvidence(known.kind(), known.country(), older, told));
            assertThat(outcome(resolve(more))).isEqualTo(outcome(resolve(life)));
        });
    }

    @Test
    void moreEvidenceForTheEeaNeverTakesAnybodyOutOfIt() {
        forAll(20_000, random -> {
            var life = life(random);
            // Who lives outside may enter a little later when two countries inside are named; that takes nobody out.
            if (life.home() != null && !isEea(life.home().region())) return;
            if (!(resolve(life) instanceof HomeRegion.Resolved before) || !isEea(before.region())) return;
            var more = life;
            for (int i = random.nextInt(3); i >= 0; i--)
                more = more.with(observation(random, EEA.get(random.nextInt(EEA.size()))));
            if (resolve(more) instanceof HomeRegion.Resolved after)
                assertThat(isEea(after.region())).as(more + "\n" + after).isTrue();
        });
    }

    @Test
    void aNetworkLocationAloneNamesNoHome() {
        forAll(5_000, random -> {
            var life = life(random);
            var named = new ArrayList<CountryCode>();
            life.evidence().stream().filter(each -> each.kind().decides()).forEach(each -> named.add(each.country()));
            if (life.home() != null) named.add(life.home().country());
            if (resolve(life) instanceof HomeRegion.Resolved resolved)
                assertThat(named).contains(resolved.country());
        });
    }

    @Test
    void aNetworkLocationOfAPlaceThatNothingElseNamesIsAsIfItWereNotThere() {
        forAll(5_000, random -> {
            var life = life(random);
            var place = new CountryCode("BR");
            var more = life.with(new ResidenceEvidence(EvidenceKind.IP, place, moment(random)));
            // Among other network locations it breaks a stretch, and alone it is another reason for no home.
            if (life.evidence().stream().anyMatch(each -> each.kind() == EvidenceKind.IP)) return;
            if (resolve(life) instanceof HomeRegion.Resolved resolved)
                assertThat(outcome(resolve(more))).isEqualTo(outcome(resolved));
            else assertThat(resolve(more)).isInstanceOf(HomeRegion.Unresolved.class);
        });
    }

    @Test
    void aMinorLeavesTheEeaOnlyOnVerifiedEvidence() {
        forAll(20_000, random -> {
            var life = life(random);
            if (life.home() == null || life.facts().holder() == Holder.BUSINESS) return;
            var minor = new Life(life.evidence(), new PersonFacts(Age.MINOR, Holder.PERSON), life.home(), life.asOf());
            if (!isEea(life.home().region())
                    || !(resolve(minor) instanceof HomeRegion.Resolved resolved)
                    || isEea(resolved.region())) return;
            assertThat(minor.evidence())
                    .anyMatch(each -> each.kind() == EvidenceKind.VERIFIED
                            && each.country().equals(resolved.country())
                            && !each.knownAt().isAfter(minor.asOf()));
        });
    }

    /** Against a model that asks about every single day. */
    @Test
    void aChangeIsDueSinceTheFirstOfUnbrokenDays() {
        int[] changes = {0};
        forAll(1_500, random -> {
            var life = life(random);
            if (!(resolve(life) instanceof HomeRegion.Resolved resolved)) return;
            LocalDate since = switch (resolved.standing()) {
                case Standing.First _, Standing.Stay _ -> null;
                case Standing.CountryChange change -> change.since();
                case Standing.MoveDue due -> due.since();
            };
            if (since == null) return;
            changes[0]++;
            var day = LocalDate.ofInstant(life.asOf(), ZoneOffset.UTC);
            while (day.isAfter(life.home().since()) && isSame(resolved, life, day.minusDays(1))) day = day.minusDays(1);
            assertThat(since).isEqualTo(day);
        });
        if (Long.getLong("property.seed") == null) assertThat(changes[0]).isGreaterThan(Seeds.ofAll(80));
    }

    private boolean isSame(HomeRegion.Resolved resolved, Life life, LocalDate day) {
        return resolve(life.at(HomeRegionResolver.endOf(day))) instanceof HomeRegion.Resolved then
                && then.region().equals(resolved.region())
                && then.country().equals(resolved.country());
    }

    private static boolean isEea(RegionId region) {
        return TOPOLOGY.region(region).orElseThrow().jurisdiction().eea();
    }

    private static String outcome(HomeRegion home) {
        return switch (home) {
            case HomeRegion.Resolved resolved ->
                resolved.region() + " " + resolved.country() + " " + resolved.standing();
            case HomeRegion.Unresolved unresolved -> unresolved.reason().name();
        };
    }

    private static Life life(RandomGenerator random) {
        var evidence = new ArrayList<ResidenceEvidence>();
        // Few countries in one life, so that they hold, conflict and replace each other.
        var countries = List.of(country(random), country(random), country(random));
        for (int i = random.nextInt(14); i > 0; i--)
            evidence.add(observation(random, countries.get(random.nextInt(countries.size()))));
        var facts = new PersonFacts(
                Age.values()[random.nextInt(3)], random.nextInt(8) == 0 ? Holder.BUSINESS : Holder.PERSON);
        var country = new CountryCode(countries.getFirst());
        var since = BEGIN.plusDays(random.nextInt(DAYS / 2));
        var home = random.nextInt(4) == 0
                ? null
                : TOPOLOGY.homeOf(country, since)
                        .map(row -> new CurrentHome(row.region(), country, since))
                        .orElse(null);
        var asOf = since.plusDays(random.nextInt(DAYS))
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        return new Life(evidence, facts, home, asOf.plus(Duration.ofMinutes(random.nextInt(24 * 60))));
    }

    private static String country(RandomGenerator random) {
        return COUNTRIES.get(random.nextInt(COUNTRIES.size()));
    }

    private static ResidenceEvidence observation(RandomGenerator random, String country) {
        var kind = EvidenceKind.values()[random.nextInt(EvidenceKind.values().length)];
        var observed = moment(random);
        var told = random.nextInt(4) == 0 ? observed.plus(Duration.ofDays(random.nextInt(200))) : observed;
        return new ResidenceEvidence(kind, new CountryCode(country), observed, told);
    }

    /** Sometimes the very same moment as another one. */
    private static Instant moment(RandomGenerator random) {
        var day = BEGIN.plusDays(random.nextInt(DAYS))
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        return random.nextInt(3) == 0 ? day.plus(Duration.ofHours(random.nextInt(24))) : day;
    }
}
