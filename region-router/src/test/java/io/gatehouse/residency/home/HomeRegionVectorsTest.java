package io.gatehouse.residency.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.region.ConfigurationFault;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.residency.region.Vectors;
import io.gatehouse.residency.region.YamlFile;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The published vectors of {@code policies/residency/vectors/home-regions.yaml}, whose head says how to read them. */
class HomeRegionVectorsTest {
    private static final HomeRegionResolver RESOLVER = new HomeRegionResolver(
            Topology.load(Vectors.shippedResidency()), ResidenceRules.load(Vectors.shippedResidency()));

    private final List<ConfigurationFault> faults = new ArrayList<>();
    private final List<YamlFile.Fields> vectors = new YamlFile("home-regions.yaml", faults)
            .read(Vectors.shippedResidency().resolve("vectors/home-regions.yaml"))
            .orElseThrow()
            .mappings("vectors");

    @TestFactory
    Stream<DynamicTest> resolvesEveryVector() {
        return vectors.stream()
                .map(vector -> DynamicTest.dynamicTest(
                        text(vector, "id") + " line " + vector.line() + ": "
                                + vector.optionalText("about").orElse(""),
                        () -> check(vector)));
    }

    @Test
    void thereAreManyAndTheirIdsDiffer() {
        var ids = new HashSet<String>();
        for (var vector : vectors)
            assertThat(ids.add(text(vector, "id"))).as(text(vector, "id")).isTrue();
        assertThat(ids).hasSizeGreaterThanOrEqualTo(120);
    }

    private void check(YamlFile.Fields vector) {
        vector.allowOnly(Set.of("id", "about", "as_of", "holder", "home", "evidence", "expect"));
        var expected = vector.mapping("expect").orElseThrow();
        expected.allowOnly(Set.of(
                "region", "country", "outcome", "since", "reason", "unresolved", "rule", "change_rule", "review"));
        var found = resolve(vector);
        var explanation = found.explanation();
        switch (found) {
            case HomeRegion.Resolved resolved -> {
                assertThat(resolved.region().value()).isEqualTo(text(expected, "region"));
                assertThat(resolved.country().value()).isEqualTo(text(expected, "country"));
                check(resolved.standing(), expected);
                assertThat(explanation.home()).isPresent();
                assertThat(explanation.territory()).isPresent();
            }
            case HomeRegion.Unresolved unresolved ->
                assertThat(unresolved.reason().wireName())
                        .isEqualTo(expected.optionalText("unresolved").orElse("a region"));
        }
        assertThat(explanation.rule().wireName()).isEqualTo(text(expected, "rule"));
        assertThat(explanation.change().map(change -> change.id())).isEqualTo(expected.optionalText("change_rule"));
        assertThat(explanation.needsReview()).as("review").isEqualTo(expected.flag("review"));
        assertThat(faults).isEmpty();
    }

    private static void check(Standing standing, YamlFile.Fields expected) {
        assertThat(standing.wireName()).isEqualTo(text(expected, "outcome"));
        var since = expected.optionalParsed("since", LocalDate::parse);
        switch (standing) {
            case Standing.First _, Standing.Stay _ -> assertThat(since).isEmpty();
            case Standing.CountryChange change -> assertThat(since).contains(change.since());
            case Standing.MoveDue due -> {
                assertThat(since).contains(due.since());
                assertThat(due.reason().wireName()).isEqualTo(text(expected, "reason"));
            }
        }
    }

    private static HomeRegion resolve(YamlFile.Fields vector) {
        var asOf = HomeRegionResolver.endOf(
                vector.parsed("as_of", LocalDate::parse).orElseThrow());
        var evidence = vector.texts("evidence").stream()
                .map(text -> evidence(text.value()))
                .toList();
        var facts =
                vector.optionalText("holder").map(HomeRegionVectorsTest::facts).orElse(PersonFacts.UNKNOWN);
        Optional<YamlFile.Fields> home = vector.has("home") ? vector.mapping("home") : Optional.empty();
        return home.isPresent()
                ? RESOLVER.resolve(evidence, facts, current(home.get()), asOf)
                : RESOLVER.resolve(evidence, facts, asOf);
    }

    private static CurrentHome current(YamlFile.Fields home) {
        return new CurrentHome(
                new RegionId(text(home, "region")),
                new CountryCode(text(home, "country")),
                home.parsed("since", LocalDate::parse).orElseThrow());
    }

    private static PersonFacts facts(String text) {
        return text.equals("business")
                ? new PersonFacts(Age.UNKNOWN, Holder.BUSINESS)
                : new PersonFacts(Age.valueOf(text.toUpperCase(Locale.ROOT)), Holder.PERSON);
    }

    /** {@code kind country observed [told date]}. */
    static ResidenceEvidence evidence(String text) {
        var words = text.split(" ");
        var observed = startOf(words[2]);
        return new ResidenceEvidence(
                EvidenceKind.ofWireName(words[0]).orElseThrow(),
                new CountryCode(words[1]),
                observed,
                words.length == 5 && words[3].equals("told") ? startOf(words[4]) : observed);
    }

    private static Instant startOf(String date) {
        return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static String text(YamlFile.Fields fields, String name) {
        return fields.text(name).orElseThrow(() -> new AssertionError("line " + fields.line() + " has no " + name));
    }
}
