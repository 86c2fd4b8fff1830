package io.gatehouse.moderation.comparison;

import static io.gatehouse.moderation.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.policy.Loaded;
import io.gatehouse.moderation.policy.PolicyLoader;
import io.gatehouse.moderation.policy.PolicySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverageTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    private static final String POLICY = """
            policy: test
            title: Test norm
            clause: Rules 1
            category: hate
            purpose: terms
            ground:
              incompatible: "Rules 1: be kind"
              dsa_category: STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH
              keywords: [KEYWORD_HATE_SPEECH]
            banks:
              - { id: inner, provenance: test, words: [zorkle] }
              - { id: outer, provenance: test, words: [blimpish], include: [inner] }
              - { id: idle, provenance: test, words: [frumple], include: [inner] }
              - { id: german, provenance: test, language: de, words: [quengel] }
            rules:
              - id: broad
                when: { bank: outer }
                then: { verdict: review, severity: 2 }
                examples: { match: [ "a zorkle" ], no_match: [ "a chair" ] }
              - id: narrow
                when: { phrase: "zorkle" }
                then: { verdict: label, severity: 2 }
                examples: { match: [ "a zorkle" ], no_match: [ "a chair" ] }
              - id: stricter
                when: { phrase: "green zorkle" }
                then: { verdict: review, hold: true, severity: 2 }
                examples: { match: [ "a green zorkle" ], no_match: [ "a chair" ] }
              - id: german
                when: { bank: german }
                then: { verdict: label, severity: 2 }
                examples: { match: [ { text: "ein Quengel", language: de } ], no_match: [ "ein Stuhl" ] }
            """;

    @TempDir
    Path directory;

    private PolicySet policies() throws IOException {
        return policies(POLICY);
    }

    private PolicySet policies(String text) throws IOException {
        Files.createDirectories(directory.resolve("content"));
        Files.writeString(directory.resolve("VERSION"), "1\n");
        Files.writeString(
                directory.resolve("surfaces.yaml"), "surfaces:\n  comment: { on_failure: review, deadline: 500ms }\n");
        Files.writeString(directory.resolve("content/test.yaml"), text);
        return ((Loaded.Compiled) PolicyLoader.load(directory, Set.of(), Set.of("en", "de"))).policies();
    }

    private static NavigableSet<String> rules(String... rules) {
        return new TreeSet<>(List.of(rules));
    }

    @Test
    void findsWhatNeverMatchesWhatAgreesAndWhatIsShadowed() throws IOException {
        var coverage = new Coverage();
        coverage.add("comment", "en", rules("broad", "narrow"));
        coverage.add("comment", "en", rules("broad", "narrow", "stricter"));
        coverage.add("comment", "en", rules("broad"));
        coverage.add("comment", "en", rules());
        var report = CoverageReport.of(policies(), coverage, 1, TODAY);
        assertThat(report.neverMatched()).containsExactly(new CoverageReport.Never("german", "no message was in de"));
        assertThat(report.shadowed())
                .as("the stricter one adds something")
                .containsExactly(new CoverageReport.Shadow("narrow", 2, "broad", 3, true));
        assertThat(report.alwaysAgree()).isEmpty();
        assertThat(CoverageReport.of(policies(), coverage, 3, TODAY).shadowed())
                .as("too few matches say nothing")
                .isEmpty();
    }

    @Test
    void rulesThatMatchTheSameMessagesAgreeOnce() throws IOException {
        var coverage = new Coverage();
        for (int i = 0; i < 3; i++) coverage.add("comment", "en", rules("broad", "narrow"));
        var report = CoverageReport.of(policies(), coverage, 3, TODAY);
        assertThat(report.alwaysAgree()).containsExactly(new CoverageReport.Agreement("broad", "narrow", 3));
        assertThat(report.shadowed()).isEmpty();
    }

    @Test
    void tellsBanksOfWordsAndOfDomainsThatExpire() throws IOException {
        var day = LocalDate.of(2026, 12, 1);
        var policies = policies(POLICY.replace("words: [frumple],", "words: [frumple], expires: 2026-12-01,")
                .replace(
                        "rules:",
                        "  - { id: sites, provenance: test, domains: [evil.example], expires: 2026-12-02 }\nrules:"));
        assertThat(Expiring.of(policies, day))
                .extracting(bank -> bank.bank() + " " + bank.expired() + " " + bank.source())
                .containsExactly("idle false content/test.yaml:13", "sites false content/test.yaml:15");
        assertThat(Expiring.of(policies, day.plusDays(1)))
                .extracting(Expiring::expired)
                .containsExactly(true, false);
        assertThat(Expiring.of(policies, day.minusDays(40))).isEmpty();
    }

    @Test
    void aBankOfDomainsThatNoRuleNamesIsUnused() throws IOException {
        var policies = policies(
                POLICY.replace("rules:", "  - { id: sites, provenance: test, domains: [evil.example] }\nrules:"));
        assertThat(Dependencies.of(policies).unusedBanks()).containsExactly("idle", "sites");
    }

    @Test
    void followsBanksThroughWhatTheyInclude() throws IOException {
        var dependencies = Dependencies.of(policies());
        assertThat(dependencies.banksOfRule()).containsOnlyKeys("broad", "german");
        assertThat(dependencies.inclusions()).containsEntry("outer", List.of("inner"));
        assertThat(dependencies.unusedBanks()).as("inner is reached").containsExactly("idle");
    }

    @Test
    void companionsAreWhatAnExactCountSays() {
        forAll(100, random -> {
            Map<String, Set<Integer>> matches = new TreeMap<>();
            var parts = List.of(new Coverage(), new Coverage());
            for (int message = 0; message < 20; message++) {
                var matched = new TreeSet<String>();
                for (int i = random.nextInt(4); i > 0; i--) matched.add("r" + random.nextInt(5));
                for (String rule : matched)
                    matches.computeIfAbsent(rule, _ -> new TreeSet<>()).add(message);
                parts.get(random.nextInt(2)).add("comment", "en", matched);
            }
            var coverage = new Coverage().add(parts.get(1)).add(parts.get(0));
            matches.forEach((rule, in) -> {
                var expected = new ArrayList<String>();
                matches.forEach((other, there) -> {
                    if (!other.equals(rule) && there.containsAll(in)) expected.add(other);
                });
                assertThat(coverage.companions(rule)).containsExactlyElementsOf(expected);
                assertThat(coverage.matches(rule)).isEqualTo(in.size());
            });
        });
    }

    /** Pairs would be 3.2 billion; what is kept is a few names a rule. */
    @Test
    void holdsAHundredThousandRules() {
        var coverage = new Coverage();
        var random = new java.util.SplittableRandom(1);
        for (int message = 0; message < 100_000; message++) {
            var matched = new TreeSet<String>();
            for (int i = 0; i < 8; i++) matched.add("rule." + random.nextInt(100_000));
            coverage.add("comment", "en", matched);
        }
        long kept = coverage.matches().keySet().stream()
                .mapToLong(rule -> coverage.companions(rule).size())
                .sum();
        assertThat(coverage.matches()).hasSizeGreaterThan(99_000);
        assertThat(kept).isLessThan(10_000);
    }
}
