package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.moderation.cage.TextReading;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.decode.Wire;
import io.gatehouse.residency.cell.MediaWork;
import io.gatehouse.residency.cell.MediaWrite;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.walk.SqlServer;
import io.gatehouse.service.account.HomeRegionGate;
import io.gatehouse.service.decision.RecordedDecision;
import io.gatehouse.service.media.MediaWatch;
import io.gatehouse.service.openapi.OpenApiTest;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A content with media that nobody has looked at yet is answered provisionally, durable, and judged again once they were. */
class MediaFlowTest {
    private final RunningGatehouse service = RunningGatehouse.shared();
    private final String author = RunningGatehouse.unique("u");
    private final Map<String, String> keys = new HashMap<>();

    @Test
    void aVideoIsAnsweredProvisionallyAndDecidedOnceItWasLookedAt() throws Exception {
        String media = store(TestMedia.video(author), "video/mp4", "GB");
        var first = screen(media, "GB", "comment", "words beside it");
        assertThat(first.status()).as(first.text()).isEqualTo(202);
        assertThat(first.header("Location")).isEqualTo("/v1/screenings/" + first.field("screening_id"));
        assertThat(first.field("state")).isEqualTo("pending");
        assertThat(first.header("Retry-After")).matches("[1-9][0-9]?");
        assertThat(first.field("verdict")).isEqualTo("review");
        assertThat(degraded(first)).containsExactly("media: not looked at yet: " + media);
        assertThat(OpenApiTest.schema("Screening").validate(first.json())).isEmpty();
        var done = awaitDone(first);
        assertThat(OpenApiTest.schema("Screening").validate(done.json())).isEmpty();
        assertThat(done.field("verdict")).as(done.text()).isEqualTo("allow");
        assertThat(degraded(done)).isEmpty();
        assertThat(done.json().get("segments")).isEmpty();
        assertThat(done.field("decision_id")).isNotEqualTo(first.field("decision_id"));
        assertThat(done.json().at("/evidence/index").longValue())
                .isGreaterThan(first.json().at("/evidence/index").longValue());
        // What was answered first stays as it was.
        var before = service.get("/v1/decisions/" + first.field("decision_id"));
        assertThat(before.field("state")).isEqualTo("pending");
        var region = region("uk");
        assertThat(region.cell()
                        .reader()
                        .decision(done.field("decision_id"))
                        .orElseThrow()
                        .supersedesId())
                .isEqualTo(first.field("decision_id"));
        assertThat(region.cell().outbox().count("media.pending")).isZero();
        // The same bytes of somebody else were looked at before: nobody waits.
        String other = RunningGatehouse.unique("u");
        var again = screen(other, store(TestMedia.video(author), "video/mp4", "GB", other), "GB", "comment", "words");
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(again.field("state")).isEqualTo("done");
    }

