package io.gatehouse.service.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatehouse.service.problem.ProblemException;
import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work is estimated from what the begin of a file says, and never decoded for it. */
class MediaHeadTest {
    private static Duration work(byte[] file, String type) {
        return MediaHead.of(file, type).work(file.length).expected();
    }

    private static byte[] picture(String format, int width, int height) throws IOException {
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, out))
                .isTrue();
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void aPictureIsAsMuchWorkAsItHasPixelsHoweverSmallItsFile(String format) throws IOException {
        var small = work(picture(format, 100, 80), "image/" + format);
        var large = work(picture(format, 3_000, 2_000), "image/" + format);
        assertThat(small).isLessThan(Duration.ofMillis(30));
        // Six million pixels.
        assertThat(large).isBetween(Duration.ofMillis(40), Duration.ofSeconds(2));
    }

    @Test
    void aVideoIsAsMuchWorkAsItsPixelsTimesItsLength() {
        // What matters of a movie: an hour of 1080p takes some 20 minutes on one core.
        var hour = work(movie(90_000, 3_600 * 90_000L, 1920, 1080), "video/mp4");
        assertThat(hour).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(30));
        var second = work(movie(1_000, 1_000, 1920, 1080), "video/mp4");
        assertThat(second).isBetween(Duration.ofMillis(100), Duration.ofSeconds(1));
        // A length that nobody believes is no more than decoders are given.
        assertThat(work(movie(1, 0xffff_ffffL, 65_535, 65_535), "video/mp4")).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void aRealMovieSaysItsLength() throws IOException {
        byte[] video = Files.readAllBytes(Path.of(System.getProperty("gatehouse.home", ".."))
                .resolve("moderation-core/src/test/resources/io/gatehouse/moderation/cage/v.mp4"));
        assertThat(work(video, "video/mp4")).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void whatIsNotSaidIsEstimatedByBytes() {
        byte[] head = new byte[100];
        System.arraycopy(new byte[] {0x1a, 0x45, (byte) 0xdf, (byte) 0xa3}, 0, head, 0, 4);
        assertThat(MediaHead.of(head, "video/webm").work(15_000_000).expected()).isEqualTo(Duration.ofSeconds(10));
    }

    private static byte[] movie(int scale, long length, int width, int height) {
        var file = ByteBuffer.allocate(400);
        file.put("\0\0\0\30ftypisom\0\0\0\0isom".getBytes(StandardCharsets.ISO_8859_1));
        file.position(60).put("mvhd".getBytes(StandardCharsets.US_ASCII));
        file.putInt(0).putInt(0).putInt(0).putInt(scale).putInt((int) length);
        file.position(200).put("tkhd".getBytes(StandardCharsets.US_ASCII));
        int end = file.position();
        file.putShort(end + 76, (short) width).putShort(end + 80, (short) height);
        return file.array();
    }

    @Test
    void theStreamIsReadFromItsBeginAfterwards() throws IOException {
        byte[] file = picture("png", 10, 10);
        var stream = new BufferedInputStream(new ByteArrayInputStream(file), MediaHead.HEAD_BYTES);
        MediaHead.read(stream, "image/png");
        assertThat(stream.readAllBytes()).isEqualTo(file);
    }

    @Test
    void refusesWhatIsNotWhatItSays() throws IOException {
        byte[] file = picture("png", 10, 10);
        assertThat(refusal(file, "video/mp4")).contains("a picture (PNG)");
        assertThat(refusal(new byte[] {1, 2, 3}, "image/png")).contains("no format");
        assertThat(refusal(new byte[0], "image/png")).contains("empty");
    }

    private static String refusal(byte[] head, String type) {
        var refused = catchThrowableOfType(ProblemException.class, () -> MediaHead.of(head, type));
        return refused.problem().detail();
    }
}
