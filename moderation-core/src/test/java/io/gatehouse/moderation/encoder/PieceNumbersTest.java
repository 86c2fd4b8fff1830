package io.gatehouse.moderation.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PieceNumbersTest {
    private static int highest(String json) {
        return PieceNumbers.highest(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void piecesAreNumberedByNameOrByPlaceAndAddedOnesByThemselves() {
        assertThat(highest("{\"model\": {\"merges\": [[\"a\", \"b\"]], \"vocab\": {\"a\": 3, \"b\": 11, \"c\": 5}}}"))
                .isEqualTo(11);
        assertThat(highest("{\"model\": {\"unk_id\": 9, \"vocab\": [[\"a\", -1.5], [\"b\", -2.0], [\"c\", 0]]}}"))
                .isEqualTo(2);
        assertThat(highest("{\"added_tokens\": [{\"id\": 4, \"x\": {\"id\": 70}}, {\"content\": \"[M]\", \"id\": 12}],"
                        + " \"model\": {\"vocab\": {\"a\": 3}}}"))
                .isEqualTo(12);
    }

    @Test
    void whatIsOfAnotherFormHasNoNumbers() {
        for (String json : new String[] {"[]", "7", "{}", "{\"model\": \"a\"}", "{\"model\": {\"vocab\": \"a\"}}"})
            assertThat(highest(json)).as(json).isZero();
    }

    @Test
    void whatIsNoJsonIsRefusedWithItsLineAndUnquoted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> highest("{\"model\": {\"vocab\": {\"a\": 3,\n \"secret\": oops"))
                .withMessage("is no JSON, from line 2 on");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> highest("{\"model\": {\"vocab\": {\"a\": 99999999999}}}"));
    }
}
