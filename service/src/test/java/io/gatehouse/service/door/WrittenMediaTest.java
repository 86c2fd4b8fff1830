package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.moderation.cage.TextReading;
import io.gatehouse.service.media.MediaWatch;
import io.gatehouse.service.region.ServedRegions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Words on pictures and in captions are words. */
class WrittenMediaTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    @Test
    void aWordOnAPictureIsJudgedAndShownWhereItStands() throws Exception {
        assumeTrue(TextReading.find(List.of("eng")) instanceof TextReading.By, "no Tesseract on this machine");
        String author = RunningGatehouse.unique("u");
        String mediaId = store(author);
        await(mediaId);
        var answer = screen(author, Map.of("type", "media", "media_id", mediaId));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.field("verdict")).as(answer.text()).isEqualTo("restrict");
        var span = span(answer.json());
        assertThat(span.get("part").intValue()).isZero();
        assertThat(span.get("frame").intValue()).isZero();
        var box = span.get("box");
        assertThat(box.get("left").intValue()).isBetween(15, 45);
        assertThat(box.get("top").intValue()).isBetween(45, 75);
        // What was read is kept with the decision: it replays without the picture.
        var stored = service.get("/v1/decisions/" + answer.field("decision_id"));
        assertThat(span(stored.json())).isEqualTo(span);
    }

    @Test
    void aWordInCaptionsIsJudgedAndSaysWhen() {
        String document = "WEBVTT\n\n00:01.000 --> 00:02.500\npure <i>%s</i>\n".formatted(TestPolicies.RESTRICTED);
        var answer =
                screen(RunningGatehouse.unique("u"), Map.of("type", "captions", "format", "webvtt", "text", document));
        assertThat(answer.field("verdict")).as(answer.text()).isEqualTo("restrict");
        var span = span(answer.json());
        assertThat(document.substring(
                        span.get("start").intValue(), span.get("end").intValue()))
                .isEqualTo(TestPolicies.RESTRICTED);
        assertThat(span.get("start_ms").intValue()).isEqualTo(1000);
        assertThat(span.get("end_ms").intValue()).isEqualTo(2500);
        assertThat(span.has("frame")).isFalse();
    }

    @Test
    void captionsThatCannotBeReadAreRefusedByLine() {
        var answer = screen(
                RunningGatehouse.unique("u"),
                Map.of("type", "captions", "format", "srt", "text", "1\n00:02,000 --> 00:01,000\nwords\n\nothers"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").values())
                .extracting(it ->
                        it.get("pointer").stringValue() + " " + it.get("detail").stringValue())
                .containsExactly(
                        "/parts/0/text line 2 ends before it begins",
                        "/parts/0/text line 5 belongs to no cue: a time such as 00:01.000 --> 00:02.000 must stand above it");
    }

    private RunningGatehouse.Answer screen(String author, Map<String, String> part) {
        var body = Screenings.tree(RunningGatehouse.unique("m"), author, "IE", "x");
        body.put("parts", List.of(part));
        return service.post("/v1/screenings", Screenings.json(body));
    }

    private static JsonNode span(JsonNode answer) {
        return answer.get("signals").values().stream()
                .filter(signal -> signal.get("type").stringValue().equals("words"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer.toString()))
                .get("spans")
                .get(0);
    }

    private String store(String author) throws IOException {
        byte[] picture;
        try (var in = WrittenMediaTest.class.getResourceAsStream("written.png")) {
            picture = in.readAllBytes();
        }
        var answer = service.post(
                "/v1/media",
                picture,
                "Gatehouse-Author",
                author,
                "Gatehouse-Residence",
                "declared=IE",
                "Content-Type",
                "image/png");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.field("media_id");
    }

    private void await(String mediaId) throws InterruptedException {
        var region = service.bean(ServedRegions.class).ofId(mediaId, 'm');
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (service.bean(MediaWatch.class).seen(region, mediaId).isEmpty()) {
            if (System.nanoTime() > end) throw new AssertionError("nobody looked at " + mediaId);
            Thread.sleep(20);
        }
    }
}
