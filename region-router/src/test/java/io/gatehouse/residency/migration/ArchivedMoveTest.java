package io.gatehouse.residency.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody whose messages lie in the archive of the old home. */
class ArchivedMoveTest {
    @TempDir
    Path home;

    private TwoCells cells;

    @BeforeEach
    void open() {
        cells = TwoCells.onNewDatabases(home);
    }

    @AfterEach
    void close() {
        cells.close();
    }

    private String textOf(CellEnd end, String decision) {
        return end.cell()
                .reader()
                .decision(cells.id(cells.ireland, 'd', decision))
                .flatMap(stored -> stored.payload())
                .map(payload -> new String(payload.content(), UTF_8))
                .orElse("nothing");
    }

    @Test
    void theirMessagesArriveAndTheOldSegmentOpensNoMore() {
        cells.say(cells.ireland, "anna", "1");
        cells.decideAgain(cells.ireland, "anna", "1");
        cells.say(cells.ireland, "bert", "1");
        var before = List.of(textOf(cells.ireland, "anna-1"), textOf(cells.ireland, "bert-1"));
        var archive = cells.ireland.cell().archive();
        var later = TwoCells.NOW.plus(Duration.ofDays(100));
        assertThat(archive.store("run", archive.load("run", 0, 1_000, later), later))
                .isEqualTo(2);

        assertThat(cells.move("anna", "m-1", (_, _) -> {})).isInstanceOf(MoveOutcome.Moved.class);

        assertThat(List.of(textOf(cells.britain, "anna-1"), textOf(cells.ireland, "bert-1")))
                .isEqualTo(before)
                .doesNotContain("nothing");
        assertThat(textOf(cells.britain, "anna-1-again")).isEqualTo(before.getFirst());
        var segment = archive.segments().getFirst();
        var keys = archive.keys(segment);
        long open = 0;
        for (long index = segment.firstIndex(); index <= segment.lastIndex(); index++)
            if (keys.of(index).isPresent()) open++;
        assertThat(open).as("bert's alone").isEqualTo(1);
    }
}
