package io.gatehouse.moderation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.policy.Loaded;
import io.gatehouse.moderation.policy.PolicyLoader;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.policy.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioTestsTest {
    @TempDir
    Path directory;

    private List<String> run(String scenarios) throws IOException {
        Files.createDirectories(directory.resolve("content"));
        Files.writeString(directory.resolve("VERSION"), "test.1\n");
        Files.writeString(
                directory.resolve("surfaces.yaml"), "surfaces:\n  comment: { on_failure: hold, deadline: 500ms }\n");
        Files.writeString(directory.resolve("content/test.yaml"), """
                policy: test
                title: Test norm
                clause: Rules 1
                category: spam
                purpose: security_and_spam
                ground: { incompatible: "Rules 1: no spam", dsa_category: STATEMENT_CATEGORY_OTHER_VIOLATION_TC, keywords: [KEYWORD_OTHER] }
                banks:
                  - { id: offers, provenance: made up, words: [zorkle] }
                rules:
                  - id: test.flood
                    when: { similar: { window: 10m, at_least: 5, of: authors } }
                    then: { verdict: review }
                  - id: test.first
                    when: { bank: offers }
                    then: { verdict: label, strike: { window: P10D, decay: none } }
                    examples: { match: [ zorkle ], no_match: [ hello ] }
                  - id: test.third
                    when: { bank: offers, if: "strikes('author') >= 2", on_unknown: review }
                    then: { verdict: review, hold: true }
                    examples: { match: [ zorkle ], no_match: [ hello ] }
                  - id: test.new
                    when: { if: "author.age_days < 2 && distinct('author.recipients', duration('1h')) >= 3", on_unknown: skip }
                    then: { verdict: review }
                  - id: test.edited
                    when: { if: "has_label('content', 'offer')", on_unknown: review }
                    then: { verdict: review, label_content: { name: offer, expires: P7D } }
                """ + scenarios);
        return switch (PolicyLoader.load(directory, Set.of(), Set.of("en"))) {
            case Loaded.Compiled(PolicySet compiled) ->
                ScenarioTests.run(new Moderator(compiled, _ -> new LanguageGuess("en", 0.99), List.of())).stream()
                        .map(Problem::toString)
                        .toList();
            case Loaded.Rejected(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    @Test
    void playsFloodsNewAccountsAndStrikes() throws IOException {
        assertThat(run("""
                scenarios:
                  - name: copies by many
                    messages:
                      - { text: "come and see the wonderful new things that we have in our little shop by the harbour today, number {n}", author: "a{n}", repeat: 4, expect: { verdict: allow } }
                      - { text: "come and see the wonderful new things that we have in our little shop by the harbour today, number 3{n}", author: "b{n}", repeat: 8, expect: {  not_rules: [test.new] } }
                      - { text: "come and see the wonderful new things that we have in our little shop by the harbour today, number 7", author: b, expect: { rules: [test.flood], verdict: review } }
                      - { at: 20m, text: "come and see the wonderful new things that we have in our little shop by the harbour today, number 8", author: c, expect: { not_rules: [test.flood] } }
                  - name: the third time
                    author: { id: x }
                    messages:
                      - { text: zorkle, repeat: 2, every: 24h, expect: { rules: [test.first], not_rules: [test.third] } }
                      - { text: zorkle, expect: { rules: [test.third], verdict: review } }
                      - { at: 20d, text: zorkle, expect: { not_rules: [test.third] } }
                      - { text: zorkle, store_is_down: true, expect: { verdict: review, not_rules: [test.third] } }
                  - name: new and eager
                    author: { id: n, age_days: 1 }
                    messages:
                      - { text: hello, recipients: ["r{n}"], repeat: 2, expect: { verdict: allow } }
                      - { text: hello, recipients: [r9], expect: { rules: [test.new] } }
                      - { text: hello, recipients: [r10], author: { id: n, age_days: 400 }, expect: { not_rules: [test.new] } }
                """)).isEmpty();
    }

    @Test
    void playsContentThatWasJudgedBefore() throws IOException {
        assertThat(run("""
                scenarios:
                  - name: an edit
                    messages:
                      - { text: hello, content_labels: [offer], expect: { rules: [test.edited] } }
                      - { text: hello, content_labels: [offer], store_is_down: true, expect: { rules: [test.edited] } }
                      - { text: hello, content_labels: [other], expect: { not_rules: [test.edited] } }
                      - { text: hello, expect: { verdict: allow } }
                """)).isEmpty();
    }

    @Test
    void saysWhichStepIsNotAsItsAuthorSays() throws IOException {
        assertThat(run("""
                scenarios:
                  - name: wrong
                    messages:
                      - { text: zorkle, repeat: 3, expect: { verdict: allow } }
                      - { text: hello, expect: { rules: [test.first] } }
                """))
                .containsExactly(
                        "content/test.yaml:30: scenario 'wrong': message 3: verdict review instead of allow, by test.first,"
                                + " test.third",
                        "content/test.yaml:31: scenario 'wrong': rule test.first should match but does not");
    }
}
