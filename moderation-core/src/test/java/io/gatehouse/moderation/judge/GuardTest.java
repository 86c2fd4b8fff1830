package io.gatehouse.moderation.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Context;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.FactSeries;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.fact.Mark;
import io.gatehouse.moderation.fact.Standing;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.policy.Loaded;
import io.gatehouse.moderation.policy.PolicyLoader;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.moderation.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Permissions ALL = new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of());
    private static final FactKey HOUR = new FactKey("author.screenings", Duration.ofHours(1));

    @TempDir
    Path directory;

    private Moderator moderator(String rules) throws IOException {
        Files.createDirectories(directory.resolve("content"));
        Files.writeString(directory.resolve("VERSION"), "test.1\n");
        Files.writeString(directory.resolve("surfaces.yaml"), """
                surfaces:
                  comment: { on_failure: hold, deadline: 500ms }
                """);
        Files.writeString(directory.resolve("content/test.yaml"), """
                policy: test
                title: Test norm
                clause: Rules 1
                category: spam
                purpose: security_and_spam
                ground:
                  incompatible: "Rules 1: no spam"
                  dsa_category: STATEMENT_CATEGORY_OTHER_VIOLATION_TC
                  keywords: [KEYWORD_OTHER]
                banks:
                  - { id: offers, provenance: made up, words: [zorkle] }
                  - { id: quiet, provenance: made up, words: [blimpish] }
                rules:
                """ + rules);
        return switch (PolicyLoader.load(directory, Set.of(), Set.of("en"))) {
            case Loaded.Compiled(PolicySet compiled) ->
                new Moderator(compiled, _ -> new LanguageGuess("en", 0.99), List.of());
            case Loaded.Rejected(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private Moderator guarded(String condition, String onUnknown) throws IOException {
        return moderator("""
                  - id: test.guarded
                    when: { bank: offers, if: "%s", on_unknown: %s }
                    then: { verdict: review, severity: 1 }
                    examples: { match: [ zorkle ], no_match: [ hello ] }
                """.formatted(condition, onUnknown));
    }

    private static Content content(String text, @Nullable Instant since) {
        var context = new Context(null, since, null, null, null, null, null);
        return new Content(
                new ContentId("c-1"), Surface.COMMENT, NOW, "IE", null, List.of(new Part.Text(text)), context);
    }

    private static Judgement judge(Moderator moderator, Content content, Facts facts) {
        return moderator.conclude(content, moderator.observe(content, ALL, Deadline.NONE), facts);
    }

    private static List<String> rules(Judgement judged) {
        return judged.rules().stream().map(match -> match.rule().id().value()).toList();
    }

    @Test
    void matchesOnlyWhenTextAndConditionHoldAndSaysWhy() throws IOException {
        var moderator = guarded("author.age_days < 7", "skip");
        var judged = judge(moderator, content("a zorkle", NOW.minus(Duration.ofDays(2))), Facts.NONE);
        assertThat(judged.rules().getFirst().condition()).isEqualTo("words offers seen, author.age_days = 2");
        assertThat(rules(judge(moderator, content("a zorkle", NOW.minus(Duration.ofDays(8))), Facts.NONE)))
                .isEmpty();
        assertThat(rules(judge(moderator, content("hello", NOW), Facts.NONE))).isEmpty();
    }

    @Test
    void countsTimeFromWhenTheFactsWereToldSoThatReplayDoes() throws IOException {
        var moderator = guarded("author.age_days < 7", "skip");
        var content = content("a zorkle", NOW);
        assertThat(rules(judge(moderator, content, Facts.NONE.at(NOW.plus(Duration.ofDays(7))))))
                .isEmpty();
    }

    @Test
    void whatThePlatformDidNotSayIsForTheRuleToDecide() throws IOException {
        var unsaid = content("a zorkle", null);
        var matched = judge(guarded("author.age_days < 7", "match"), unsaid, Facts.NONE);
        assertThat(rules(matched)).containsExactly("test.guarded");
        assertThat(matched.rules().getFirst().condition()).contains("not known: author.age_days");

        var skipped = judge(guarded("author.age_days < 7", "skip"), unsaid, Facts.NONE);
        assertThat(skipped.verdict()).isEqualTo(new Verdict.Allow());
        assertThat(skipped.undecided()).extracting(UndecidedRule::missing).containsExactly("author.age_days");

        var reviewed = judge(guarded("author.age_days < 7", "review"), unsaid, Facts.NONE);
        assertThat(reviewed.verdict()).isEqualTo(new Verdict.Review(false));
        assertThat(reviewed.rules()).isEmpty();
        assertThat(reviewed.degraded()).isEmpty();
    }

    @Test
    void wantsFactsOnlyOnceTheTextMatched() throws IOException {
        var moderator = guarded("count('author.screenings', duration('1h')) > 3 && strikes('author') > 0.0", "skip");
        var quiet = moderator.observe(content("hello", null), ALL, Deadline.NONE);
        assertThat(quiet.wantedFacts()).isEmpty();
        assertThat(quiet.wantsStanding()).isFalse();
        // It is counted all the same: the next message of this author may ask.
        assertThat(quiet.counted().series()).containsOnlyKeys(FactSeries.AUTHOR_SCREENINGS);
        var loud = moderator.observe(content("zorkle", null), ALL, Deadline.NONE);
        assertThat(loud.wantedFacts()).containsExactly(HOUR);
        assertThat(loud.wantsStanding()).isTrue();
    }

    @Test
    void judgedAgainItSeesAllAndCountsNothing() throws IOException {
        var moderator = guarded("count('author.screenings', duration('1h')) > 3 && strikes('author') > 0.0", "skip");
        var first = moderator.observe(content("zorkle", null), ALL, Deadline.NONE);
        var again = moderator.observeAgain(content("zorkle", null), ALL);
        assertThat(again.counted()).isEqualTo(Counted.NOTHING);
        assertThat(again).usingRecursiveComparison().ignoringFields("counted").isEqualTo(first);
    }

    @Test
    void aFactThatCouldNotBeReadIsShownAndTheRuleDecides() throws IOException {
        var judged = judge(
                guarded("count('author.screenings', duration('1h')) > 3", "skip"), content("zorkle", null), Facts.NONE);
        // The surface would hold; the rule's author said skip.
        assertThat(judged.verdict()).isEqualTo(new Verdict.Allow());
        assertThat(judged.degraded()).containsExactly(new FailedSignal("author.screenings/PT1H", "unavailable"));
    }

    @Test
    void aConditionMayStandAloneAndAskForBanksThatNoRuleUses() throws IOException {
        var moderator = moderator("""
                  - id: test.alone
                    when: { if: "signal('quiet') > 0.0 && has_label('author', 'new')", on_unknown: skip }
                    then: { verdict: label, severity: 1, label_author: { name: seen, expires: 30d }, strike: { weight: 2, window: P90D, decay: linear } }
                """);
        var facts = Facts.NONE.with(new Standing(new TreeSet<>(Set.of("new")), 0));
        var judged = judge(moderator, content("how blimpish", null), facts);
        assertThat(rules(judged)).containsExactly("test.alone");
        assertThat(judged.signals()).isEmpty();
        assertThat(judged.marks())
                .containsExactly(
                        new Mark.Label("seen", Duration.ofDays(30)),
                        new Mark.Strike(2, Duration.ofDays(90), Mark.Decay.LINEAR, null));
        assertThat(judge(moderator, content("how nice", null), facts).rules()).isEmpty();
        assertThat(judge(moderator, content("how nice", null), facts).marks()).isEmpty();
    }

    @Test
    void thePlatformsLabelsJoinGatehouses() throws IOException {
        var context = new Context(null, null, Set.of("trusted"), null, null, null, null);
        var content = new Content(
                new ContentId("c"), Surface.COMMENT, NOW, "IE", null, List.of(new Part.Text("zorkle")), context);
        var moderator = guarded("!has_label('author', 'trusted')", "match");
        assertThat(judge(moderator, content, Facts.NONE.with(Standing.CLEAN)).rules())
                .isEmpty();
    }

    @Test
    void aFloodMatchesAtItsNumberAndAnUnreadableCountFails() throws IOException {
        var moderator = moderator("""
                  - id: test.flood
                    when: { similar: { window: 10m, at_least: 20, of: authors } }
                    then: { verdict: review, severity: 1 }
                """);
        var key = new FactKey("text.authors", Duration.ofMinutes(10));
        var content = content("hello", null);
        assertThat(moderator.observe(content, ALL, Deadline.NONE).wantedFacts()).containsExactly(key);
        assertThat(rules(judge(moderator, content, Facts.of(Map.of(key, 20L))))).containsExactly("test.flood");
        assertThat(rules(judge(moderator, content, Facts.of(Map.of(key, 19L))))).isEmpty();
        assertThat(judge(moderator, content, Facts.NONE).verdict()).isEqualTo(new Verdict.Review(true));
    }

    @Test
    void knowsANumberWrittenAtHomeByTheAuthorsCountryAndJudgesItTheSameAgain() throws IOException {
        var moderator = moderator("""
                  - id: test.phone
                    when: { pii: [phone] }
                    then: { verdict: review, severity: 1 }
                    examples: { match: [ "+48 512 345 678" ], no_match: [ hello ] }
                """);
        for (var expected : Map.of("PL", true, "IE", false, "ZZ", false).entrySet()) {
            var content = new Content(
                    new ContentId("c-1"),
                    Surface.COMMENT,
                    NOW,
                    expected.getKey(),
                    null,
                    List.of(new Part.Text("so 512 345 678 then")));
            for (int again = 0; again < 2; again++) {
                var seen = moderator.observe(content, ALL, Deadline.NONE);
                assertThat(moderator.conclude(content, seen, Facts.of(Map.of())).verdict() instanceof Verdict.Review)
                        .as(expected.getKey())
                        .isEqualTo(expected.getValue());
            }
        }
    }
}
