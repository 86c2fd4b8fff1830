package io.gatehouse.moderation.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.fact.KnownPicture;
import io.gatehouse.moderation.fact.MediaFindings;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.language.LanguageIdentifier;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.law.SkippedPurpose;
import io.gatehouse.moderation.look.CaptionFormat;
import io.gatehouse.moderation.look.MediaLook;
import io.gatehouse.moderation.look.SeenText;
import io.gatehouse.moderation.policy.Loaded;
import io.gatehouse.moderation.policy.PolicyLoader;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.signal.Box;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.moderation.signal.Place;
import io.gatehouse.moderation.signal.Signal;
import io.gatehouse.moderation.signal.SignalType;
import io.gatehouse.moderation.signal.Span;
import io.gatehouse.moderation.verdict.Label;
import io.gatehouse.moderation.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModeratorTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final LanguageIdentifier ENGLISH = _ -> new LanguageGuess("en", 0.99);
    private static final Permissions ALL = new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of());
    private static final FactKey A_MINUTE = new FactKey("author.screenings", Duration.ofMinutes(1));
    private static final Facts QUIET = Facts.of(Map.of(A_MINUTE, 1L));

    @TempDir
    Path directory;

    private PolicySet policies;

    @BeforeEach
    void loadPolicies() throws IOException {
        Files.createDirectories(directory.resolve("content"));
        Files.writeString(directory.resolve("VERSION"), "test.1\n");
        Files.writeString(directory.resolve("surfaces.yaml"), """
                surfaces:
                  comment: { on_failure: review, deadline: 500ms }
                  live: { on_failure: hold, deadline: 500ms }
                  ad: { on_failure: allow, deadline: 500ms }
                """);
        Files.writeString(directory.resolve("content/test.yaml"), """
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
                  - id: bad.words
                    fold: full
                    severity: 3
                    provenance: "made up"
                    words: [zorkle, blimpish]
                rules:
                  - id: test.word
                    when: { bank: bad.words }
                    then:
                      verdict: restrict
                      severity: 3
                      actions: [ { kind: visibility.removed, scope: [EU], duration: P30D } ]
                    examples: { match: [ "you zorkle" ], no_match: [ "hello" ] }
                  - id: test.model
                    when: { classifier: fixed, category: harassment, at_least: 0.9 }
                    category: harassment
                    then: { verdict: review, hold: true, severity: 2 }
                  - id: test.model.french
                    when: { classifier: fixed, category: harassment, at_least: 0.5, languages: [fr] }
                    category: harassment
                    then: { verdict: label, severity: 1 }
                  - id: test.known
                    when: { hash_bank: blocked, within: 8 }
                    category: extremism
                    purpose: illegal_content
                    then: { verdict: restrict, severity: 4, actions: [ { kind: visibility.removed, scope: [EU] } ] }
                  - id: test.flood
                    category: spam
                    purpose: security_and_spam
                    when: { count: author.screenings, window: 1m, at_least: 60 }
                    then: { verdict: review, hold: false, severity: 1 }
                """);
        policies = switch (PolicyLoader.load(directory, Set.of("fixed"), Set.of("en", "fr", "de"))) {
            case Loaded.Compiled(PolicySet compiled) -> compiled;
            case Loaded.Rejected(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    /**
     * A classifier that always says the same.
     *
     * @param heard what it was asked about
     */
    private record Fixed(double score, List<String> heard) implements TextClassifier {
        Fixed(double score) {
            this(score, new ArrayList<>());
        }

        @Override
        public String name() {
            return "fixed";
        }

        @Override
        public String digest() {
            return "sha256:0";
        }

        @Override
        public Set<String> languages() {
            return Set.of("en");
        }

        @Override
        public Set<Category> categories() {
            return Set.of(Category.HARASSMENT);
        }

        @Override
        public Map<Category, Double> score(String text) {
            if (Double.isNaN(score)) throw new IllegalStateException("model broke on: " + text);
            heard.add(text);
            return Map.of(Category.HARASSMENT, score);
        }
    }

    private Moderator moderator(double score) {
        return new Moderator(policies, ENGLISH, List.of(new Fixed(score)));
    }

    private static Content content(Surface surface, String text) {
        return new Content(new ContentId("c-1"), surface, NOW, "IE", null, List.of(new Part.Text(text)));
    }

    private Judgement judge(Moderator moderator, Content content, Permissions permissions, Facts facts) {
        return moderator.conclude(content, moderator.observe(content, permissions, Deadline.NONE), facts);
    }

    @Test
    void allowsWhatNoRuleMatches() {
        var judged = judge(moderator(0.1), content(Surface.COMMENT, "a quiet day"), ALL, QUIET);
        assertThat(judged.verdict()).isEqualTo(new Verdict.Allow());
        assertThat(judged.labels()).isEmpty();
        assertThat(judged.degraded()).isEmpty();
        assertThat(judged.statement()).isNull();
    }

    @Test
    void restrictsWithReasonsSpanAndLabel() {
        var judged = judge(moderator(0.1), content(Surface.COMMENT, "you are a 𝗭0rkle, friend"), ALL, QUIET);
        assertThat(judged.verdict()).isInstanceOf(Verdict.Restrict.class);
        assertThat(judged.labels()).containsExactly(new Label(Category.HATE, 3, 1));
        assertThat(judged.rules()).extracting(m -> m.rule().id().value()).containsExactly("test.word");
        assertThat(judged.signals().getFirst().spans()).containsExactly(new Span(0, 10, 16));
        assertThat(judged.statement()).isNotNull();
        assertThat(judged.statement().grounds().getFirst().explanation()).isEqualTo("Rules 1: be kind");
        assertThat(judged.statement().facts()).doesNotContain("rkle").contains("2026-11-23");
    }

    @Test
    void asksForReviewAtTheThresholdAndNotBelow() {
        assertThat(judge(moderator(0.9), content(Surface.COMMENT, "hello"), ALL, QUIET)
                        .verdict())
                .isEqualTo(new Verdict.Review(true));
        assertThat(judge(moderator(0.8999), content(Surface.COMMENT, "hello"), ALL, QUIET)
                        .verdict())
                .isEqualTo(new Verdict.Allow());
    }

    @Test
    void doesNotBelieveAClassifierOutsideItsLanguages() {
        var french = new Moderator(policies, _ -> new LanguageGuess("fr", 0.9), List.of(new Fixed(0.99)));
        var judged = judge(french, content(Surface.COMMENT, "bonjour"), ALL, QUIET);
        assertThat(judged.verdict()).isEqualTo(new Verdict.Allow());
        assertThat(judged.degraded()).isEmpty();
    }

    @Test
    void believesAClassifierInATextOfUnknownLanguageOnlyWhereItsRuleDoes() {
        var unknown = new Moderator(policies, _ -> LanguageGuess.UNKNOWN, List.of(new Fixed(0.99)));
        // test.model names no language; test.model.french names French, and so not what cannot be told.
        assertThat(judge(unknown, content(Surface.COMMENT, "hm"), ALL, QUIET).rules())
                .extracting(m -> m.rule().id().value())
                .containsExactly("test.model");
    }

    @Test
    void aFailedSignalDoesWhatItsSurfaceDeclares() {
        var broken = moderator(Double.NaN);
        var expected = Map.of(
                Surface.COMMENT,
                new Verdict.Review(false),
                Surface.LIVE,
                new Verdict.Review(true),
                Surface.AD,
                new Verdict.Allow());
        expected.forEach((surface, verdict) -> {
            var judged = judge(broken, content(surface, "hello"), ALL, QUIET);
            assertThat(judged.verdict()).isEqualTo(verdict);
            assertThat(judged.degraded()).containsExactly(new FailedSignal("fixed", "failed: IllegalStateException"));
        });
    }

    /** What is beyond costs more than a text may take: what was scored counts, and that it was not all is told. */
    @Test
    void onlyTheBeginningOfAVeryLongTextIsScored() {
        var heard = new ArrayList<String>();
        var listening = new Moderator(policies, ENGLISH, List.of(new Fixed(0.99, heard)));
        String most = "word ".repeat(TextClassifier.MOST_SCORED / 5) + "four";
        assertThat(most).hasSize(TextClassifier.MOST_SCORED);
        assertThat(judge(listening, content(Surface.COMMENT, most), ALL, QUIET).degraded())
                .isEmpty();
        // The limit lies between the two halves of the smiley.
        var judged = judge(listening, content(Surface.COMMENT, most.substring(1) + "🙂" + most), ALL, QUIET);
        assertThat(judged.degraded()).contains(new FailedSignal("fixed", "work_budget: scored to character 16384"));
        assertThat(judged.rules()).extracting(m -> m.rule().id().value()).contains("test.model");
        assertThat(heard).containsExactly(most, most.substring(1));
    }

    @Test
    void mediaThatWereNotLookedAtDoWhatTheirSurfaceDeclares() {
        var failed = new FailedSignal("media", "not looked at yet: m");
        var unseen = QUIET.with(new MediaFindings(List.of(failed), List.of()));
        Map.of(
                        Surface.COMMENT,
                        new Verdict.Review(false),
                        Surface.LIVE,
                        new Verdict.Review(true),
                        Surface.AD,
                        new Verdict.Allow())
                .forEach((surface, verdict) -> {
                    var judged = judge(moderator(0.1), content(surface, "hello"), ALL, unseen);
                    assertThat(judged.verdict()).isEqualTo(verdict);
                    assertThat(judged.degraded()).containsExactly(failed);
                });
    }

    @Test
    void aKnownPictureIsLookedAtByAPersonWhateverItsSurfaceDeclares() {
        var known = new KnownPicture("bank", Category.EXTREMISM, 16);
        var facts = QUIET.with(new MediaFindings(List.of(), List.of(known)));
        var judged = judge(moderator(0.1), content(Surface.AD, "hello"), ALL, facts);
        assertThat(judged.verdict()).isEqualTo(new Verdict.Review(false));
        assertThat(judged.signals())
                .containsExactly(new Signal(SignalType.HASH, "bank", Category.EXTREMISM, 0.9375, List.of()));
        assertThat(judged.degraded()).isEmpty();
    }

    @Test
    void aRuleRestrictsWhatItsHashBankKnowsNearEnough() {
        var judged = judgedKnowing(known("blocked", 8, true));
        assertThat(judged.verdict()).isInstanceOf(Verdict.Restrict.class);
        assertThat(judged.rules().getFirst().condition()).isEqualTo("hash bank blocked: 8 bits <= 8");
        assertThat(judged.labels()).containsExactly(new Label(Category.EXTREMISM, 4, 1 - 8 / 256.0));
        assertThat(judged.statement()).isNotNull();
    }

    @Test
    void noRuleRestrictsOnWhatIsFartherDisputedOrOfAnotherBank() {
        for (var known : List.of(known("blocked", 9, true), known("blocked", 0, false), known("other", 0, true))) {
            var judged = judgedKnowing(known);
            assertThat(judged.verdict()).as("%s", known).isEqualTo(new Verdict.Review(false));
            assertThat(judged.rules()).as("%s", known).isEmpty();
        }
    }

    private static KnownPicture known(String bank, int distance, boolean stands) {
        return new KnownPicture(bank, Category.EXTREMISM, 5, distance, stands, List.of("m-" + distance), List.of());
    }

    private Judgement judgedKnowing(KnownPicture known) {
        var facts = QUIET.with(new MediaFindings(List.of(), List.of(known)));
        return judge(moderator(0.1), content(Surface.COMMENT, "hello"), ALL, facts);
    }

    @Test
    void oneWordThatStandsIsEnoughAndTheNearestMatchIsNamedFirst() {
        var both = known("blocked", 7, true).and(known("blocked", 2, false));
        assertThat(both)
                .isEqualTo(
                        new KnownPicture("blocked", Category.EXTREMISM, 5, 2, true, List.of("m-2", "m-7"), List.of()));
    }

    @Test
    void aFactThatCouldNotBeReadIsAFailureNotAZero() {
        var judged = judge(moderator(0.1), content(Surface.COMMENT, "hello"), ALL, Facts.NONE);
        assertThat(judged.degraded()).containsExactly(new FailedSignal("author.screenings/PT1M", "unavailable"));
        assertThat(judged.verdict()).isEqualTo(new Verdict.Review(false));
    }

    @Test
    void countsReachTheirRule() {
        var judged = judge(moderator(0.1), content(Surface.COMMENT, "hello"), ALL, Facts.of(Map.of(A_MINUTE, 60L)));
        assertThat(judged.rules()).extracting(m -> m.rule().id().value()).containsExactly("test.flood");
    }

    @Test
    void whatTheDeadlineCutsIsNamed() {
        var moderator = moderator(0.99);
        var content = content(Surface.COMMENT, "zorkle");
        var judged = moderator.conclude(content, moderator.observe(content, ALL, () -> true), QUIET);
        assertThat(judged.degraded())
                .extracting(FailedSignal::signal, FailedSignal::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("fixed", "deadline"),
                        org.assertj.core.groups.Tuple.tuple("language", "deadline"),
                        org.assertj.core.groups.Tuple.tuple("text_rules", "deadline"));
        assertThat(judged.verdict()).isEqualTo(new Verdict.Review(false));
    }

    @Test
    void aPurposeWithoutABasisNeverLooks() {
        var skipped = List.of(new SkippedPurpose(Purpose.TERMS, "no_legal_basis"));
        var onlySpam = new Permissions(EnumSet.of(Purpose.SECURITY_AND_SPAM), skipped, List.of("row"));
        // The classifier would throw if it were asked: its only rule pursues the refused purpose.
        var judged = judge(moderator(Double.NaN), content(Surface.DIRECT_MESSAGE, "zorkle"), onlySpam, QUIET);
        assertThat(judged.rules()).isEmpty();
        assertThat(judged.degraded()).isEmpty();
        assertThat(judged.permissions().skipped()).isEqualTo(skipped);
    }

    @Test
    void withoutAnyPurposeNotACharacterIsRead() {
        LanguageIdentifier untouchable = _ -> {
            throw new AssertionError("the text was read");
        };
        var moderator = new Moderator(policies, untouchable, List.of(new Fixed(Double.NaN)));
        var nothing = new Permissions(Set.of(), List.of(), List.of());
        var judged = judge(moderator, content(Surface.DIRECT_MESSAGE, "zorkle"), nothing, Facts.NONE);
        assertThat(judged.verdict()).isEqualTo(new Verdict.Allow());
        assertThat(judged.language()).isEqualTo(LanguageGuess.UNKNOWN);
        assertThat(judged.degraded()).isEmpty();
    }

    @Test
    void judgingTwiceGivesTheSame() {
        var moderator = moderator(0.95);
        var content = content(Surface.COMMENT, "a Z.o.r.k.l.e and a blimpish one");
        assertThat(judge(moderator, content, ALL, QUIET)).isEqualTo(judge(moderator, content, ALL, QUIET));
    }

    @Test
    void judgesWhatIsWrittenInMediaAndSaysWhere() {
        var line =
                new SeenText(SeenText.Source.SCREEN, "what a", 0.9, new Place(7, 1000, 2000, new Box(10, 20, 30, 5)));
        var next =
                new SeenText(SeenText.Source.SCREEN, "zorkle", 0.9, new Place(7, 1000, 3000, new Box(10, 30, 40, 5)));
        var look = new MediaLook(false, List.of(line, next), List.of(), List.of(), List.of());
        var media = new Part.Media("m", "0".repeat(64), "video/mp4", look);
        var judged = judged(List.of(new Part.Text("hello"), media));
        assertThat(judged.verdict()).isInstanceOf(Verdict.Restrict.class);
        assertThat(judged.signals())
                .filteredOn(signal -> signal.type() == SignalType.WORDS)
                .singleElement()
                .extracting(Signal::spans)
                .isEqualTo(List.of(new Span(1, 7, 13, next.place())));
    }

    @Test
    void judgesWhatCaptionsSayAndWhen() {
        var captions =
                new Part.Captions(CaptionFormat.WEBVTT, "WEBVTT\n\n00:01.000 --> 00:02.000\nyou <b>zor</b>kle\n");
        var judged = judged(List.of(captions));
        assertThat(judged.verdict()).isInstanceOf(Verdict.Restrict.class);
        var span = judged.signals().getFirst().spans().getFirst();
        assertThat(span.place()).isEqualTo(new Place(Place.NO_FRAME, 1000, 2000, null));
        assertThat(captions.document().substring(span.start(), span.end())).isEqualTo("zor</b>kle");
    }

    @Test
    void whatCouldNotBeSeenInMediaIsDegraded() {
        var look = MediaLook.NONE.missing(new FailedSignal("screen_text", "cut short"));
        var judged = judged(List.of(new Part.Media("m", "0".repeat(64), "video/mp4", look)));
        assertThat(judged.degraded()).contains(new FailedSignal("screen_text", "cut short: m"));
        assertThat(judged.verdict()).isEqualTo(new Verdict.Review(false));
    }

    private Judgement judged(List<Part> parts) {
        var content = new Content(new ContentId("c"), Surface.COMMENT, NOW, "IE", null, parts);
        var moderator = moderator(0.1);
        return moderator.conclude(content, moderator.observe(content, ALL, Deadline.NONE), QUIET);
    }
}
