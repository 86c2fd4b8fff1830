package io.gatehouse.service.fact;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.fact.AuthorRecord;
import io.gatehouse.moderation.fact.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorRecordJsonTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final List<Mark> MARKS = List.of(
            new Mark.Label("spammer", Duration.ofDays(30)),
            new Mark.Strike(2, Duration.ofDays(90), Mark.Decay.HALF_LIFE, Duration.ofDays(14)),
            new Mark.Strike(1, Duration.ofDays(9), Mark.Decay.NONE, null));

    @Test
    void readsBackWhatItWrote() {
        byte[] noted = AuthorRecordJson.noting("d-1", MARKS, NOW).apply(new byte[0]);
        assertThat(AuthorRecordJson.read(noted)).isEqualTo(AuthorRecord.EMPTY.noted("d-1", MARKS, NOW));
        assertThat(AuthorRecordJson.noting("d-1", MARKS, NOW).apply(noted)).isEqualTo(noted);
    }

    @Test
    void readsBackWhatAPersonSaid() {
        var tag = new AuthorRecord.Tag(
                NOW, NOW.plusSeconds(60), new AuthorRecord.Source.Key("k-1"), "seen by two people");
        byte[] noted = AuthorRecordJson.change(record -> record.labelled("trusted", tag))
                .apply(new byte[0]);
        assertThat(AuthorRecordJson.read(noted).labels()).containsEntry("trusted", tag);
    }

    @Test
    void aDecisionThatTakesAnothersPlaceTakesItsStrikesToo() {
        byte[] noted = AuthorRecordJson.noting("d-1", MARKS, NOW).apply(new byte[0]);
        byte[] replaced =
                AuthorRecordJson.replacing("d-1", "d-2", List.of(), NOW).apply(noted);
        assertThat(AuthorRecordJson.read(replaced).strikes()).isEmpty();
        assertThat(AuthorRecordJson.read(replaced).labels()).containsKey("spammer");
    }

    @Test
    void notingNothingChangesNothing() {
        assertThat(AuthorRecordJson.noting("d-1", List.of(), NOW)).isNull();
    }
}
