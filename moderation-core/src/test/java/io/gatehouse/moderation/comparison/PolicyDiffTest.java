package io.gatehouse.moderation.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.policy.Loaded;
import io.gatehouse.moderation.policy.PolicyFiles;
import io.gatehouse.moderation.policy.PolicyLoader;
import io.gatehouse.moderation.policy.PolicySet;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The diff as an author reads it: golden files. */
class PolicyDiffTest {
    private static final String HEAD = """
            policy: test
            title: Test norm
            clause: Rules 1
            category: hate
            purpose: terms
            ground:
              incompatible: "Rules 1: be kind"
              dsa_category: STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH
              keywords: [KEYWORD_HATE_SPEECH]
            """;

    private static final String OLD = """
            banks:
              - { id: made.up, provenance: test, severity: 2, words: [zorkle, blimpish] }
              - { id: old.bank, provenance: test, words: [frumple] }
            rules:
              - id: bank.rule
                when: { bank: made.up }
                then: { verdict: review, severity: 2 }
                examples: { match: [ "a zorkle" ], no_match: [ "a chair" ] }
              - id: gone.rule
                when: { bank: old.bank }
                then: { verdict: label, severity: 1 }
                examples: { match: [ "a frumple" ], no_match: [ "a chair" ] }
              - id: phrase.rule
                when: { phrases: [ "green zorkle", "blue zorkle" ] }
                surfaces: [comment, profile]
                then: { verdict: restrict, severity: 3, actions: [ { kind: visibility.removed, scope: [EU] } ] }
                examples: { match: [ "a green zorkle" ], no_match: [ "a chair" ] }
              - id: score.rule
                when: { classifier: toxicity, category: hate, at_least: 0.8 }
                then: { verdict: review, severity: 2 }
              - id: same.rule
                when: { count: author.screenings, window: 1m, at_least: 60 }
                then: { verdict: review, severity: 2 }
            """;

    private static final String NEW = """
            # A comment moves every line, and is no change.
            banks:
              - { id: made.up, provenance: test, severity: 3, fold: case, words: [zorkle, quengel, wibble] }
              - { id: new.bank, provenance: test, words: [wobble] }
            rules:
              - id: bank.rule
                when: { bank: made.up }
                then: { verdict: review, hold: true, severity: 3 }
                examples: { match: [ "a zorkle" ], no_match: [ "a chair", "a table" ] }
              - id: new.rule
                when: { bank: new.bank }
                then: { verdict: label, severity: 1 }
                examples: { match: [ "a wobble" ], no_match: [ "a chair" ] }
              - id: phrase.rule
                when: { phrases: [ "green zorkle", "red zorkle" ], slop: 1 }
                surfaces: [comment, live]
                then: { verdict: restrict, severity: 3, actions: [ { kind: visibility.demoted, scope: [EU], duration: 30d } ] }
                examples: { match: [ "a green zorkle" ], no_match: [ "a chair" ] }
              - id: score.rule
                when: { classifier: toxicity, category: hate, at_least: 0.9 }
                then: { verdict: review, severity: 2 }
              - id: same.rule
                when: { count: author.screenings, window: 1m, at_least: 60 }
                then: { verdict: review, severity: 2 }
            """;

    @TempDir
    Path directory;

    private record Read(PolicySet policies, java.util.SortedMap<String, String> files) {}

    private Read write(String name, String content, String onFailure, String law) throws IOException {
        Path policy = directory.resolve(name);
        Files.createDirectories(policy.resolve("content"));
        Files.createDirectories(policy.resolve("law"));
        Files.writeString(policy.resolve("VERSION"), name + "\n");
        Files.writeString(
                policy.resolve("surfaces.yaml"),
                "surfaces:\n  comment: { on_failure: " + onFailure + ", deadline: 500ms }\n");
        Files.writeString(policy.resolve("content/test.yaml"), HEAD + content);
        Files.writeString(policy.resolve("law/scanning.yaml"), law);
        return switch (PolicyLoader.load(policy, Set.of("toxicity"), Set.of("en", "de"))) {
            case Loaded.Compiled(var policies) -> new Read(policies, PolicyFiles.digests(policy));
            case Loaded.Rejected(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private PolicyDiff diff() throws IOException {
        var old = write("old", OLD, "review", "bases: []\n");
        var now = write("new", NEW, "hold", "# reviewed\nbases: []\n");
        return PolicyDiff.of(old.policies(), old.files(), now.policies(), now.files());
    }

    private static String golden(String name) throws IOException, URISyntaxException {
        var resource = Objects.requireNonNull(PolicyDiffTest.class.getResource("/comparison/" + name), name);
        return Files.readString(Path.of(resource.toURI()));
    }

    @Test
    void saysInWordsWhatDiffers() throws Exception {
        assertThat(diff().toText(false)).isEqualTo(golden("diff.txt"));
    }

    @Test
    void listsWordsOnlyWhenAsked() throws Exception {
        assertThat(diff().toText(false)).doesNotContain("quengel").doesNotContain("blimpish");
        assertThat(diff().toText(true))
                .contains("+ quengel")
                .contains("- blimpish")
                .contains("- blue zorkle");
    }

    @Test
    void tellsProgramsTheSame() throws Exception {
        var json = diff().toJson();
        assertThat(json.at("/rules/added/0").asString()).isEqualTo("new.rule");
        assertThat(json.at("/rules/changed/score.rule/0/field").asString()).isEqualTo("threshold");
        assertThat(json.at("/word_banks/removed/0").asString()).isEqualTo("old.bank");
        assertThat(json.at("/law/changed").propertyNames()).containsExactly("law/scanning.yaml");
    }

    @Test
    void linesAndCommentsAloneAreNoDifference() throws Exception {
        var old = write("one", OLD, "review", "bases: []\n");
        var now = write("two", "# a comment\n" + OLD, "review", "bases: []\n");
        var diff = PolicyDiff.of(old.policies(), old.files(), now.policies(), now.files());
        assertThat(diff.isEmpty()).isTrue();
        assertThat(diff.toText(false)).contains("nothing that judges differs");
    }
}
