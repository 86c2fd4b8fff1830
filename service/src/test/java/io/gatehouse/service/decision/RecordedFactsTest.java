package io.gatehouse.service.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Context;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.FactKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordedFactsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void readsBackWhatWasSaidAboutTheAuthor() {
        var context = new Context("eu-west-1", NOW, Set.of("a", "b"), 3L, "c-1", 2L, false);
        var content = new Content(
                new ContentId("m"), Surface.COMMENT, NOW, "IE", null, List.of(new Part.Text("hello")), context);
        assertThat(StoredContent.read(StoredContent.write(content, "u", List.of("v"))))
                .isEqualTo(content);
    }

    @Test
    void readsDecisionsOfBeforeThereWereContextsAndNotes() {
        var stored = """
                {"id":"m","surface":"comment","created_at":"2026-11-23T10:00:00Z","country":"IE","language":null,\
                "author":"u","participants":[],"parts":[{"text":"hello"}]}""";
        assertThat(StoredContent.read(stored.getBytes(StandardCharsets.UTF_8)).context())
                .isEqualTo(Context.NONE);
        var record = """
                {"judged_at":"2026-11-23T10:00:00Z","facts":{"author.screenings/PT1M":3},"permitted":[]}""";
        var facts = DecisionRecord.factsOf(record.getBytes(StandardCharsets.UTF_8));
        assertThat(facts.counts()).containsEntry(new FactKey("author.screenings", Duration.ofMinutes(1)), 3L);
        assertThat(facts.standing()).isNull();
        assertThat(facts.asOf()).isEqualTo(NOW);
    }
}
