package io.gatehouse.service.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{",
                "{\"a\":}",
                "[1,]",
                "{'a':1}",
                "{\"a\":1}{}",
                "nonsense",
                "{\"a\":NaN}",
                "\uFEFF{}"
            })
    void refusesWhatIsNotJson(String body) {
        assertThat(refusalOf(body.getBytes(StandardCharsets.UTF_8)).problem().type())
                .isEqualTo(ProblemType.MALFORMED_JSON);
    }

    @Test
    void saysWhereAndNeverWhat() {
        var detail = refusalOf("{\n  \"text\": secretword }".getBytes(StandardCharsets.UTF_8))
                .problem()
                .detail();
        assertThat(detail).contains("line 2").doesNotContain("secretword");
    }

    @Test
    void refusesAFieldGivenTwice() {
        assertThat(refusalOf("{\"id\":\"a\",\"id\":\"b\"}".getBytes(StandardCharsets.UTF_8))
                        .problem()
                        .detail())
                .contains("twice");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] overlong = {'"', (byte) 0xC0, (byte) 0xAF, '"'};
        assertThat(refusalOf(overlong).problem().detail()).contains("UTF-8 at byte 1");
    }

    @Test
    void refusesWhatIsTooDeep() {
        String deep = "[".repeat(StrictJson.MAX_DEPTH + 1) + "]".repeat(StrictJson.MAX_DEPTH + 1);
        assertThat(refusalOf(deep.getBytes(StandardCharsets.UTF_8)).problem().detail())
                .contains("levels deep");
    }

    @Test
    void takesTextBeyondTheBasicPlane() {
        var tree = StrictJson.parse("{\"t\":\"🙂é\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(tree.get("t").stringValue()).isEqualTo("🙂é");
    }

    private static ProblemException refusalOf(byte[] body) {
        var refusal = catchThrowableOfType(ProblemException.class, () -> StrictJson.parse(body));
        assertThat(refusal).as("must be refused").isNotNull();
        return refusal;
    }
}
