package io.gatehouse.residency.search;

import static io.gatehouse.residency.cell.CellFixture.account;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.cell.CellFixture;
import io.gatehouse.residency.cell.PersonRemoval.Ending;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What staff asked about somebody lies where they asked, wherever the person is at home. */
class AskedQuestionsTest {
    @Test
    void aQuestionAboutSomebodyFromElsewhereIsNoLeftoverAndGoesWithTheirErasure() {
        try (var fixture = new CellFixture()) {
            var cell = fixture.cell();
            var questions = new AskedQuestions(cell);
            var person = account("at home elsewhere");
            questions.keep(new AskedQuestions.Asked(
                    "eu-west-1.s.1",
                    Question.Scope.CONTENTS,
                    "key-1",
                    CellFixture.NOW,
                    false,
                    person,
                    "{}".getBytes(StandardCharsets.UTF_8)));
            assertThat(cell.sweep().leftovers()).isEmpty();
            cell.removal().removeRows(person, Ending.MOVED);
            assertThat(questions.find("eu-west-1.s.1")).isPresent();
            cell.removal().removeRows(person, Ending.ERASED);
            assertThat(questions.find("eu-west-1.s.1")).isEmpty();
        }
    }
}
