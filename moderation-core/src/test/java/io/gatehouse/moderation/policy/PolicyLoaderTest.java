package io.gatehouse.moderation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.comparison.Dependencies;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.match.RuleTimes;
import io.gatehouse.moderation.rule.Consequence;
import io.gatehouse.moderation.rule.PiiKind;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.rule.SurfaceRule;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.verdict.EnforcementAction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyLoaderTest {
    private static final String HEAD = """
        policy: test
        title: Test
        clause: Rules 1
        category: hate
        purpose: terms
        ground: { incompatible: "Rules 1", dsa_category: STATEMENT_CATEGORY_VIOLENCE, keywords: [KEYWORD_OTHER] }
        banks:
          - { id: words, provenance: test, words: [blorgit] }
          - { id: known.media, provenance: test, digests: [ %s ] }
        """.formatted("ab".repeat(32));

    private static final String RULE = """
        rules:
          - id: test.rule
            when: { bank: words }
            then: { verdict: review }
            examples: { match: [ "a blorgit" ], no_match: [ "hello" ] }
        """;

    @TempDir
    private Path directory;

    @BeforeEach
    void writeTheRest() throws IOException {
        Files.createDirectory(directory.resolve("content"));
        Files.writeString(directory.resolve("VERSION"), "2026-11-01.1\n");
        Files.writeString(directory.resolve("surfaces.yaml"), "surfaces:\n  ad: { on_failure: hold, deadline: 1s }\n");
    }

    private Loaded load() {
        return PolicyLoader.load(directory, Set.of("toxicity"), Set.of("en", "de"));
    }

    private PolicySet loadOf(String text) throws IOException {
        write(text);
        return switch (load()) {
            case Loaded.Compiled(var policies) -> policies;
            case Loaded.Rejected(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private List<String> problemsOf(String text) throws IOException {
        write(text);
        return problems();
    }

    private void write(String text) throws IOException {
        Files.writeString(directory.resolve("content/test.yaml"), text);
    }

    private List<String> problems() {
        return load() instanceof Loaded.Rejected(var problems)
                ? problems.stream().map(Problem::toString).toList()
                : List.of();
    }

    /** The engine's buffer holds 1,024 units; wherever its edge is, a character of two must not fall over it. */
    @Test
    void readsCharactersBeyondTheFirstPlaneWhereverTheyStand() throws Exception {
        for (int before = 900; before < 1_200; before++)
            assertThat(problemsOf(HEAD + "# " + "x".repeat(before) + "\n" + RULE.replace("hello", "hello 💩💩")))
                    .isEmpty();
    }

    /** The golden file is what a policy author reads; change it on purpose only. */
    @Test
    void reportsEveryFaultOfEveryFileAtOnce() throws Exception {
        assertGolden("ten-faults");
    }

    @Test
    void reportsEveryFaultOfConditionsFloodsAndMarks() throws Exception {
        assertGolden("condition-faults");
    }

    @Test
    void reportsEveryFaultOfQueriesPatternsLinksAndPersonalData() throws Exception {
        assertGolden("text-faults");
    }

    @Test
    void readsConditionsOnMoreThanWords() throws IOException {
        var policies = loadOf(HEAD + """
              - { id: sites, provenance: test, version: 3, domains: [ EVIL.example, "*.bücher.example" ] }
            rules:
              - { id: a, when: { query: '"free money" AND crypto*', language: en }, then: { verdict: label }, examples: { match: [ "Free money, cryptocoins" ], no_match: [ "crypto" ] } }
              - { id: b, when: { regex: 'win\\s+\\d{3,}' }, then: { verdict: label }, examples: { match: [ "WIN 5000" ], no_match: [ "win" ] } }
              - { id: c, when: { links: [ sites, link.shortened ] }, then: { verdict: label }, examples: { match: [ "hxxp://www.evil[.]example", "bit.ly/abc", "a.xn--bcher-kva.example" ], no_match: [ "bücher.example" ] } }
              - { id: d, when: { pii: [ crypto, national_id.fr ] }, then: { verdict: label }, examples: { match: [ "2 95 10 99 126 111 93", "1BitcoinEaterAddressDontSendf59kuE" ], no_match: [ "PESEL 44051401359" ] } }
            """);
        assertThat(policies.rules())
                .extracting(Rule::condition)
                .containsExactly(
                        new RuleCondition.Query("\"free money\" AND crypto*", FoldLevel.FULL, "en"),
                        new RuleCondition.Regex("win\\s+\\d{3,}", FoldLevel.CASE, null),
                        new RuleCondition.Links(List.of("sites", "link.shortened")),
                        new RuleCondition.Pii(Set.of(PiiKind.CRYPTO), Set.of("fr")));
        assertThat(policies.linkBanks().get("sites").domains())
                .containsExactlyInAnyOrder("evil.example", "*.xn--bcher-kva.example");
        assertThat(PolicyExamples.run(policies)).isEmpty();
    }

    @Test
    void warnsWithoutRefusing() throws IOException {
        var policies = loadOf(HEAD + """
            rules:
              - { id: a, when: { query: 'a OR b AND c' }, then: { verdict: label }, examples: { match: [ "b c" ], no_match: [ "a" ] } }
              - { id: b, when: { regex: '\\d{6}' }, then: { verdict: label }, examples: { match: [ "123456" ], no_match: [ "win" ] } }
            """);
        assertThat(policies.warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "content/test.yaml:11: in 'query': AND and OR side by side: what AND joins is required, the"
                                + " rest is not (say with parentheses which is meant)",
                        "content/test.yaml:12: in 'regex': no literal of 3 characters is in every match, so it is run"
                                + " on every text (give it a word that must be there)");
        assertThat(policies.textMatcher(policies.purposes()).alwaysAsked())
                .extracting(RuleId::value)
                .containsExactly("b");
        assertThat(PolicyExamples.run(policies)).isEmpty();
    }

    @Test
    void anExpiredBankNoLongerMatches() throws IOException {
        var policies = loadOf(HEAD + "  - { id: brief, provenance: test, words: [snarfle], expires: 2026-12-31 }\n"
                + RULE.replace("bank: words", "bank: brief").replace("blorgit", "snarfle"));
        var matcher = policies.textMatcher(policies.purposes());
        for (var day : List.of("2026-12-31", "2027-01-01"))
            assertThat(matcher.find(0, "a snarfle", LanguageGuess.UNKNOWN, LocalDate.parse(day), RuleTimes.IGNORED)
                            .matches())
                    .hasSize(day.startsWith("2026") ? 1 : 0);
    }

    @Test
    void anExpiredBankOfDomainsNoLongerMatches() throws IOException {
        var policies = loadOf(HEAD + """
              - { id: sites, provenance: test, domains: [ evil.example ], expires: 2026-12-31 }
            rules:
              - { id: c, when: { links: [ sites ] }, then: { verdict: label }, examples: { match: [ "www.evil.example" ], no_match: [ "x" ] } }
            """);
        var matcher = policies.textMatcher(policies.purposes());
        for (var day : List.of("2026-12-31", "2027-01-01"))
            assertThat(matcher.find(
                                    0,
                                    "see evil.example",
                                    LanguageGuess.UNKNOWN,
                                    LocalDate.parse(day),
                                    RuleTimes.IGNORED)
                            .matches())
                    .hasSize(day.startsWith("2026") ? 1 : 0);
    }

    @Test
    void aBankOfDomainsTakesTheDomainsOfThoseItIncludes() throws IOException {
        var policies = loadOf(HEAD + """
              - { id: sites, provenance: test, domains: [ evil.example ], include: [ more ] }
              - { id: more, provenance: test, domains: [ "*.worse.example" ], include: [ most ] }
              - { id: most, provenance: test, domains: [ worst.example ] }
              - { id: all, provenance: test, domains: [], include: [ sites, most ] }
            rules:
              - { id: c, when: { links: [ all ] }, then: { verdict: label }, examples: { match: [ "www.evil.example", "hxxp://a.worse[.]example", "worst.example" ], no_match: [ "worse.example" ] } }
              - { id: d, when: { links: [ more ] }, then: { verdict: label }, examples: { match: [ "worst.example" ], no_match: [ "evil.example" ] } }
            """);
        assertThat(policies.linkBanks().get("all").domains())
                .containsExactlyInAnyOrder("evil.example", "*.worse.example", "worst.example");
        assertThat(policies.inclusions())
                .containsEntry("all", List.of("sites", "most"))
                .containsEntry("sites", List.of("more"));
        assertThat(Dependencies.of(policies).unusedBanks()).doesNotContain("all", "sites", "more", "most");
        assertThat(PolicyExamples.run(policies)).isEmpty();
    }

    @Test
    void refusesBanksOfDomainsThatIncludeEachOtherOrOtherKinds() throws IOException {
        assertThat(problemsOf(HEAD + """
              - { id: outside, provenance: test, domains: [ a.example ], include: [ one ] }
              - { id: one, provenance: test, domains: [ b.example ], include: [ two ] }
              - { id: two, provenance: test, domains: [ c.example ], include: [ three ] }
              - { id: three, provenance: test, domains: [], include: [ one ] }
              - { id: self, provenance: test, domains: [], include: [ self ] }
              - { id: strange, provenance: test, domains: [ d.example ], include: [ words, known.media, outsid ] }
              - { id: wordy, provenance: test, words: [ snarfle ], include: [ outside ] }
            """ + RULE))
                .containsExactly(
                        "content/test.yaml:11: bank 'two' includes itself (by way of two -> three -> one -> two)",
                        "content/test.yaml:12: bank 'three' includes itself (by way of three -> one -> two -> three)",
                        "content/test.yaml:13: bank 'one' includes itself (by way of one -> two -> three -> one)",
                        "content/test.yaml:14: bank 'self' includes itself (by way of self -> self)",
                        "content/test.yaml:15: bank 'known.media' has digests, not domains",
                        "content/test.yaml:15: bank 'words' has words, not domains",
                        "content/test.yaml:15: unknown bank 'outsid' (did you mean 'outside'?)",
                        "content/test.yaml:16: bank 'outside' has domains, not words (write 'domains: []' beside"
                                + " 'include' to include domains)");
    }

    @Test
    void refusesChainsOfBanksThatNobodyCanFollow() throws IOException {
        var text = new StringBuilder(HEAD).append("  - { id: b0, provenance: test, domains: [evil.example] }\n");
        for (int i = 1; i <= 300; i++)
            text.append("  - { id: b%d, provenance: test, domains: [], include: [b%d] }\n".formatted(i, i - 1));
        assertThat(problemsOf(text + RULE))
                .hasSizeGreaterThan(1)
                .allMatch(fault -> fault.contains("more than 64 deep"));
    }

    @Test
    void aBankThatExpiresIsWarnedOfWhereAnotherOutlivesIt() throws IOException {
        var policies = loadOf(HEAD + """
              - { id: sites, provenance: test, domains: [ evil.example ], include: [ brief ] }
              - { id: brief, provenance: test, domains: [ worse.example ], expires: 2026-12-31 }
              - { id: brief.too, provenance: test, domains: [ worst.example ], include: [ brief ], expires: 2026-12-31 }
            rules:
              - { id: c, when: { links: [ sites, brief.too ] }, then: { verdict: label }, examples: { match: [ "worse.example" ], no_match: [ "x" ] } }
            """);
        assertThat(policies.warnings()).singleElement().asString().contains("'brief' expires on 2026-12-31", "'sites'");
    }

    @Test
    void banksThatIncludeEachOtherManyTimesAreGatheredOnce() throws IOException {
        var text = new StringBuilder(HEAD).append("  - { id: b0, provenance: test, words: [snarfle] }\n");
        for (int i = 1; i < 60; i++)
            text.append("  - { id: b%d, provenance: test, words: [w%dx], include: [b%d, b%d] }\n"
                    .formatted(i, i, i - 1, Math.max(0, i - 2)));
        assertThat(loadOf(text + RULE).banks().get("b59").words()).hasSize(60);
    }

    @Test
    void refusesABankOfAMillionWordsHoweverItIsMade() throws IOException {
        var part = new StringBuilder();
        for (int i = 0; i < 30_000; i++) part.append("w").append(i).append(", ");
        var text = new StringBuilder(HEAD);
        for (int i = 0; i < 2; i++)
            text.append("  - { id: part%d, provenance: test, words: [%s] }\n"
                    .formatted(i, part.toString().replace("w", "w" + i + "x")));
        text.append("  - { id: all, provenance: test, include: [part0, part1] }\n");
        assertThat(problemsOf(text + RULE))
                .singleElement()
                .asString()
                .contains("bank 'all' has 60000 words with those it includes (at most 50000)");
        assertThat(problemsOf(HEAD
                        + "  - { id: big, provenance: test, words: [%s] }\n".formatted("w, ".repeat(50_001))
                        + RULE))
                .singleElement()
                .asString()
                .contains("'words' has 50001 words (at most 50000)");
    }

    private void assertGolden(String name) throws Exception {
        var root = Path.of(getClass().getResource("/policies/" + name).toURI());
        var loaded = PolicyLoader.load(root, Set.of("toxicity"), Set.of("en", "de"));
        assertThat(loaded).isInstanceOf(Loaded.Rejected.class);
        var report = ((Loaded.Rejected) loaded)
                .problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
        assertThat(report)
                .isEqualTo(Files.readString(root.resolve("expected.txt")).strip());
    }

    @Test
    void readsARuleWhole() throws IOException {
        var policies = loadOf(HEAD + """
            rules:
              - id: test.rule
                clause: Rules 9
                category: violence
                purpose: illegal_content
                surfaces: [comment, profile]
                when: { near: { all: [ "bank:words", "snarfle" ], within: 6, language: en } }
                then:
                  verdict: restrict
                  severity: 4
                  actions: [ { kind: visibility.removed, scope: [EU, CH], duration: P30D } ]
                examples: { match: [ "snarfle the blorgit" ], no_match: [ { text: "hello", language: de } ] }
            """);
        Rule rule = policies.rules().getFirst();
        assertThat(rule.clause()).isEqualTo("Rules 9");
        assertThat(rule.category()).isEqualTo(Category.VIOLENCE);
        assertThat(rule.purpose()).isEqualTo(Purpose.ILLEGAL_CONTENT);
        assertThat(rule.surfaces()).containsExactlyInAnyOrder(Surface.COMMENT, Surface.PROFILE);
        assertThat(rule.severity()).isEqualTo(4);
        assertThat(rule.condition())
                .isEqualTo(new RuleCondition.Near(
                        List.of(
                                new RuleCondition.NearTerm.OfBank("words"),
                                new RuleCondition.NearTerm.OfWord("snarfle")),
                        6,
                        "en"));
        assertThat(rule.consequence())
                .isEqualTo(new Consequence.Restriction(List.of(
                        new EnforcementAction("visibility.removed", List.of("EU", "CH"), Duration.ofDays(30)))));
        assertThat(rule.source().toString()).isEqualTo("content/test.yaml:11");
        assertThat(rule.examples().noMatch().getFirst().language()).isEqualTo("de");
    }

    @Test
    void readsTheConditionsThatOthersEvaluate() throws IOException {
        var policies = loadOf(HEAD + """
            rules:
              - { id: a, when: { classifier: toxicity, category: hate, at_least: 0.92, languages: [en] }, then: { verdict: review, hold: true } }
              - { id: b, when: { count: author.screenings, window: 1m, at_least: 60 }, then: { verdict: label } }
              - { id: c, when: { digest: known.media }, then: { verdict: review } }
              - { id: d, when: { hash_bank: NCII_2026, within: 3 }, then: { verdict: review } }
              - { id: e, when: { hash_bank: ncii }, then: { verdict: review } }
            """);
        assertThat(policies.rules())
                .extracting(Rule::condition)
                .containsExactly(
                        new RuleCondition.Classifier("toxicity", Category.HATE, 0.92, Set.of("en")),
                        new RuleCondition.Count("author.screenings", Duration.ofMinutes(1), 60),
                        new RuleCondition.Digest("known.media"),
                        new RuleCondition.KnownMedia("NCII_2026", 3),
                        new RuleCondition.KnownMedia("ncii", 31));
        assertThat(policies.rules().getFirst().consequence()).isEqualTo(new Consequence.AskReview(true));
        assertThat(policies.digestBanks().get("known.media").digests()).containsExactly("ab".repeat(32));
    }

    @Test
    void aBankIncludesAnother() throws IOException {
        var policies = loadOf(HEAD
                + "  - { id: more, provenance: test, words: [snarfle], include: [words] }\n"
                + RULE.replace("bank: words", "bank: more"));
        assertThat(policies.banks().get("more").words()).containsExactly("snarfle", "blorgit");
        assertThat(PolicyExamples.run(policies)).isEmpty();
    }

    @Test
    void aSurfaceThatIsNotDeclaredIsReviewedOnFailure() throws IOException {
        var policies = loadOf(HEAD + RULE);
        assertThat(policies.surfaceRule(Surface.AD).onFailure()).isEqualTo(SurfaceRule.OnFailure.HOLD);
        assertThat(policies.surfaceRule(Surface.COMMENT)).isEqualTo(SurfaceRule.DEFAULT);
    }

    @Test
    void theDigestNamesTheContentAndNothingElse() throws IOException {
        String digest = loadOf(HEAD + RULE).digest();
        assertThat(digest).matches("sha256:[0-9a-f]{64}");
        Files.writeString(directory.resolve("VERSION"), "another-name");
        assertThat(loadOf(HEAD + RULE).digest()).isEqualTo(digest);
        assertThat(loadOf(HEAD + RULE + "# one more byte\n").digest()).isNotEqualTo(digest);
    }

    @Test
    void aPurposeThatIsNotPermittedDoesNotLook() throws IOException {
        var policies = loadOf(HEAD + RULE);
        var text = "a blorgit";
        assertThat(policies.textMatcher(Set.of(Purpose.TERMS)).match(0, text, LanguageGuess.UNKNOWN))
                .hasSize(1);
        assertThat(policies.textMatcher(Set.of(Purpose.CHILD_SAFETY)).match(0, text, LanguageGuess.UNKNOWN))
                .isEmpty();
    }

    @Test
    void anExampleThatItsRuleFailsIsNamedByItsLine() throws IOException {
        var policies = loadOf(HEAD + RULE.replace("hello", "blorgits and a blorgit"));
        assertThat(PolicyExamples.run(policies))
                .extracting(ExampleFailure::toString)
                .containsExactly("content/test.yaml:14: rule test.rule should not match but does");
    }

    @Test
    void classifierExamplesAreAskedOfTheFunctionPassedIn() throws IOException {
        var policies = loadOf(HEAD + """
            rules:
              - id: a
                when: { classifier: toxicity, category: hate, at_least: 0.5 }
                then: { verdict: review }
                examples: { match: [ "bad", "good" ], no_match: [ "fine" ] }
            """);
        assertThat(PolicyExamples.run(policies, (_, example) -> example.text().equals("bad")))
                .hasSize(1);
    }

    @Test
    void refusesWhatIsNotYaml() throws IOException {
        assertThat(problemsOf("policy: [unclosed\n")).singleElement().asString().contains("test.yaml:2: not YAML");
        assertThat(problemsOf("- a list\n")).containsExactly("content/test.yaml: the file must be a YAML mapping");
        assertThat(problemsOf("")).containsExactly("content/test.yaml: the file must be a YAML mapping");
    }

    @Test
    void refusesYamlBombs() throws IOException {
        assertThat(problemsOf("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"))
                .containsExactly("content/test.yaml: an alias repeats a list or mapping (write it out)");
        assertThat(problemsOf("a: " + "[".repeat(100_000) + "\n"))
                .containsExactly("content/test.yaml: nested more than 24 deep");
    }

    @Test
    void aCommentThatTheScannerWouldChokeOnIsRefusedByItsLine() throws IOException {
        Files.writeString(directory.resolve("content/test.yaml"), "x: 1\n# " + "x".repeat(YamlFile.MAX_COMMENT) + "\n");
        assertThat(problems())
                .containsExactly(
                        "content/test.yaml:2: a comment has more than 500000 characters (break it into lines)");
    }

    @Test
    void refusesFilesThatAreTooLargeOrNotUtf8() throws IOException {
        Files.write(directory.resolve("content/test.yaml"), new byte[YamlFile.MAX_BYTES + 1]);
        assertThat(problems()).singleElement().asString().contains("the file has 4194305 bytes");
        Files.write(directory.resolve("content/test.yaml"), "title: Caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problems()).containsExactly("content/test.yaml: the file is not UTF-8 (save it as UTF-8)");
    }

    @Test
    void refusesWhatIsMissing() throws IOException {
        Files.delete(directory.resolve("VERSION"));
        Files.delete(directory.resolve("surfaces.yaml"));
        Files.delete(directory.resolve("content"));
        assertThat(problems())
                .containsExactly(
                        "VERSION: the file is missing",
                        "content: the directory is missing (policies are content/*.yaml)",
                        "surfaces.yaml: the file is missing");
    }

    @Test
    void refusesWordsThatCannotBeLookedFor() throws IOException {
        assertThat(problemsOf(HEAD
                        + "  - { id: odd, provenance: test, words: [ \"bl*git\", \"\uD83D\uDD95\", \"ab*\", \"%s\" ] }\n"
                                .formatted("x".repeat(101))
                        + RULE))
                .hasSize(4)
                .allMatch(problem -> problem.startsWith("content/test.yaml:10: "));
    }
}
