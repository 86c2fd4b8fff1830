package io.gatehouse.moderation.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatehouse.moderation.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuthorRecordTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Mark LABEL = new Mark.Label("spammer", Duration.ofDays(30));
    private static final Mark.Strike STRIKE = new Mark.Strike(4, Duration.ofDays(100), Mark.Decay.LINEAR, null);

    @Test
    void forgetsWhatHasExpired() {
        var record = AuthorRecord.EMPTY.noted("d-1", List.of(LABEL, STRIKE), NOW);
        assertThat(record.asOf(NOW).labels()).containsExactly("spammer");
        assertThat(record.asOf(NOW.plus(Duration.ofDays(30))).labels()).isEmpty();
        assertThat(record.asOf(NOW).strikes()).isEqualTo(4);
        assertThat(record.asOf(NOW.plus(Duration.ofDays(50))).strikes()).isEqualTo(2, within(1e-9));
        assertThat(record.asOf(NOW.plus(Duration.ofDays(100))).strikes()).isZero();
    }

    @Test
    void notesTheSameDecisionOnce() {
        var once = AuthorRecord.EMPTY.noted("d-1", List.of(STRIKE, STRIKE), NOW);
        assertThat(once.strikes()).hasSize(2);
        assertThat(once.noted("d-1", List.of(STRIKE, STRIKE), NOW)).isEqualTo(once);
        assertThat(once.noted("d-2", List.of(STRIKE), NOW).asOf(NOW).strikes()).isEqualTo(12);
    }

    @Test
    void takesBackTheStrikesOfADecisionThatNoLongerStands() {
        var record = AuthorRecord.EMPTY.noted("d-1", List.of(STRIKE), NOW).noted("d-2", List.of(STRIKE), NOW);
        assertThat(record.withdrawn("d-1").asOf(NOW).strikes()).isEqualTo(4);
    }

    @Test
    void aLaterLabelProlongsAndNeverShortens() {
        var days = List.of(100, 50);
        var record = AuthorRecord.EMPTY;
        for (int n : days) record = record.noted("d-" + n, List.of(new Mark.Label("new", Duration.ofDays(n))), NOW);
        assertThat(record.asOf(NOW.plus(Duration.ofDays(99))).labels()).containsExactly("new");
    }

    @Test
    void aPersonsWordMayShortenALabelAndARuleKeepsItWhileItLastsLonger() {
        var said = new AuthorRecord.Tag(
                NOW, NOW.plus(Duration.ofDays(10)), new AuthorRecord.Source.Key("k-1"), "looked at");
        var record = AuthorRecord.EMPTY.noted("d-1", List.of(LABEL), NOW).labelled("spammer", said);
        assertThat(record.labels()).containsEntry("spammer", said);
        var shorter = new Mark.Label("spammer", Duration.ofDays(5));
        assertThat(record.noted("d-2", List.of(shorter), NOW).labels()).containsEntry("spammer", said);
        assertThat(record.noted("d-2", List.of(LABEL), NOW)
                        .labels()
                        .get("spammer")
                        .source())
                .isEqualTo(new AuthorRecord.Source.Decision("d-2"));
    }

    @Test
    void aLabelJustSetIsNeverTheOneThatGoes() {
        var record = AuthorRecord.EMPTY;
        for (int i = 0; i < 60; i++)
            record = record.noted("d-" + i, List.of(new Mark.Label("l" + i, Duration.ofDays(100 + i))), NOW);
        var brief = new AuthorRecord.Tag(NOW, NOW.plusSeconds(60), new AuthorRecord.Source.Key("k-1"), "for a minute");
        assertThat(record.labelled("brief", brief).labels())
                .hasSize(AuthorRecord.MAX_LABELS)
                .containsKey("brief");
    }

    @Test
    void isBounded() {
        var record = AuthorRecord.EMPTY;
        for (int i = 0; i < 1_000; i++)
            record = record.noted("d-" + i, List.of(STRIKE, new Mark.Label("l" + i, Duration.ofDays(1 + i))), NOW);
        assertThat(record.strikes()).hasSize(AuthorRecord.MAX_STRIKES);
        assertThat(record.labels()).hasSize(AuthorRecord.MAX_LABELS).containsKey("l999");
    }

    @Test
    void aStrikeNeverGainsWeightWithAge() {
        Seeds.forAll(500, random -> {
            var decay = Mark.Decay.values()[random.nextInt(3)];
            var strike = new Mark.Strike(
                    1 + random.nextInt(100),
                    Duration.ofDays(1 + random.nextInt(700)),
                    decay,
                    decay == Mark.Decay.HALF_LIFE ? Duration.ofHours(1 + random.nextInt(5_000)) : null);
            var ages = IntStream.range(0, 20)
                    .mapToObj(i -> Duration.ofHours(random.nextInt(20_000)))
                    .sorted()
                    .toList();
            double before = strike.weight();
            for (var age : ages) {
                double weight = strike.weightAt(age);
                assertThat(weight).isBetween(0.0, before);
                before = weight;
            }
        });
    }
}
