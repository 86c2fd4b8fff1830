package io.gatehouse.service.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.ReportFacts;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.directory.AccountRef;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is read back in one pass is what is read back piece by piece. */
class StoredJudgementTest {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");

    private static final byte[] CONTENT = bytes("""
            {"id":"m","surface":"comment","created_at":"2026-11-23T10:00:00Z","country":"IE","language":null,"author":"u",\
            "participants":[],"parts":[{"text":"hello"},{"media_id":"eu-west-1.m.x","sha256":"00","media_type":"image/png"}]}""");

    private static final byte[] RECORD = bytes("""
            {"judged_at":"2026-11-23T10:00:00Z","policy":{"version":"v1","digest":"sha256:00"},"models":[],\
            "facts":{"author.screenings/PT1M":3},"overrides":[{"rule":"a.b","kind":"shadow","reason":"too many"}],\
            "as_of":"2026-11-22T10:00:00Z","author":{"labels":["new"],"strikes":1.5},\
            "media":{"failed":[{"signal":"media","reason":"late"}],"known":[]},\
            "told_scores":{"said":{"elsewhere":{"hate":0.5}},"failed":[]},"content_told":{"seen":"2026-12-01T00:00:00Z"},\
            "content_labels":{"seen":"2026-12-02T00:00:00Z","over":"2026-11-29T00:00:00Z"},"permitted":["terms"],"bases":["b"],\
            "failed":[{"signal":"language","reason":"deadline"}],"scores":{"hate":0.5},\
            "trace":[{"rule":"r.one","policy":"p","clause":"c","condition":"{[\\"]}","score":1}],\
            "undecided":[{"rule":"r.two","missing":"author.standing"}]}""");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static StoredJudgement read(String verdict, Payload payload) {
        var decision = new StoredDecision(
                "eu-west-1.d.1",
                "eu-west-1.s.1",
                "client",
                new AccountRef(new byte[32]),
                null,
                null,
                1,
                1,
                new ReportFacts("comment", verdict, List.of(), "en", "sha256:00", false, NOW),
                payload);
        return StoredJudgement.read(decision, payload, NOW);
    }

    private static StoredJudgement byPieces(Payload payload) {
        return new StoredJudgement(
                RecordedDecision.contentOf(payload),
                RecordedDecision.permittedIn(payload.record()),
                DecisionRecord.factsOf(payload.record()).with(DecisionRecord.contentLabelsOf(payload.record(), NOW)),
                RecordedDecision.verdictOf(payload));
    }

    @Test
    void ofEveryVerdict() {
        for (String answer : List.of(
                "{\"verdict\":\"allow\"}",
                "{\"verdict\":\"review\",\"hold\":true}",
                "{\"verdict\":\"restrict\",\"actions\":[{\"kind\":\"visibility.removed\",\"scope\":[\"IE\"],"
                        + "\"until\":\"2026-11-30T10:00:00Z\"}]}")) {
            var payload = new Payload(CONTENT, RECORD, bytes(answer));
            var expected = byPieces(payload);
            assertThat(read(expected.verdict().wireName(), payload)).isEqualTo(expected);
            assertThat(expected.facts().content().names()).containsExactly("seen");
            assertThat(expected.facts().standing()).isNotNull();
            assertThat(expected.facts().scores().byClassifier()).hasSize(1);
            assertThat(expected.facts().media().failed()).hasSize(1);
        }
    }

    @Test
    void andWhatWasConcluded() {
        var past = PastOutcome.read(new Payload(CONTENT, RECORD, new byte[0]));
        assertThat(past.outcome().rules()).isEqualTo(Set.of("r.one"));
        assertThat(past.outcome().unknown()).containsExactly("language");
        assertThat(past.overrides()).isEqualTo(DecisionRecord.overridesOf(RECORD));
        assertThat(past.overrides().byRule()).hasSize(1);
        assertThat(past.facts()).isEqualTo(DecisionRecord.factsOf(RECORD));
    }

    @Test
    void timesAreReadAsJavaReadsThem() {
        var random = new java.util.SplittableRandom(7);
        for (int i = 0; i < 2_000; i++) {
            int nanos = random.nextInt(1_000_000_000) / (int) Math.pow(1_000, random.nextInt(4));
            var time = Instant.ofEpochSecond(random.nextLong(-70_000_000_000L, 400_000_000_000L), nanos);
            assertThat(StoredTime.parse(time.toString())).isEqualTo(time);
        }
        for (String text : List.of(
                "2026-11-30T10:00:00.5Z", "2024-02-29T23:59:59Z", "2026-11-30T24:00:00Z", "2026-11-30T10:00:00+00:00"))
            assertThat(StoredTime.parse(text)).isEqualTo(Instant.parse(text));
        for (String text :
                List.of("2026-02-29T10:00:00Z", "2026-11-30T10:00:00.Z", "2026-11-30T25:00:00Z", "2026-11-30", "", "Z"))
            assertThat(outcomeOf(() -> StoredTime.parse(text))).isEqualTo(outcomeOf(() -> Instant.parse(text)));
    }

    private static Object outcomeOf(java.util.function.Supplier<Instant> parse) {
        try {
            return parse.get();
        } catch (java.time.DateTimeException refused) {
            return refused.getClass();
        }
    }

    @Test
    void whatWasSeenInMediaSince() {
        var look = new String(RECORD, StandardCharsets.UTF_8)
                .replaceFirst(
                        "\\{",
                        "{\"looks\":[{\"media_id\":\"eu-west-1.m.x\",\"missed\":[{\"signal\":\"ocr\",\"reason\":\"late\"}]}],");
        var payload = new Payload(CONTENT, bytes(look), bytes("{\"verdict\":\"allow\"}"));
        assertThat(read("allow", payload).content()).isEqualTo(byPieces(payload).content());
        assertThat(read("allow", payload).content())
                .isNotEqualTo(read("allow", new Payload(CONTENT, RECORD, payload.answer()))
                        .content());
    }
}
