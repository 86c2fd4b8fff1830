package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.decode.Wire;
import io.gatehouse.moderation.hash.Dihedral;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.residency.cell.MediaHashes;
import io.gatehouse.service.media.MediaWatch;
import io.gatehouse.service.media.SeenMedia;
import io.gatehouse.service.media.TestSeen;
import io.gatehouse.service.openapi.OpenApiTest;
import io.gatehouse.service.region.ServedRegions;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A picture that was shown before its hash came; and stored media asked about by their id. */
class RetroMatchTest {
    private static final String REGION = "eu-north-1";
    /** A decoder that gives way to others has three minutes to start in, on a busy machine. */
    private static final long LONGEST_NANOS = Duration.ofMinutes(3).toNanos();

    private final RunningGatehouse service = RunningGatehouse.shared();
    private final String author = RunningGatehouse.unique("u");

    private static byte[] picture(int seed) throws IOException {
        var image = new BufferedImage(200, 150, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 150; y++) for (int x = 0; x < 200; x++) image.setRGB(x, y, x * y * seed + 3000 * x);
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private String store(byte[] bytes) {
        var answer = service.post(
                "/v1/media",
                bytes,
                "Gatehouse-Author",
                author,
                "Gatehouse-Residence",
                "declared=SE",
                "Content-Type",
                "image/png");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.field("media_id");
    }

    private SeenMedia await(String mediaId) {
        var region = service.bean(ServedRegions.class).ofId(mediaId, 'm');
        var watch = service.bean(MediaWatch.class);
        long end = System.nanoTime() + LONGEST_NANOS;
        Optional<SeenMedia> seen = Optional.empty();
        while (seen.isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(end);
            seen = watch.seen(region, mediaId);
            if (seen.isEmpty()) LockSupport.parkNanos(20_000_000);
        }
        return seen.get();
    }

    private RunningGatehouse.Answer screen(String mediaId, String surface) {
        var body = Screenings.tree(RunningGatehouse.unique("m"), author, "SE", "x");
        body.put("surface", surface);
        body.put("parts", List.of(Map.of("type", "media", "media_id", mediaId)));
        var answer = service.post("/v1/screenings", Screenings.json(body));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    private String bank(String hash) {
        String name = RunningGatehouse.unique("bank");
        service.post("/v1/banks", """
                {"region":"%s","name":"%s","owner":"ts","category":"extremism","legal_basis":"DSA Art. 16"}\
                """.formatted(REGION, name));
        var added = service.post("/v1/banks/" + REGION + "/" + name + "/entries", """
                {"entries":[{"hash":"%s","provenance":"case 18"}]}""".formatted(hash));
        assertThat(added.json().get("added").intValue()).as(added.text()).isEqualTo(1);
        return name;
    }

    private JsonNode run() {
        var started = service.post("/v1/jobs/retro-match/runs", "{\"parameters\":{\"region\":\"" + REGION + "\"}}");
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        long longest = System.nanoTime() + LONGEST_NANOS;
        while (true) {
            JsonNode run = service.get("/v1/jobs/retro-match").json().get("last_run");
            String status = run.get("status").stringValue();
            if (!status.equals("running")) {
                assertThat(status).as(run.toString()).isEqualTo("completed");
                return run.at("/summary/" + REGION);
            }
            assertThat(System.nanoTime()).isLessThan(longest);
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Test
    void contentsThatShowAPictureWhoseHashCameLaterGoToPeople() throws Exception {
        String mediaId = store(picture(211));
        var forms = await(mediaId).forms();
        String spoken = screen(mediaId, "comment").field("screening_id");
        String whispered = screen(mediaId, "direct_message").field("screening_id");
        run();
        assertThat(service.get("/v1/screenings/" + spoken).field("verdict")).isEqualTo("allow");
        String bank = bank(forms.get(Dihedral.ROTATE_90).hash().toHex());
        var summary = run();
        assertThat(summary.at("/changed/allow>review").intValue())
                .as(summary.toString())
                .isEqualTo(1);
        assertThat(summary.at("/skipped/private_surface").intValue()).isEqualTo(1);
        var now = service.get("/v1/screenings/" + spoken);
        assertThat(now.field("verdict")).isEqualTo("review");
        assertThat(now.text()).contains(bank);
        assertThat(OpenApiTest.schema("Screening").validate(now.json())).isEmpty();
        assertThat(service.get("/v1/screenings/" + whispered).field("verdict")).isEqualTo("allow");
        assertThat(run().get("new_hashes").intValue()).isZero();
    }

    private MediaHashes hashes(String mediaId) {
        return service.bean(ServedRegions.class).ofId(mediaId, 'm').cell().mediaHashes();
    }

    /** As after an update of the decoder: the content was decided before anybody saw this in its medium. */
    private void seeAgain(String mediaId, byte[] seen) {
        assertThat(hashes(mediaId).store(mediaId, Wire.DECODE_VERSION, seen, Instant.now()))
                .isTrue();
    }

    @Test
    void whatIsSeenLaterIsAskedAboutHashesThatAreNotNewAnyMore() throws Exception {
        String known = store(picture(239));
        String bank = bank(await(known).forms().get(Dihedral.ORIGINAL).hash().toHex());
        String medium = store(picture(241));
        await(medium);
        String screening = screen(medium, "comment").field("screening_id");
        run();
        assertThat(service.get("/v1/screenings/" + screening).field("verdict")).isEqualTo("allow");
        seeAgain(medium, hashes(known).find(known, Wire.DECODE_VERSION).orElseThrow());
        assertThat(run().get("new_hashes").intValue()).isZero();
        var now = service.get("/v1/screenings/" + screening);
        assertThat(now.field("verdict")).as(now.text()).isEqualTo("review");
        assertThat(now.text()).contains(bank);
    }

    @Test
    void whereNotAllOfALongVideoIsComparedTheRunSaysSo() throws Exception {
        var random = new SplittableRandom(RunningGatehouse.unique("seed").hashCode());
        var frames = Stream.generate(
                        () -> new PdqHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()))
                .limit(1_001)
                .toList();
        String medium = store(picture(251));
        await(medium);
        String screening = screen(medium, "comment").field("screening_id");
        run();
        seeAgain(medium, TestSeen.video(frames));
        bank(frames.getLast().toHex());
        assertThat(run().at("/skipped/compared_in_part").intValue()).isEqualTo(1);
        assertThat(service.get("/v1/screenings/" + screening).field("verdict"))
                .as("what is not compared is not found")
                .isEqualTo("allow");
        bank(frames.get(500).toHex());
        run();
        assertThat(service.get("/v1/screenings/" + screening).field("verdict")).isEqualTo("review");
    }

    @Test
    void aStoredMediumIsAskedAboutByItsIdInItsOwnRegionOnly() throws Exception {
        String mediaId = store(picture(223));
        var forms = await(mediaId).forms();
        String bank = bank(forms.get(Dihedral.FLIP_Y).hash().toHex());
        var answer = service.post("/v1/media:match", "{\"media_id\":\"" + mediaId + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(OpenApiTest.schema("BankMatches").validate(answer.json()))
                .as(answer.text())
                .isEmpty();
        var match = answer.json().get("matches").values().stream()
                .filter(it -> it.get("bank").stringValue().equals(bank))
                .findFirst()
                .orElseThrow();
        assertThat(match.get("form").stringValue()).isEqualTo("flip_y");
        assertThat(match.get("distance").intValue()).isZero();
        assertThat(match.get("provenance").stringValue()).isEqualTo("case 18");
        assertThat(answer.json().get("compared").intValue())
                .as("the eight forms, and two digests of the file")
                .isEqualTo(10);
        var elsewhere = service.post("/v1/media:match", "{\"media_id\":\"" + mediaId + "\",\"region\":\"eu-west-1\"}");
        assertThat(elsewhere.pointers()).containsExactly("/region");
        assertThat(service.post("/v1/media:match", "{\"media_id\":\"eu-north-1.m.nothing\"}")
                        .status())
                .isEqualTo(404);
        screen(mediaId, "direct_message");
        var confidential = service.post("/v1/media:match", "{\"media_id\":\"" + mediaId + "\"}");
        assertThat(confidential.status()).isEqualTo(403);
        assertThat(confidential.text()).contains("private communication");
    }
}
