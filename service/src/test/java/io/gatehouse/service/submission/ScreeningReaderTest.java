package io.gatehouse.service.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatehouse.moderation.content.Context;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.problem.Fault;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.submission.ScreeningRequest.RequestedPart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreeningReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String GOOD = """
            {"id":"m-1","surface":"comment","created_at":"2026-11-22T09:59:00+01:00","author":{"id":"u-1","residence":\
            [{"kind":"declared","country":"IE","observed_at":"2026-01-01T00:00:00Z"}]},"participants":[{"id":"u-2"}],\
            "language":"fr","deadline_ms":50,"parts":[{"type":"text","text":"bonjour"},{"type":"media","media_id":"x"}]}""";

    @Test
    void readsEveryField() {
        var request = read(GOOD);
        assertThat(request.id().value()).isEqualTo("m-1");
        assertThat(request.surface()).isEqualTo(Surface.COMMENT);
        assertThat(request.createdAt()).isEqualTo("2026-11-22T08:59:00Z");
        assertThat(request.author().residence()).hasSize(1);
        assertThat(request.participants()).hasSize(1);
        assertThat(request.language()).isEqualTo("fr");
        assertThat(request.deadline()).hasMillis(50);
        assertThat(request.parts()).containsExactly(new RequestedPart.Text("bonjour"), new RequestedPart.Media("x"));
    }

    @Test
    void reportsEveryFaultAtOnceWithItsPointer() {
        var problem = refusal("""
                {"surface":"wall","autor":{},"author":{"id":7,"residence":[{"kind":"rumour","country":"Ireland"}]},
                "parts":[{"type":"text","text":""},{"type":"sound"},{"type":"text"}],"deadline_ms":0,"created_at":"noon"}""");
        assertThat(problem.type()).isEqualTo(ProblemType.INVALID_REQUEST);
        assertThat(problem.errors())
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder(
                        "/id",
                        "/surface",
                        "/created_at",
                        "/author/id",
                        "/author/residence/0/country",
                        "/author/residence/0/kind",
                        "/deadline_ms",
                        "/parts/0/text",
                        "/parts/1/type",
                        "/parts/2/text",
                        "/autor");
        assertThat(problem.errors()).contains(new Fault("/autor", "unknown field; did you mean 'author'?"));
    }

    @Test
    void readsWhatIsSaidAboutAuthorAndConversation() {
        var context = read(GOOD.replace(
                                "\"id\":\"u-1\",",
                                "\"id\":\"u-1\",\"created_at\":\"2026-11-20T00:00:00Z\",\"labels\":[\"trusted\"],\"followers\":7,")
                        .replace(
                                "\"language\"",
                                "\"conversation\":{\"id\":\"c-9\",\"participants\":12,\"is_first_contact\":true},\"language\""))
                .context();
        assertThat(context)
                .isEqualTo(new Context(
                        null, Instant.parse("2026-11-20T00:00:00Z"), Set.of("trusted"), 7L, "c-9", 12L, true));
    }

    @Test
    void whatIsNotSaidIsUnknownAndOnlyThat() {
        assertThat(read(GOOD).context()).isEqualTo(new Context(null, null, null, null, null, 1L, null));
    }

    @Test
    void reportsEveryFaultAboutAuthorAndConversation() {
        var problem = refusal(GOOD.replace(
                        "\"id\":\"u-1\",",
                        "\"id\":\"u-1\",\"created_at\":\"2030-01-01T00:00:00Z\",\"labels\":[\"ok\",\"Not one\"],\"followers\":-1,")
                .replace(
                        "\"language\"",
                        "\"conversation\":{\"id\":\"\",\"participants\":0,\"is_first_contact\":\"yes\",\"x\":1},\"language\"")
                .replace("{\"id\":\"u-2\"}", "{\"id\":\"u-2\",\"labels\":[]}"));
        assertThat(problem.errors())
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder(
                        "/author/created_at",
                        "/author/labels/1",
                        "/author/followers",
                        "/conversation/id",
                        "/conversation/participants",
                        "/conversation/is_first_contact",
                        "/conversation/x",
                        "/participants/0/labels");
    }

    @Test
    void neverRepeatsWhatWasSent() {
        var problem = refusal(GOOD.replace("comment", "secretword").replace("\"IE\"", "\"secretcountry\""));
        assertThat(new String(problem.toJson(), StandardCharsets.UTF_8)).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"65536,true", "65537,false"})
    void takesTextsOf64KiBAndNoByteMore(int bytes, boolean taken) {
        String json = GOOD.replace("bonjour", "a".repeat(bytes));
        if (taken) assertThat(read(json).parts()).hasSize(2);
        else assertThat(refusal(json).errors()).extracting(Fault::pointer).containsExactly("/parts/0/text");
    }

    @Test
    void countsBytesOfUtf8AndNotCharacters() {
        assertThat(refusal(GOOD.replace("bonjour", "é".repeat(32_769))).errors())
                .hasSize(1);
        assertThat(read(GOOD.replace("bonjour", "é".repeat(32_768))).parts()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"\\ud800", "\\udc00", "a\\ud83d", "\\udc00\\ud800"})
    void refusesLoneSurrogates(String escape) {
        assertThat(refusal(GOOD.replace("bonjour", escape)).errors().getFirst().detail())
                .contains("lone surrogate");
    }

    @Test
    void takesTenThousandCombiningMarks() {
        assertThat(read(GOOD.replace("bonjour", "e" + "\u0301".repeat(10_000))).parts())
                .hasSize(2);
    }

    @Test
    void refusesEncryptedMessagesBeforeAnythingElse() {
        var problem =
                refusal("{\"surface\":\"encrypted_direct_message\",\"parts\":[{\"type\":\"text\",\"text\":\"x\"}]}");
        assertThat(problem.type()).isEqualTo(ProblemType.ENCRYPTED_CONTENT);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-22T11:00:01Z", "1989-12-31T23:59:59Z", "2026-11-22", "2026-02-30T00:00:00Z", "yesterday"})
    void refusesBadTimes(String time) {
        assertThat(refusal(GOOD.replace("2026-11-22T09:59:00+01:00", time)).errors())
                .extracting(Fault::pointer)
                .containsExactly("/created_at");
    }

    @Test
    void refusesTooManyPartsAndParticipants() {
        String parts = "{\"type\":\"text\",\"text\":\"x\"},".repeat(ScreeningReader.MAX_PARTS);
        assertThat(refusal(GOOD.replace("\"parts\":[", "\"parts\":[" + parts)).errors())
                .extracting(Fault::pointer)
                .containsExactly("/parts");
        String people = "{\"id\":\"u\"},".repeat(ScreeningReader.MAX_PARTICIPANTS);
        assertThat(refusal(GOOD.replace("\"participants\":[", "\"participants\":[" + people))
                        .errors())
                .extracting(Fault::pointer)
                .containsExactly("/participants");
    }

    @Test
    void escapesPointersAndBoundsNames() {
        var problem =
                refusal(GOOD.replace("\"id\":\"m-1\"", "\"id\":\"m-1\",\"a/b~c\":1,\"" + "n".repeat(200) + "\":2"));
        assertThat(problem.errors()).extracting(Fault::pointer).contains("/a~1b~0c", "/" + "n".repeat(64));
    }

    @Test
    void takesTheIdempotencyKeyOnlyFromItems() {
        String keyed = GOOD.replace("\"id\":\"m-1\"", "\"id\":\"m-1\",\"idempotency_key\":\"k\"");
        assertThat(refusal(keyed).errors()).extracting(Fault::pointer).containsExactly("/idempotency_key");
        var item = ScreeningReader.item(StrictJson.parse(keyed.getBytes(StandardCharsets.UTF_8)), NOW);
        assertThat(item.idempotencyKey()).isEqualTo("k");
        assertThat(item.digest()).isEqualTo(read(GOOD).digest());
    }

    @Test
    void digestsMeaningNotWhiteSpace() {
        assertThat(read(GOOD.replace(",", " ,\n ")).digest())
                .isEqualTo(read(GOOD).digest());
        assertThat(read(GOOD.replace("bonjour", "bonsoir")).digest())
                .isNotEqualTo(read(GOOD).digest());
    }

    private static ScreeningRequest read(String json) {
        return ScreeningReader.single(StrictJson.parse(json.getBytes(StandardCharsets.UTF_8)), NOW);
    }

    private static Problem refusal(String json) {
        var refused = catchThrowableOfType(ProblemException.class, () -> read(json));
        assertThat(refused).as("must be refused").isNotNull();
        return refused.problem();
    }
}
