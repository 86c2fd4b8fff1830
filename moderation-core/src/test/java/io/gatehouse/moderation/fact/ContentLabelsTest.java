package io.gatehouse.moderation.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentLabelsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private static Mark label(String name, int days) {
        return new Mark.ContentLabel(name, Duration.ofDays(days));
    }

    private static Instant in(int days) {
        return NOW.plus(Duration.ofDays(days));
    }

    @Test
    void endsWhenItsTimeIsUp() {
        var labels = ContentLabels.NONE.noted(List.of(label("a", 1), label("b", 7)), NOW);
        assertThat(labels.asOf(in(1).minusMillis(1)).names()).containsExactly("a", "b");
        assertThat(labels.asOf(in(1)).names()).containsExactly("b");
        assertThat(labels.asOf(in(7))).isEqualTo(ContentLabels.NONE);
    }

    @Test
    void isProlongedAndNeverShortened() {
        var labels = ContentLabels.NONE.noted(List.of(label("a", 7)), NOW);
        assertThat(labels.noted(List.of(label("a", 1)), in(1))).isEqualTo(labels);
        assertThat(labels.noted(List.of(label("a", 7)), in(1)).until()).containsEntry("a", in(8));
        assertThat(labels.noted(List.of(label("a", 7)), NOW))
                .as("noting again changes nothing")
                .isEqualTo(labels);
    }

    @Test
    void saysNothingOfTheAuthorAndTheAuthorsLabelsNothingOfIt() {
        var author = new Mark.Label("a", Duration.ofDays(7));
        assertThat(ContentLabels.NONE.noted(List.of(author), NOW)).isEqualTo(ContentLabels.NONE);
        assertThat(AuthorRecord.EMPTY.noted("d", List.of(label("a", 7)), NOW)).isEqualTo(AuthorRecord.EMPTY);
    }

    @Test
    void isBounded() {
        var many = new ArrayList<Mark>();
        for (int i = 1; i <= ContentLabels.MAX_LABELS + 10; i++) many.add(label("l" + i, i));
        var labels = ContentLabels.NONE.noted(many, NOW);
        assertThat(labels.until())
                .hasSize(ContentLabels.MAX_LABELS)
                .doesNotContainKeys("l1", "l10")
                .containsKey("l11");
    }
}
