package io.gatehouse.residency.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.cell.ContentEdit;
import io.gatehouse.residency.cell.EditOutcome;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.log.EntryFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edited messages move with every revision, and each decision with the words that it was about. */
class EditedMoveTest {
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

    private EditOutcome edit(CellEnd end, String supersedes, String to) {
        return end.cell()
                .writer()
                .edit(new ContentEdit(
                        cells.author(end, "anna"),
                        cells.id(cells.ireland, 'd', supersedes),
                        null,
                        cells.id(cells.ireland, 'd', to),
                        new Payload(("text " + to).getBytes(UTF_8), "record".getBytes(UTF_8), "answer".getBytes(UTF_8)),
                        TwoCells.report("review"),
                        new EntryFacts(Map.of("verdict", "review")),
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null));
    }

    private String textOf(CellEnd end, String decision) {
        var stored = end.cell()
                .reader()
                .decision(cells.id(cells.ireland, 'd', decision))
                .orElseThrow();
        return new String(stored.payload().orElseThrow().content(), UTF_8);
    }

    @Test
    void allOfThemArriveAndTheNextEditGoesOn() {
        cells.say(cells.ireland, "anna", "1");
        cells.decideAgain(cells.ireland, "anna", "1");
        edit(cells.ireland, "anna-1-again", "anna-1-two");
        edit(cells.ireland, "anna-1-two", "anna-1-three");

        assertThat(cells.move("anna", "m-1", (_, _) -> {})).isInstanceOf(MoveOutcome.Moved.class);

        assertThat(List.of("anna-1", "anna-1-again", "anna-1-two", "anna-1-three"))
                .extracting(decision -> textOf(cells.britain, decision))
                .containsExactly("text anna-1", "text anna-1", "text anna-1-two", "text anna-1-three");
        assertThat(PeopleMoverTest.dump(cells.irish)).noneMatch(row -> row.startsWith("content_revision"));
        assertThat(edit(cells.britain, "anna-1-three", "anna-1-four"))
                .isInstanceOfSatisfying(
                        EditOutcome.Edited.class,
                        edited -> assertThat(edited.revision()).isEqualTo(4));
        assertThat(textOf(cells.britain, "anna-1-three")).isEqualTo("text anna-1-three");
    }
}
