package io.gatehouse.service.fact;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Context;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Deadline;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.UndecidedRule;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.policy.Loaded;
import io.gatehouse.moderation.policy.PolicyLoader;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a policy's text to its verdict, over a real store. */
class FactDeskTest {
    private static final Instant NOW = Instant.now();
    private static final Permissions ALL = new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of());
    private static final String OFFER =
            "dear neighbours the second hand bicycles from our little workshop by the old harbour are on sale until"
                    + " sunday";

    @TempDir
    Path directory;

    private Moderator moderator;

    @BeforeEach
    void load() throws IOException {
        moderator = moderator("""
              - id: test.flood
                when: { similar: { window: 10m, at_least: 6, of: authors } }
                then: { verdict: label }
              - id: test.many
                when: { if: "count('author.screenings', duration('1h')) >= 3 && distinct('author.recipients', duration('1h')) >= 2", on_unknown: skip }
                then: { verdict: label }
              - id: test.link
                when: { if: "distinct('domain.authors', duration('10m')) >= 3", on_unknown: skip }
                then: { verdict: label }
            """);
    }

    private Moderator moderator(String rules) throws IOException {
        Files.createDirectories(directory.resolve("content"));
        Files.writeString(directory.resolve("VERSION"), "test.1\n");
        Files.writeString(
                directory.resolve("surfaces.yaml"), "surfaces:\n  comment: { on_failure: review, deadline: 500ms }\n");
        Files.writeString(directory.resolve("content/test.yaml"), """
            policy: test
            title: Test norm
            clause: Rules 1
            category: spam
            purpose: security_and_spam
            ground: { incompatible: "Rules 1: no spam", dsa_category: STATEMENT_CATEGORY_OTHER_VIOLATION_TC, keywords: [KEYWORD_OTHER] }
            rules:
            """ + rules);
        return switch (PolicyLoader.load(directory, Set.of(), Set.of("en"))) {
            case Loaded.Compiled(PolicySet compiled) ->
                new Moderator(compiled, _ -> new LanguageGuess("en", 0.99), List.of());
            case Loaded.Rejected(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static AccountRef account(String id) {
        try {
            return new AccountRef(MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CellReader nobodysCell() {
        return (CellReader) Proxy.newProxyInstance(
                FactDeskTest.class.getClassLoader(), new Class<?>[] {CellReader.class}, (_, _, _) -> new byte[0]);
    }

    private Judgement screen(FactDesk desk, String author, String id, String text, @Nullable List<String> recipients) {
        var people = recipients == null ? null : (long) recipients.size();
        var context = new Context("eu-west-1", null, null, null, null, people, null);
        var content =
                new Content(new ContentId(id), Surface.COMMENT, NOW, "IE", null, List.of(new Part.Text(text)), context);
        var seen = moderator.observe(content, ALL, Deadline.NONE);
        var sent = new FactDesk.Sent(
                new RegionId("eu-west-1"),
                List.of(nobodysCell()),
                account(author),
                id,
                null,
                recipients == null
                        ? null
                        : recipients.stream().map(FactDeskTest::account).toList());
        Facts facts = desk.tell(sent, seen, NOW);
        return moderator.conclude(content, seen, facts);
    }

    private static FactDesk desk(FactStore store) {
        return new FactDesk(store, new FactDigests(new byte[32]), new SimpleMeterRegistry());
    }

    private static List<String> rules(Judgement judged) {
        return judged.rules().stream().map(match -> match.rule().id().value()).toList();
    }

    private void playsAll(FactStore store) {
        var desk = desk(store);
        for (int i = 0; i < 10; i++) screen(desk, "a" + i, "m" + i, OFFER + " lot " + i, null);
        assertThat(rules(screen(desk, "b", "m-b", OFFER + " lot 77", null))).containsExactly("test.flood");
        assertThat(rules(screen(desk, "b", "m-c", "good morning", null))).isEmpty();
        // A repeat counts once.
        for (int i = 0; i < 5; i++)
            assertThat(rules(screen(desk, "c", "same", "hi", List.of("d", "e"))))
                    .isEmpty();
        screen(desk, "c", "other", "hi", List.of("d"));
        assertThat(rules(screen(desk, "c", "third", "hi", List.of("d")))).containsExactly("test.many");
        // To whom was not said: that it was to few is not known.
        var unsaid = screen(desk, "c", "fourth", "hi", null);
        assertThat(unsaid.undecided()).extracting(UndecidedRule::missing).hasSize(1);
        assertThat(unsaid.degraded()).isEmpty();
        for (String author : List.of("l1", "l2"))
            assertThat(rules(screen(desk, author, author, "look: https://a.shop.example.co.uk/" + author, null)))
                    .isEmpty();
        assertThat(rules(screen(desk, "l3", "l3", "look: http://b.SHOP.example.co.uk", null)))
                .containsExactly("test.link");
    }

    @Test
    void playsFloodsRecipientsAndLinksInProcess() {
        try (var store = new InProcessFactStore()) {
            playsAll(store);
        }
    }

    @Test
    void playsTheSameOnAServerAndIsNotSureOnceItIsKilled() throws Exception {
        int port = ValkeyFactStoreTest.freePort();
        var server = ValkeyFactStoreTest.start(port);
        try (var store = ValkeyFactStore.open(URI.create("redis://127.0.0.1:" + port), Duration.ofSeconds(2))) {
            playsAll(store);
            server.stop();
            var judged = screen(desk(store), "z", "m-z", OFFER, List.of("d"));
            // The flood has no on_unknown: the surface says review. The others say skip.
            assertThat(judged.verdict()).isEqualTo(new Verdict.Review(false));
            assertThat(judged.rules()).isEmpty();
            assertThat(judged.undecided()).hasSize(2);
            assertThat(judged.degraded())
                    .contains(new FailedSignal(
                            new FactKey("text.authors", Duration.ofMinutes(10)).wireName(), "unavailable"));
        } finally {
            server.stop();
        }
    }

    private static String guarded(String onUnknown) {
        return """
              - id: test.busy
                when: { if: "count('author.screenings', duration('1h')) > 1000", on_unknown: %s }
                then: { verdict: label }
            """.formatted(onUnknown);
    }

    @Test
    void doesAsEachRuleDeclaresWhileTheServerIsDownAndAsItsCountSaysOnceItIsBack() throws Exception {
        int port = ValkeyFactStoreTest.freePort();
        var server = ValkeyFactStoreTest.start(port);
        try (var store = ValkeyFactStore.open(URI.create("redis://127.0.0.1:" + port), Duration.ofSeconds(2))) {
            for (String onUnknown : List.of("match", "skip", "review")) {
                moderator = moderator(guarded(onUnknown));
                assertThat(screen(desk(store), "n", "up-" + onUnknown, "hi", null)
                                .rules())
                        .isEmpty();
                server.stop();
                var judged = screen(desk(store), "n", "down-" + onUnknown, "hi", null);
                assertThat(judged.degraded())
                        .containsExactly(new FailedSignal("author.screenings/PT1H", "unavailable"));
                assertThat(rules(judged)).isEqualTo(onUnknown.equals("match") ? List.of("test.busy") : List.of());
                assertThat(judged.undecided()).hasSize(onUnknown.equals("match") ? 0 : 1);
                assertThat(judged.verdict())
                        .isEqualTo(onUnknown.equals("review") ? new Verdict.Review(false) : new Verdict.Allow());
                server = ValkeyFactStoreTest.start(port);
                ValkeyFactStoreTest.awaitAnswer(store, FactStoreContract.set());
                var again = screen(desk(store), "n", "back-" + onUnknown, "hi", null);
                assertThat(again.degraded()).isEmpty();
                assertThat(rules(again)).isEmpty();
            }
        } finally {
            server.stop();
        }
    }
}
