package io.gatehouse.residency.archive;

import static io.gatehouse.residency.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.archive.ArchivedContent.Decision;
import io.gatehouse.residency.archive.ArchivedContent.Revision;
import io.gatehouse.residency.archive.SegmentKeys.Opening;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.key.KeyRefusedException;
import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.key.PersonKeys;
import io.gatehouse.residency.region.RegionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentTest {
    private static final RegionId REGION = new RegionId("eu-west-1");

    @TempDir
    Path directory;

    private PersonKeys keys;
    private final SecureRandom random = new SecureRandom();

    @BeforeEach
    void openKeys() throws IOException {
        keys = new PersonKeys(FileRegionKey.openOrCreate(directory.resolve("region"), REGION), random);
    }

    private PersonKey person(String name) {
        return keys.create(bytes(name)).key();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ArchivedContent content(long index, String words) {
        return new ArchivedContent(
                index,
                "eu-west-1.s." + index,
                "client",
                index,
                List.of(new Revision(1, bytes(words))),
                List.of(new Decision(
                        "eu-west-1.d." + index,
                        index,
                        null,
                        1,
                        "comment",
                        "allow",
                        List.of(),
                        "en",
                        "sha256:00",
                        false,
                        Instant.parse("2026-01-02T03:04:05.678901Z"),
                        bytes("record of " + words),
                        bytes("answer to " + words))));
    }

    private static ArchivedContent content(long index, RandomGenerator random) {
        var revisions = new ArrayList<Revision>();
        for (int i = random.nextInt(4); i > 0; i--) revisions.add(new Revision(5 - i, some(random)));
        var decisions = new ArrayList<Decision>();
        for (int i = 0; i <= random.nextInt(4); i++)
            decisions.add(new Decision(
                    "d" + index + "." + i,
                    index + i,
                    i == 0 ? null : index + i - 1,
                    1 + random.nextInt(3),
                    "group",
                    random.nextBoolean() ? "restrict" : "allow",
                    random.nextBoolean() ? List.of("hate", "spam") : List.of(),
                    "fr",
                    "sha256:" + random.nextInt(),
                    random.nextBoolean(),
                    Instant.ofEpochSecond(random.nextLong(1L << 34), random.nextInt(1_000_000_000)),
                    random.nextInt(5) == 0 ? null : some(random),
                    random.nextInt(5) == 0 ? null : some(random)));
        return new ArchivedContent(index, "s" + index, "client", index, revisions, decisions);
    }

    private static byte[] some(RandomGenerator random) {
        var bytes = new byte[random.nextInt(2_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Whoever asks for a content that was put there. */
    private static final class Written implements SegmentKeys {
        final Map<Long, Opening> openings = new HashMap<>();

        void add(SegmentWriter writer, ArchivedContent content, PersonKey person) {
            var placed = writer.add(content, person);
            openings.put(content.index(), new Opening(person, placed.contentSalt(), placed.decisionSalt()));
        }

        @Override
        public Optional<Opening> of(long contentIndex) {
            return Optional.ofNullable(openings.get(contentIndex));
        }
    }

    /** Records compare arrays by identity. */
    private static String told(ArchivedContent content) {
        var told = new StringBuilder(content.index() + content.screeningId() + content.client() + content.standing());
        for (var each : content.revisions())
            told.append(each.number()).append(java.util.HexFormat.of().formatHex(each.content()));
        for (var each : content.decisions())
            told.append(each.decisionId())
                    .append(each.logIndex())
                    .append(each.supersedes())
                    .append(each.revision())
                    .append(each.surface())
                    .append(each.verdict())
                    .append(each.categories())
                    .append(each.language())
                    .append(each.policyDigest())
                    .append(each.degraded())
                    .append(each.decidedAt())
                    .append(
                            each.record() == null
                                    ? "none"
                                    : java.util.HexFormat.of().formatHex(each.record()))
                    .append(
                            each.answer() == null
                                    ? "none"
                                    : java.util.HexFormat.of().formatHex(each.answer()));
        return told.toString();
    }

    @Test
    void givesBackWhatWasPutIn() {
        forAll(60, seeded -> {
            var writer = new SegmentWriter(REGION, random);
            var written = new Written();
            var people = List.of(person("a"), person("b"), person("c"));
            var contents = new ArrayList<ArchivedContent>();
            long index = 0;
            for (int i = seeded.nextInt(1, 20); i > 0; i--) {
                index += seeded.nextLong(1, 1_000);
                contents.add(content(index, seeded));
                written.add(writer, contents.getLast(), people.get(seeded.nextInt(3)));
            }
            var reader = SegmentReader.of(REGION, writer.finish());
            assertThat(reader.entries())
                    .extracting(SegmentEntry::contentIndex)
                    .containsExactlyElementsOf(
                            contents.stream().map(ArchivedContent::index).toList());
            for (int i = 0; i < contents.size(); i++)
                assertThat(told(reader.open(reader.entries().get(i), written).orElseThrow()))
                        .isEqualTo(told(contents.get(i)));
        });
    }

    @Test
    void itsDigestIsOfAllOfIt() throws Exception {
        var writer = new SegmentWriter(REGION, random);
        new Written().add(writer, content(7, "words"), person("anna"));
        byte[] segment = writer.finish();
        assertThat(writer.sha256())
                .isEqualTo(java.security.MessageDigest.getInstance("SHA-256").digest(segment));
    }

    @Test
    void saysNothingByItself() {
        var writer = new SegmentWriter(REGION, random);
        new Written().add(writer, content(7, "zorkle zorkle zorkle"), person("anna"));
        String segment = new String(writer.finish(), StandardCharsets.ISO_8859_1);
        assertThat(segment).doesNotContain("zorkle", "anna", "eu-west-1", "client", "answer");
    }

    @Test
    void whatHasNoSaltDoesNotOpen() {
        var writer = new SegmentWriter(REGION, random);
        var written = new Written();
        var anna = person("anna");
        written.add(writer, content(1, "first words"), anna);
        written.add(writer, content(2, "other words"), anna);
        var reader = SegmentReader.of(REGION, writer.finish());
        var first = reader.entries().getFirst();
        var whole = written.openings.get(1L);

        written.openings.put(1L, new Opening(anna, null, whole.decisionSalt()));
        assertThat(reader.open(first, written).orElseThrow().revisions()).isEmpty();
        assertThat(reader.open(first, written).orElseThrow().decisions()).hasSize(1);
        written.openings.put(1L, new Opening(anna, whole.contentSalt(), null));
        assertThat(reader.open(first, written)).isEmpty();
        written.openings.remove(1L);
        assertThat(reader.open(first, written)).isEmpty();

        for (var wrong : List.of(
                new Opening(person("another"), whole.contentSalt(), whole.decisionSalt()),
                new Opening(anna, whole.decisionSalt(), whole.decisionSalt()),
                written.openings.get(2L))) {
            written.openings.put(1L, wrong);
            assertThatThrownBy(() -> reader.open(first, written)).isInstanceOf(KeyRefusedException.class);
        }
    }

    @Test
    void aRecordsKeyIsNeitherThePersonsNorAnotherSalts() {
        var anna = person("anna");
        byte[] place = bytes("place");
        byte[] sealed = anna.record(bytes("salt")).seal(bytes("words"), place);
        assertThat(anna.record(bytes("salt")).open(sealed, place)).isEqualTo(bytes("words"));
        assertThatThrownBy(() -> anna.open(sealed, place)).isInstanceOf(KeyRefusedException.class);
        assertThatThrownBy(() -> anna.record(bytes("tlas")).open(sealed, place))
                .isInstanceOf(KeyRefusedException.class);
        assertThatThrownBy(() -> anna.record(bytes("salt")).open(sealed, bytes("elsewhere")))
                .isInstanceOf(KeyRefusedException.class);
    }

    @Test
    void everyChangedByteAndEveryCutIsRefused() {
        var writer = new SegmentWriter(REGION, random);
        var written = new Written();
        for (int i = 0; i < 5; i++) written.add(writer, content(i, "words " + i), person("p" + i));
        byte[] segment = writer.finish();
        forAll(400, seeded -> {
            var changed = segment.clone();
            changed[seeded.nextInt(changed.length)] ^= (byte) (1 << seeded.nextInt(8));
            assertThatThrownBy(() -> SegmentReader.of(REGION, changed)).isInstanceOf(SegmentRefusedException.class);
            var cut = java.util.Arrays.copyOf(segment, seeded.nextInt(segment.length));
            assertThatThrownBy(() -> SegmentReader.of(REGION, cut)).isInstanceOf(SegmentRefusedException.class);
        });
    }

    @Test
    void aPartOfAnotherContentDoesNotOpenInItsPlace() {
        var writer = new SegmentWriter(REGION, random);
        var written = new Written();
        written.add(writer, content(1, "one"), person("anna"));
        byte[] segment = writer.finish();
        var entry = SegmentReader.of(REGION, segment).entries().getFirst();
        var sealed = java.util.Arrays.copyOfRange(segment, (int) entry.offset(), (int) entry.offset() + entry.length());
        var opening = written.openings.get(1L);
        assertThat(SegmentReader.open(REGION, 1, sealed, entry.contentLength(), opening))
                .isPresent();
        assertThatThrownBy(() -> SegmentReader.open(REGION, 2, sealed, entry.contentLength(), opening))
                .isInstanceOf(KeyRefusedException.class);
        assertThatThrownBy(() -> SegmentReader.open(new RegionId("uk"), 1, sealed, entry.contentLength(), opening))
                .isInstanceOf(KeyRefusedException.class);
    }

    @Test
    void contentsComeInOrder() {
        var writer = new SegmentWriter(REGION, random);
        writer.add(content(5, "five"), person("anna"));
        assertThatThrownBy(() -> writer.add(content(5, "five"), person("anna")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
