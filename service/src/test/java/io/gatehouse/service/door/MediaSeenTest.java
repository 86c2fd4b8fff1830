package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.media.MediaWatch;
import io.gatehouse.service.media.SeenMedia;
import io.gatehouse.service.region.ServedRegions;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Uploaded media are looked at in their own region, after the upload was answered. */
class MediaSeenTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    @Test
    void aPictureIsHashedOnceForTwoPeopleAndStoredWithEach() throws Exception {
        byte[] picture = picture();
        String first = store(picture);
        String second = store(picture);
        var seen = await(first);
        assertThat(seen.outcome()).isEqualTo(SeenMedia.Outcome.PICTURE);
        assertThat(seen.forms()).hasSize(8);
        assertThat(seen.md5()).isEqualTo(MessageDigest.getInstance("MD5").digest(picture));
        assertThat(await(second)).isEqualTo(seen);
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void whatIsNoPictureIsKnownAsSuch() throws Exception {
        assertThat(await(store("no picture".getBytes())).outcome()).isEqualTo(SeenMedia.Outcome.UNREADABLE);
    }

    private String store(byte[] bytes) {
        var answer = service.post(
                "/v1/media",
                bytes,
                "Gatehouse-Author",
                RunningGatehouse.unique("u"),
                "Gatehouse-Residence",
                "declared=IE",
                "Content-Type",
                "image/png");
        assertThat(answer.status()).isEqualTo(201);
        return answer.field("media_id");
    }

    private SeenMedia await(String mediaId) throws InterruptedException {
        var region = service.bean(ServedRegions.class).ofId(mediaId, 'm');
        var watch = service.bean(MediaWatch.class);
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        Optional<SeenMedia> seen = Optional.empty();
        while (seen.isEmpty() && System.nanoTime() < end) {
            seen = watch.seen(region, mediaId);
            if (seen.isEmpty()) Thread.sleep(20);
        }
        return seen.orElseThrow(() -> new AssertionError("nobody looked at " + mediaId));
    }

    private static byte[] picture() throws IOException {
        var image = new BufferedImage(200, 150, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 150; y++) for (int x = 0; x < 200; x++) image.setRGB(x, y, x * y * 91 + 3000 * x);
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
