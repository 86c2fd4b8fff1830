package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Media go to their author's home region, sealed, and are judged by their digest. */
class MediaTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    @Test
    void storesInTheHomeRegionAndNowhereElse() throws Exception {
        byte[] noise = new byte[3_000_000];
        new Random(1).nextBytes(noise);
        byte[] picture = TestMedia.brokenPicture(noise);
        String author = RunningGatehouse.unique("u");
        var answer = store(author, "declared=GB", picture);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.field("home_region")).isEqualTo("uk");
        assertThat(answer.json().get("size_bytes").longValue()).isEqualTo(picture.length);
        assertThat(answer.field("sha256"))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(picture)));
        String name =
                answer.field("media_id").substring(answer.field("media_id").lastIndexOf('.') + 1);
        try (var files = Files.walk(service.data())) {
            var named =
                    files.filter(f -> f.getFileName().toString().contains(name)).toList();
            assertThat(named).hasSize(1);
            assertThat(named.getFirst().toString()).contains("/regions/uk/");
            // Sealed: what lies there is not what was sent.
            assertThat(latin(Files.readAllBytes(named.getFirst())))
                    .doesNotContain(latin(Arrays.copyOfRange(picture, 5_000, 5_016)));
        }
    }

    @Test
    void aKnownDigestIsRestricted() {
        String author = RunningGatehouse.unique("u");
        var media = store(author, "declared=IE", TestPolicies.BANNED_MEDIA);
        var body = Screenings.tree(RunningGatehouse.unique("m"), author, "", "x");
        body.put("parts", List.of(Map.of("type", "media", "media_id", media.field("media_id"))));
        var answer = service.post("/v1/screenings", Screenings.json(body));
        assertThat(answer.field("verdict")).isEqualTo("restrict");
        assertThat(answer.json().get("signals").get(0).get("type").stringValue())
                .isEqualTo("digest");
        // Another author may not use it.
        body.put("id", RunningGatehouse.unique("m"));
        body.put("author", Screenings.author(RunningGatehouse.unique("u"), "IE"));
        assertThat(service.post("/v1/screenings", Screenings.json(body)).problem())
                .isEqualTo("unknown-media");
    }

    @Test
    void refusesWhatItCannotPlaceOrName() {
        byte[] bytes = {1};
        assertThat(service.post("/v1/media", bytes, "Content-Type", "image/png").pointers())
                .containsExactly("header:Gatehouse-Author");
        assertThat(store(RunningGatehouse.unique("u"), "", bytes).problem()).isEqualTo("unresolved-home-region");
        assertThat(store(RunningGatehouse.unique("u"), "declared=SG", bytes).status())
                .isEqualTo(421);
        assertThat(store(RunningGatehouse.unique("u"), "declared=IE", new byte[0])
                        .status())
                .isEqualTo(400);
        assertThat(service.post("/v1/media", bytes, "Gatehouse-Author", "u", "Content-Type", "text/plain")
                        .problem())
                .isEqualTo("unsupported-media-type");
        assertThat(store(RunningGatehouse.unique("u"), "declared=IE", new byte[5_000_000])
                        .status())
                .isEqualTo(413);
    }

    @Test
    void refusesBytesThatAreNoMediumAndSaysWhatIsRead() {
        var text = store(RunningGatehouse.unique("u"), "declared=IE", "%PDF-1.7 no picture".getBytes());
        assertThat(text.status()).isEqualTo(415);
        assertThat(text.problem()).isEqualTo("unsupported-media-type");
        assertThat(text.field("detail")).contains("JPEG, PNG").contains("Nothing was stored");
        var video = store(RunningGatehouse.unique("u"), "declared=IE", TestMedia.brokenVideo(100));
        assertThat(video.status()).isEqualTo(415);
        assertThat(video.field("detail")).contains("a video (MP4)");
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private RunningGatehouse.Answer store(String author, String residence, byte[] bytes) {
        return service.post(
                "/v1/media",
                bytes,
                "Content-Type",
                "image/png",
                "Gatehouse-Author",
                author,
                "Gatehouse-Residence",
                residence);
    }
}
