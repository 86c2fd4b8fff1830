package io.gatehouse.residency.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.Seeds;
import io.gatehouse.residency.region.ConfigurationRejectedException;
import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.residency.region.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every conversation, and what the rules file may say. */
class ConversationPlacementTest {
    private static final Topology TOPOLOGY = Topology.load(Vectors.shippedResidency());
    private static final ConversationRules SHIPPED = ConversationRules.load(Vectors.shippedResidency(), TOPOLOGY);
    private static final Instant AT = Instant.parse("2026-11-30T12:00:00Z");

    @TempDir
    Path directory;

    private static Conversation random(RandomGenerator random) {
        var surfaces = List.of("group", "direct_message", "open_channel", "unlisted");
        var members = new ArrayList<Member>();
        for (int n = random.nextInt(5); n > 0; n--) members.add(member(random));
        Optional<RecordedPlacement> recorded = random.nextInt(3) > 0
                ? Optional.empty()
                : Optional.of(new RecordedPlacement(
                        PlacementRule.STRICTEST_PARTICIPANT, region(random), AT.minusSeconds(random.nextInt(10_000))));
        return new Conversation(
                surfaces.get(random.nextInt(surfaces.size())), Optional.empty(), region(random), members, recorded, AT);
    }

    private static RegionId region(RandomGenerator random) {
        var regions = TOPOLOGY.regions();
        return regions.get(random.nextInt(regions.size())).id();
    }

