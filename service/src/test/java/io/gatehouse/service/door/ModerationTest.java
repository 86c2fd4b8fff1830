package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.signal.Category;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The OpenAI moderation contract. */
class ModerationTest {
    private static final List<String> THIRTEEN =
            Arrays.stream(Category.values()).limit(13).map(Category::wireName).toList();

    private final RunningGatehouse service = RunningGatehouse.shared();

    @Test
    void oneStringGivesOneResultWithAllThirteenCategories() {
        var answer = service.post(
                "/v1/moderations",
                "{\"model\":\"omni-moderation-latest\",\"input\":\"" + TestPolicies.RESTRICTED + "\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.field("id")).startsWith("modr-");
        var result = answer.json().get("results").get(0);
        for (String map : List.of("categories", "category_scores", "category_applied_input_types"))
            assertThat(List.copyOf(result.get(map).propertyNames())).as(map).isEqualTo(THIRTEEN);
        assertThat(result.get("flagged").booleanValue()).isTrue();
        assertThat(result.get("categories").get("hate").booleanValue()).isTrue();
        assertThat(result.get("category_scores").get("hate").doubleValue()).isPositive();
    }

    @Test
    void stringsAreJudgedOneByOneAndPartsTogether() {
        var strings = service.post("/v1/moderations", "{\"input\":[\"fine\",\"" + TestPolicies.RESTRICTED + "\"]}");
        assertThat(strings.json().get("results").size()).isEqualTo(2);
        assertThat(strings.json().get("results").get(0).get("flagged").booleanValue())
                .isFalse();
        assertThat(strings.json().get("results").get(1).get("flagged").booleanValue())
                .isTrue();
        var parts = service.post(
                "/v1/moderations",
                "{\"input\":[{\"type\":\"text\",\"text\":\"fine\"},{\"type\":\"text\",\"text\":\""
                        + TestPolicies.RESTRICTED + "\"}]}");
        assertThat(parts.json().get("results").size()).isEqualTo(1);
        assertThat(parts.json().get("results").get(0).get("flagged").booleanValue())
                .isTrue();
    }

    @Test
    void refusesWhatItCannotJudge() {
        assertThat(service.post("/v1/moderations", "{}").pointers()).containsExactly("/input");
        assertThat(service.post("/v1/moderations", "{\"input\":[]}").pointers()).containsExactly("/input");
        assertThat(service.post("/v1/moderations", "{\"input\":\"\"}").pointers())
                .containsExactly("/input");
        assertThat(service.post("/v1/moderations", "{\"input\":[\"a\",7]}").pointers())
                .containsExactly("/input/1");
        assertThat(service.post(
                                "/v1/moderations",
                                "{\"input\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x\"}}]}")
                        .pointers())
                .containsExactly("/input/0/type");
    }
}