    @Test
    void aFrameThatABankKnowsBecomesASegment() throws Exception {
        String media = store(TestMedia.video(author), "video/mp4", "IE");
        var region = region("eu-west-1");
        var watch = service.bean(MediaWatch.class);
        await(() -> watch.seen(region, media).isPresent());
        var frames = watch.seen(region, media).orElseThrow().frames();
        String bank = RunningGatehouse.unique("bank");
        service.post("/v1/banks", """
            {"region":"eu-west-1","name":"%s","owner":"ts","category":"extremism","severity":7,"quality":0,"legal_basis":"x"}\
            """.formatted(bank));
        service.post("/v1/banks/eu-west-1/" + bank + "/entries", """
            {"entries":[{"hash":"%s","provenance":"case 18"}]}""".formatted(
                        frames.getFirst().hashed().hash().toHex()));
        var answer = screen(media, "IE", "comment", "words");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.field("verdict")).isEqualTo("review");
        assertThat(OpenApiTest.schema("Screening").validate(answer.json())).isEmpty();
        var segment = answer.json().get("segments").get(0);
        assertThat(segment.get("start_ms").longValue()).isZero();
        assertThat(segment.get("end_ms").longValue()).isGreaterThanOrEqualTo(500);
        assertThat(segment.at("/labels/0/category").stringValue()).isEqualTo("extremism");
        assertThat(segment.at("/labels/0/severity").intValue()).isEqualTo(7);
        assertThat(segment.at("/evidence/frame_ms").longValue()).isZero();
        // The record keeps it, for judging again.
        assertThat(service.get("/v1/decisions/" + answer.field("decision_id") + "/trace")
                        .json()
                        .at("/media/known/0/sightings/0/evidence_ms")
                        .longValue())
                .isZero();
    }

    @Test
    void whatIsReadOnAPictureAfterTheAnswerRestrictsItWithAStatement() throws Exception {
        assumeTrue(TextReading.find(List.of("eng")) instanceof TextReading.By, "no Tesseract on this machine");
        byte[] written;
        try (var in = MediaFlowTest.class.getResourceAsStream("written.png")) {
            written = in.readAllBytes();
        }
        byte[] name = author.getBytes();
        // Other bytes, the same picture: nobody has looked at these.
        byte[] picture = ByteBuffer.allocate(written.length + name.length)
                .put(written)
                .put(name)
                .array();
        var first = screen(store(picture, "image/png", "IE"), "IE", "comment", "words", 1);
        assertThat(first.status()).as(first.text()).isEqualTo(202);
        assertThat(first.field("verdict")).isEqualTo("review");
        var done = awaitDone(first);
        assertThat(done.field("verdict")).as(done.text()).isEqualTo("restrict");
        assertThat(done.json().get("statement_of_reasons").isNull()).isFalse();
        // What was read lies with the decision that was made by it, for judging again.
        var region = region("eu-west-1");
        var payload = region.cell()
                .reader()
                .decision(done.field("decision_id"))
                .orElseThrow()
                .payload()
                .orElseThrow();
        assertThat(RecordedDecision.contentOf(payload).parts())
                .filteredOn(Part.Media.class::isInstance)
                .allMatch(part -> ((Part.Media) part)
                        .look().texts().stream().anyMatch(text -> text.text().contains(TestPolicies.RESTRICTED)));
    }

    @Test
    void mediaThatCannotBeLookedAtEndInReviewAndNeverHang() throws Exception {
        var region = region("us-east-1");
        String media = unreadable(region, 0);
        var first = screen(media, "US", "live", TestPolicies.RESTRICTED);
        assertThat(first.status()).as(first.text()).isEqualTo(202);
        assertThat(first.field("verdict")).isEqualTo("restrict");
        var waiting = near(first.header("Location"));
        assertThat(waiting.json().at("/progress/media").intValue()).isEqualTo(1);
        assertThat(waiting.json().at("/progress/looked_at").intValue()).isZero();
        assertThat(waiting.header("Retry-After")).isNotEmpty();
        assertThat(OpenApiTest.schema("Screening").validate(waiting.json())).isEmpty();
        var plain = screen(RunningGatehouse.unique("m"), author, media, "US", "comment", "words");
        assertThat(plain.field("verdict")).isEqualTo("review");
        var batch = service.post(
                "/v1/screenings:batch",
                Screenings.json(Map.of(
                        "items",
                        List.of(body(RunningGatehouse.unique("m"), author, media, "US", "comment", "words")))));
        assertThat(batch.json().at("/results/0/status").intValue()).isEqualTo(202);
        // Patience is an hour; here it ends now.
        try (var database = new SqlServer(service.data()).connect("gatehouse_us_east_1")) {
            database.setReadOnly(false);
            database.createStatement().execute("UPDATE outbox SET due_at = now() WHERE kind = 'media.pending'");
            database.commit();
        }
        var restricted = awaitDone(first);
        assertThat(restricted.field("verdict")).isEqualTo("restrict");
        assertThat(restricted.json().get("statement_of_reasons").isNull()).isFalse();
        var done = awaitDone(plain);
        assertThat(done.field("verdict")).isEqualTo("review");
        assertThat(degraded(done)).containsExactly("media: could not be looked at in time: " + media);
        region.cell().mediaHashes().settle(media);
    }

    @Test
    void uploadsAreRefusedWhileTooMuchWorkWaitsHoweverFewFiles() throws Exception {
        var region = region("us-east-1");
        // Too much however quick looks were of late.
        String media = unreadable(region, 100_000_000);
        var hurried = service.post("/v1/media/" + media + ":hurry", "");
        assertThat(hurried.status()).as(hurried.text()).isEqualTo(202);
        assertThat(hurried.json().get("waits").booleanValue()).isTrue();
        // Between two tries to read it: while the service tries, it is nobody else's.
        await(() -> region.cell().mediaHashes().next(Wire.DECODE_VERSION, "me", 1).stream()
                .anyMatch(waiting -> waiting.mediaId().equals(media) && waiting.urgency() == 3));
        await(() -> upload(TestMedia.picture(3), "image/png", "US", author).status() == 503);
        var full = upload(TestMedia.picture(3), "image/png", "US", author);
        assertThat(full.problem()).isEqualTo("overloaded");
        assertThat(full.header("Retry-After")).isEqualTo("60");
        assertThat(full.field("detail")).matches("Media that take some \\d{5,} seconds to decode wait in this region.");
        // Elsewhere there is room.
        assertThat(upload(TestMedia.picture(3), "image/png", "GB", RunningGatehouse.unique("u"))
                        .status())
                .isEqualTo(201);
        region.cell().mediaHashes().settle(media);
        await(() -> upload(TestMedia.picture(3), "image/png", "US", author).status() == 201);
        assertThat(service.post(
                                "/v1/media/" + media + ":hurry",
                                "",
                                "Authorization",
                                "Bearer " + service.keyWith("auditor"))
                        .status())
                .isEqualTo(403);
    }

    /** The object of the other one is a pipe that nobody writes to: whoever opens it waits. */
    @Test
    void whatIsLiveDoesNotWaitUntilALongLookIsOver() throws Exception {
        var region = region("us-east-1");
        String object = "media/" + RunningGatehouse.unique("pipe");
        Path pipe = besideMedia().resolve(object.substring("media/".length()) + "~");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        String stuck = unreadable(region, 5_000, object);
        try {
            await(() -> isLookedAt(stuck));
            String picture = store(TestMedia.picture(409), "image/png", "US");
            assertThat(screen(picture, "US", "live", "words").status()).isIn(200, 202);
            var watch = service.bean(MediaWatch.class);
            await(() -> watch.seen(region, picture).isPresent());
            assertThat(isLookedAt(stuck)).as("it is still being looked at").isTrue();
        } finally {
            Files.newByteChannel(pipe, StandardOpenOption.WRITE).close();
            Files.delete(pipe);
            region.cell().mediaHashes().settle(stuck);
        }
    }

    /** Where the objects of media lie. */
    private Path besideMedia() throws Exception {
        String media = store(TestMedia.picture(401), "image/png", "US");
        String name = media.substring(media.lastIndexOf('.') + 1) + "~";
        try (var files = Files.walk(service.data())) {
            return files.filter(it -> it.endsWith(name))
                    .findFirst()
                    .orElseThrow()
                    .getParent();
        }
    }

    private boolean isLookedAt(String media) {
        try (var database = new SqlServer(service.data()).connect("gatehouse_us_east_1");
                var looks = database.prepareStatement("SELECT 1 FROM media_look WHERE media_id = ?")) {
            looks.setString(1, media);
            return looks.executeQuery().next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String unreadable(ServedRegion region, int workMillis) {
        return unreadable(region, workMillis, "media/none");
    }

    /** A row without an object. */
    private String unreadable(ServedRegion region, int workMillis, String object) {
        // Known from now on.
        service.put("/v1/accounts/" + author, "{\"residence\":[{\"kind\":\"declared\",\"country\":\"US\"}]}");
        var known = service.bean(HomeRegionGate.class).admit(author, List.of());
        String media = service.bean(NewIds.class).media(region.id());
        region.cell()
                .writer()
                .store(new MediaWrite(
                        media,
                        known.author(),
                        object,
                        digestOf(object),
                        1,
                        "{\"media_type\":\"video/mp4\"}".getBytes(),
                        Instant.now(),
                        new MediaWork(workMillis, false),
                        null,
                        null));
        return media;
    }

    /** Another one for another object: the same bytes are looked at once. */
    private static byte[] digestOf(String object) {
        return Arrays.copyOf(object.getBytes(), 32);
    }

    private ServedRegion region(String id) {
        return service.bean(ServedRegions.class).orMisdirected(new RegionId(id));
    }

    private RunningGatehouse.Answer awaitDone(RunningGatehouse.Answer first) throws InterruptedException {
        String location = first.header("Location");
        await(() -> near(location).field("state").equals("done"));
        return near(location);
    }

    /** As somebody reads who sits where the data lie. */
    private RunningGatehouse.Answer near(String location) {
        String country = location.contains("us-east-1") ? "US" : location.contains("uk.") ? "GB" : "IE";
        return service.get(
                location,
                "Authorization",
                keys.computeIfAbsent(country, it -> "Bearer " + service.keyIn(it, "reviewer")));
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("it happens").isLessThan(end);
            Thread.sleep(20);
        }
    }

    private RunningGatehouse.Answer screen(String media, String country, String surface, String text) {
        return screen(author, media, country, surface, text);
    }

    private RunningGatehouse.Answer screen(String media, String country, String surface, String text, int deadline) {
        var body = body(RunningGatehouse.unique("m"), author, media, country, surface, text);
        body.put("deadline_ms", deadline);
        return service.post("/v1/screenings", Screenings.json(body));
    }

    private RunningGatehouse.Answer screen(String by, String media, String country, String surface, String text) {
        return screen(RunningGatehouse.unique("m"), by, media, country, surface, text);
    }

    private RunningGatehouse.Answer screen(
            String id, String by, String media, String country, String surface, String text) {
        return service.post("/v1/screenings", Screenings.json(body(id, by, media, country, surface, text)));
    }

    private static Map<String, Object> body(
            String id, String by, String media, String country, String surface, String text) {
        var body = Screenings.tree(id, by, country, text);
        body.put("surface", surface);
        // For videos nobody waits, so that this is time for the rules alone, however busy the machine.
        body.put("deadline_ms", 10_000);
        var parts = new ArrayList<Object>(List.of(Map.of("type", "text", "text", text)));
        parts.add(Map.of("type", "media", "media_id", media));
        body.put("parts", parts);
        return body;
    }

    private static List<String> degraded(RunningGatehouse.Answer answer) {
        return answer.json().get("degraded").values().stream()
                .map(it ->
                        it.get("signal").stringValue() + ": " + it.get("reason").stringValue())
                .toList();
    }

    private String store(byte[] bytes, String type, String country) {
        return store(bytes, type, country, author);
    }

    private String store(byte[] bytes, String type, String country, String by) {
        var answer = upload(bytes, type, country, by);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.field("media_id");
    }

    private RunningGatehouse.Answer upload(byte[] bytes, String type, String country, String by) {
        return service.post(
                "/v1/media",
                bytes,
                "Gatehouse-Author",
                by,
                "Gatehouse-Residence",
                "declared=" + country,
                "Content-Type",
                type);
    }
}
