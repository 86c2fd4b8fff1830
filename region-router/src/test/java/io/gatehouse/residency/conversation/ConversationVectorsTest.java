package io.gatehouse.residency.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.residency.region.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The published placements, {@code policies/residency/vectors/conversations.csv}. */
class ConversationVectorsTest {
    private static final Topology TOPOLOGY = Topology.load(Vectors.shippedResidency());
    private static final ConversationRules SHIPPED = ConversationRules.load(Vectors.shippedResidency(), TOPOLOGY);
    private static final Instant AT = Instant.parse("2026-11-30T12:00:00Z");

    static List<CSVRecord> rows() throws IOException {
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setCommentMarker('#')
                .get();
        try (var reader = Files.newBufferedReader(Vectors.shippedResidency().resolve("vectors/conversations.csv"))) {
            return format.parse(reader).getRecords();
        }
    }

    @TestFactory
    Stream<DynamicTest> theMessageLiesWherePublished() throws IOException {
        return rows().stream().map(row -> DynamicTest.dynamicTest(row.get("case"), () -> check(row)));
    }

    @Test
    void thereAreAtLeastThirtyOfThem() throws IOException {
        assertThat(rows()).hasSizeGreaterThanOrEqualTo(30);
    }

    private static void check(CSVRecord row) {
        var conversation = new Conversation(
                "group",
                Optional.empty(),
                new RegionId(row.get("author")),
                words(row.get("members")).map(ConversationVectorsTest::member).toList(),
                recorded(row.get("recorded")),
                AT);
        var placement = new ConversationPlacement(TOPOLOGY, rules(row)).place(conversation);
        assertThat(placement.explanation())
                .isNotEmpty()
                .allSatisfy(sentence -> assertThat(sentence).endsWith("."));
        switch (placement) {
            case Placement.Refused _ -> assertThat("refused").isEqualTo(row.get("region"));
            case Placement.Stored stored -> {
                assertThat(stored.region().value()).isEqualTo(row.get("region"));
                assertThat(stored.reason().wireName()).isEqualTo(row.get("reason"));
                assertThat(stored.copies().stream().map(RegionId::value).collect(Collectors.joining(" ")))
                        .isEqualTo(row.get("copies"));
                assertThat(stored.record()
                                .map(record -> record.region().value())
                                .orElse(""))
                        .isEqualTo(row.get("record"));
            }
        }
    }

    private static ConversationRules rules(CSVRecord row) {
        var own = SHIPPED.rows().getFirst();
        return new ConversationRules(
                SHIPPED.strictness(),
                List.of(new ConversationRules.Row(
                        own.surfaces(),
                        Optional.empty(),
                        own.from(),
                        Optional.empty(),
                        PlacementRule.ofWireName(row.get("rule")).orElseThrow(),
                        UnknownMembers.ofWireName(row.get("unknown")).orElseThrow(),
                        "a vector",
                        true,
                        1)));
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty());
    }

    private static Member member(String word) {
        if (word.equals("?")) return new Member.Unknown();
        return word.startsWith("stated:")
                ? new Member.Stated(new RegionId(word.substring("stated:".length())))
                : new Member.Known(new RegionId(word));
    }

    private static Optional<RecordedPlacement> recorded(String text) {
        if (text.isEmpty()) return Optional.empty();
        var parts = text.split("@");
        return Optional.of(new RecordedPlacement(
                PlacementRule.STRICTEST_PARTICIPANT, new RegionId(parts[0]), Instant.parse(parts[1])));
    }
}