    private static Member member(RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0 -> new Member.Unknown();
            case 1 -> new Member.Stated(region(random));
            default -> new Member.Known(region(random));
        };
    }

    private static ConversationRules rules(PlacementRule rule, UnknownMembers unknown) {
        var own = SHIPPED.rows().getFirst();
        return new ConversationRules(
                SHIPPED.strictness(),
                List.of(new ConversationRules.Row(
                        own.surfaces(),
                        Optional.empty(),
                        own.from(),
                        Optional.empty(),
                        rule,
                        unknown,
                        "test",
                        true,
                        1)));
    }

    private static int level(RegionId region) {
        return SHIPPED.level(TOPOLOGY.region(region).map(Region::jurisdiction).orElseThrow());
    }

    private static <T> T any(RandomGenerator random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    @Test
    void contentNeverGoesToALaxerLawAndNeverFromOneThatIsAsStrict() {
        Seeds.forAll(5_000, random -> {
            var asked = random(random);
            var rules = rules(any(random, PlacementRule.values()), any(random, UnknownMembers.values()));
            if (!(new ConversationPlacement(TOPOLOGY, rules).place(asked) instanceof Placement.Stored stored)) return;
            if (stored.region().equals(asked.author())) return;
            assertThat(level(stored.region())).isLessThan(level(asked.author()));
            assertThat(stored.rule()).isEqualTo(PlacementRule.STRICTEST_PARTICIPANT);
        });
    }

    @Test
    void theStrictestMemberIsHeededWhoeverElseIsThere() {
        Seeds.forAll(5_000, random -> {
            var asked = random(random);
            var placement = new ConversationPlacement(
                            TOPOLOGY, rules(PlacementRule.STRICTEST_PARTICIPANT, UnknownMembers.STRICTEST))
                    .place(asked);
            if (asked.surface().equals("unlisted") || asked.surface().equals("open_channel")) return;
            var stored = (Placement.Stored) placement;
            for (var member : asked.members()) {
                int level = switch (member) {
                    case Member.Known(var home) -> level(home);
                    case Member.Stated(var home) -> level(home);
                    case Member.Unknown() -> 0;
                };
                assertThat(level(stored.region())).isLessThanOrEqualTo(level);
            }
            asked.recorded()
                    .ifPresent(
                            record -> assertThat(level(stored.region())).isLessThanOrEqualTo(level(record.region())));
        });
    }

    @Test
    void theOrderOfMembersDoesNotMatter() {
        Seeds.forAll(2_000, random -> {
            var asked = random(random);
            var shuffled = new ArrayList<>(asked.members());
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            var other = new Conversation(
                    asked.surface(), asked.service(), asked.author(), shuffled, asked.recorded(), asked.at());
            var rules = rules(any(random, PlacementRule.values()), any(random, UnknownMembers.values()));
            var placement = new ConversationPlacement(TOPOLOGY, rules);
            assertThat(placement.place(other)).isEqualTo(placement.place(asked));
        });
    }

    @Test
    void whatIsRecordedIsNeverLoosened() {
        Seeds.forAll(2_000, random -> {
            var placement = new ConversationPlacement(
                    TOPOLOGY, rules(PlacementRule.STRICTEST_PARTICIPANT, UnknownMembers.STRICTEST));
            Optional<RecordedPlacement> record = Optional.empty();
            for (int message = 0; message < 6; message++) {
                var next = random(random);
                var asked = new Conversation("group", Optional.empty(), next.author(), next.members(), record, AT);
                var noted = ((Placement.Stored) placement.place(asked)).record();
                if (noted.isPresent() && record.isPresent())
                    assertThat(level(noted.get().region()))
                            .isLessThan(level(record.get().region()));
                record = noted.or(() -> asked.recorded());
            }
        });
    }

    @Test
    void aSurfaceWithoutARuleStaysAtHomeAndSaysSo() {
        var asked = new Conversation(
                "unlisted",
                Optional.empty(),
                new RegionId("us-east-1"),
                List.of(new Member.Known(new RegionId("eu-west-1"))),
                Optional.empty(),
                AT);
        var stored = (Placement.Stored) new ConversationPlacement(TOPOLOGY, SHIPPED).place(asked);
        assertThat(stored.region()).isEqualTo(asked.author());
        assertThat(stored.reason()).isEqualTo(Placement.Reason.NO_RULE);
    }

    @Test
    void aRowForTheServiceGoesBeforeTheRowForAll() throws IOException {
        var rules = load("""
            strictness: %s
            rules:
              - { surfaces: [group], from: 2020-01-01, rule: author, unknown: strictest, source: all }
              - { surfaces: [group], service: messages, from: 2020-01-01, to: 2026-11-29, rule: strictest_participant, unknown: strictest, source: own }
            """.formatted(ORDER));
        var day = java.time.LocalDate.parse("2026-11-29");
        assertThat(rules.rowFor("group", Optional.of("messages"), day)
                        .orElseThrow()
                        .source())
                .isEqualTo("own");
        assertThat(rules.rowFor("group", Optional.of("video"), day)
                        .orElseThrow()
                        .source())
                .isEqualTo("all");
        assertThat(rules.rowFor("group", Optional.of("messages"), day.plusDays(1))
                        .orElseThrow()
                        .source())
                .as("the last day is the last")
                .isEqualTo("all");
        assertThat(rules.rowFor("group", Optional.empty(), day.minusYears(10))).isEmpty();
    }

    private static final String ORDER = "[ { jurisdiction: eea, seat: eu-west-1 }, { jurisdiction: uk, seat: uk },"
            + " { jurisdiction: sg, seat: ap-southeast-1 }, { jurisdiction: us, seat: us-east-1 } ]";

    private ConversationRules load(String yaml) throws IOException {
        Files.writeString(directory.resolve("conversations.yaml"), yaml);
        return ConversationRules.load(directory, TOPOLOGY);
    }

    @Test
    void everyFaultIsNamedWithItsLine() {
        assertThatThrownBy(() -> load("""
            strictness:
              - { jurisdiction: us, seat: us-east-1 }
              - { jurisdiction: eea, seat: uk }
              - { jurisdiction: mars, seat: us-east-1 }
              - { jurisdiction: us, seat: us-east-1 }
            rules:
              - { surfaces: [group], from: 2020-01-01, rule: laxest, unknown: ignore, source: x }
              - { surfaces: [], from: 2021-01-01, to: 2020-01-01, rule: author, unknown: refuse, source: x }
              - { surfaces: [group], from: 2020-01-01, rule: author, unknown: refuse, source: x }
              - { surfaces: [group, live], from: 2022-01-01, rule: author, unknown: refuse, source: x }
            """))
                .isInstanceOf(ConfigurationRejectedException.class)
                .message()
                .contains("conversations.yaml:3")
                .contains("stands behind one that is not")
                .contains("uk is not a region of 'eea'")
                .contains("no such jurisdiction: 'mars'")
                .contains("'us' appears twice")
                .contains("'sg' is not ordered")
                .contains("'laxest'")
                .contains("'ignore'")
                .contains("'surfaces' names none")
                .contains("'to' is before 'from'")
                .contains("two rules for the same days");
    }
}
