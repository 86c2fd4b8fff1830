package io.gatehouse.service.policy;

import static io.gatehouse.service.policy.PolicyFixture.policies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.moderation.fact.KnownPicture;
import io.gatehouse.moderation.fact.MediaFindings;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.service.decision.DecisionRecord;
import io.gatehouse.service.judging.Judged;
import io.gatehouse.service.policy.PolicyFixture.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Several nodes on one control database. */
class PolicyNodesTest {
    private static final String RULE = "test.restricted";
    private static final String BAND = "expect: { rate: [0, 0.1], per: 1h, at_least: 1000 }";

    @Test
    void aPublishIsLiveOnEveryNodeWithinTwoSeconds() {
        var fixture = new PolicyFixture(policies("1", ""));
        Node second = fixture.node("second");
        try (var threads = new PolicyThreads()) {
            threads.every(PolicyConfiguration.LOOKS_EVERY, "first", fixture.first.node::follow);
            threads.every(PolicyConfiguration.LOOKS_EVERY, "second", second.node::follow);
            long slowest = 0;
            for (int i = 2; i <= 6; i++) {
                String digest = fixture.store(fixture.first, policies(Integer.toString(i), ""));
                fixture.first.life.approve(digest, PolicyFixture.SECOND);
                long published = System.nanoTime();
                assertThat(fixture.first.life.stage(digest, Stage.ACTIVE, 0, PolicyFixture.AUTHOR, ""))
                        .isInstanceOf(Staging.Done.class);
                while (!(fixture.first.running().equals(digest)
                        && second.running().equals(digest))) {
                    assertThat(System.nanoTime() - published)
                            .isLessThan(Duration.ofSeconds(10).toNanos());
                    LockSupport.parkNanos(1_000_000);
                }
                slowest = Math.max(slowest, System.nanoTime() - published);
            }
            System.out.printf("publish to live on two nodes: slowest of 5 %d ms%n", slowest / 1_000_000);
            assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(2));
        }
        assertThat(NodeRows.all(fixture.store))
                .hasSize(2)
                .allSatisfy(report -> assertThat(report.active()).isEqualTo(second.running()));
    }

    @Test
    void aNodeThatWasDownAtThePublishPicksItUpAtItsStart() {
        var fixture = new PolicyFixture(policies("1", ""));
        String digest = fixture.publish(fixture.first, policies("2", ""));
        assertThat(fixture.node("late").running()).isEqualTo(digest);
    }

    @Test
    void aNodeThatCannotLoadAVersionKeepsTheOldOneAndSaysSo() {
        var fixture = new PolicyFixture(policies("1", ""));
        Node second = fixture.node("second");
        String before = second.running();
        String digest = fixture.publish(fixture.first, policies("2", ""));
        fixture.control.<Integer>transact(connection ->
                Sql.update(connection, "DELETE FROM policy_file WHERE digest = ? AND path = 'surfaces.yaml'", digest));
        fixture.first.node.follow();
        second.node.follow();
        assertThat(fixture.first.running()).isEqualTo(digest);
        assertThat(second.running()).isEqualTo(before);
        assertThat(second.node.fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("active", "surfaces.yaml"));
        assertThat(NodeRows.all(fixture.store))
                .filteredOn(report -> report.node().equals("second"))
                .allSatisfy(report -> assertThat(report.fault()).contains("surfaces.yaml"));
        assertThatThrownBy(() -> fixture.node("third")).hasMessageContaining("surfaces.yaml");
    }

    @Test
    void whatTheHashBanksSaidIsToldAgain() {
        var media = new MediaFindings(
                List.of(new FailedSignal("media", "not looked at yet: m")),
                List.of(new KnownPicture("bank", Category.HATE_THREATENING, 7)));
        var judged = new PolicyFixture(policies("1", "")).first.judge("hello");
        var told = new Judged(
                judged.content(),
                judged.facts().with(media),
                judged.judgement(),
                judged.overrides(),
                judged.versions(),
                judged.judgedAt());
        assertThat(DecisionRecord.factsOf(DecisionRecord.write(told)).media()).isEqualTo(media);
        assertThat(DecisionRecord.factsOf(DecisionRecord.write(judged)).media()).isEqualTo(MediaFindings.NONE);
    }

    @Test
    void aRuleThatLeavesItsBandIsDemotedOnEveryNodeByTheSumOfAll() {
        var fixture = new PolicyFixture(policies("1", BAND));
        Node second = fixture.node("second");
        fixture.first.count(RULE, 600, 100);
        assertThat(fixture.first.watch.turn()).as("too few to tell").isFalse();
        second.count(RULE, 600, 100);
        assertThat(second.watch.turn()).isTrue();
        assertThat(fixture.first.watch.turn()).as("once is enough").isFalse();
        fixture.first.node.follow();
        second.node.follow();
        for (Node node : List.of(fixture.first, second)) {
            var judged = node.judge("a flurbishment");
            assertThat(judged.judgement().verdict().wireName()).isEqualTo("allow");
            assertThat(judged.judgement().labels()).isEmpty();
            assertThat(DecisionRecord.overridesOf(DecisionRecord.write(judged)))
                    .as("what replay is told")
                    .isEqualTo(node.node.policies().active().overrides())
                    .isNotEqualTo(Overrides.NONE);
            assertThat(judged.judgement().shadowed()).singleElement().satisfies(shadowed -> {
                assertThat(shadowed.match().rule().id()).isEqualTo(new RuleId(RULE));
                assertThat(shadowed.reason()).contains("matched 200 of 1,200");
            });
        }
        assertThat(fixture.store.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(PolicyEvent.DEMOTED);
            assertThat(alert.rule()).isEqualTo(RULE);
            assertThat(alert.by()).isEqualTo(PolicyEvent.NOBODY);
        });
    }

    @Test
    void whoRestoresARuleBeginsCountingAnew() {
        var fixture = new PolicyFixture(policies("1", BAND));
        Node node = fixture.first;
        node.count(RULE, 2_000, 1_000);
        assertThat(node.watch.turn()).isTrue();
        node.node.follow();
        assertThat(node.life.restore(node.running(), RULE, PolicyFixture.AUTHOR, ""))
                .isTrue();
        assertThat(node.life.restore(node.running(), RULE, PolicyFixture.AUTHOR, ""))
                .isFalse();
        node.node.follow();
        assertThat(node.judge("a flurbishment").judgement().verdict().wireName())
                .isEqualTo("restrict");
        fixture.clock.forward(Duration.ofMinutes(1));
        assertThat(node.watch.turn()).as("what was counted before is over").isFalse();
        node.count(RULE, 2_000, 1_000);
        assertThat(node.watch.turn()).as("it matched too often again").isTrue();
    }

    @Test
    void aBrokenBandRollsBackWhereThePolicySaysSo() {
        var fixture = new PolicyFixture(policies("1", ""));
        String before = fixture.first.running();
        Node node = fixture.first;
        String worse = fixture.publish(
                node, policies("2", "expect: { rate: [0, 0.1], per: 1h, at_least: 100, otherwise: rollback }"));
        node.node.follow();
        node.count(RULE, 1_000, 900);
        assertThat(node.watch.turn()).isTrue();
        node.node.follow();
        assertThat(node.running()).isEqualTo(before);
        var event = fixture.store.alerts().getFirst();
        assertThat(event.kind()).isEqualTo(PolicyEvent.ROLLED_BACK);
        assertThat(event.replaced()).isEqualTo(worse);
        assertThat(event.reason()).contains(RULE, "900 of 1,000");
        // It must not come back by itself: a rollback from here has nowhere to go.
        assertThat(node.life.rollBack(null, PolicyFixture.AUTHOR, "")).isInstanceOf(Staging.NotNow.class);
    }

    @Test
    void aQuotaThatIsUsedUpAsksForReviewUntilMidnight() {
        var fixture = new PolicyFixture(policies("1", "quota: { per_day: 500 }"));
        Node node = fixture.first;
        node.count(RULE, 499, 499);
        assertThat(node.watch.turn()).isFalse();
        node.count(RULE, 1, 1);
        assertThat(node.watch.turn()).isTrue();
        node.node.follow();
        var judged = node.judge("a flurbishment").judgement();
        assertThat(judged.verdict().wireName()).isEqualTo("review");
        assertThat(judged.labels()).hasSize(1);
        assertThat(judged.shadowed().getFirst().reason()).contains("quota is 500");
        assertThat(fixture.store.alerts().getFirst().kind()).isEqualTo(PolicyEvent.QUOTA_EXCEEDED);
        fixture.clock.forward(Duration.ofHours(12));
        node.node.follow();
        assertThat(node.judge("a flurbishment").judgement().verdict().wireName())
                .isEqualTo("restrict");
        assertThat(node.watch.turn()).as("a new day").isFalse();
        node.count(RULE, 500, 500);
        assertThat(node.watch.turn()).as("and its own quota").isTrue();
    }

    @Test
    void anEditedDirectoryIsLiveOnceItIsSoundAndABadEditChangesNothing() throws IOException {
        var files = policies("1", "");
        var fixture = new PolicyFixture(files);
        Path directory = PolicyFixture.temporary();
        files.writeTo(directory);
        Node node = fixture.first;
        var watch = new DirectoryWatch(directory, node.library, node.life);
        String before = node.running();
        assertThat(watch.look()).isFalse();

        Path norm = directory.resolve("content/test.yaml");
        String sound = Files.readString(norm);
        Files.writeString(norm, sound.replace("category: hate", "category: hated"));
        assertThat(watch.look()).as("somebody may still be writing").isFalse();
        assertThat(watch.look()).isFalse();
        assertThat(watch.faults())
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.file()).isEqualTo("content/test.yaml"));
        Files.writeString(norm, sound.replace("[ \"one flurbishment\" ]", "[ \"one other word here\" ]"));
        watch.look();
        watch.look();
        assertThat(watch.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("should match"));
        node.node.follow();
        assertThat(node.running()).isEqualTo(before);

        Files.writeString(norm, sound.replace("flurbishment ]", "flurbishment, another ]"));
        watch.look();
        assertThat(watch.look()).isTrue();
        assertThat(watch.faults()).isEmpty();
        node.node.follow();
        assertThat(node.judge("just another").judgement().verdict().wireName()).isEqualTo("restrict");
    }
}
