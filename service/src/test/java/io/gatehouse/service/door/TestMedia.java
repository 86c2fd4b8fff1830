package io.gatehouse.service.door;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures and videos to send, and what only looks like them. */
final class TestMedia {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private TestMedia() {}

    /** Begins as a picture does, and is none. */
    static byte[] brokenPicture(byte[] rest) {
        return ByteBuffer.allocate(PNG.length + rest.length).put(PNG).put(rest).array();
    }

    static byte[] brokenPicture(String rest) {
        return brokenPicture(rest.getBytes(StandardCharsets.UTF_8));
    }

    /** Begins as a video does, and is none. */
    static byte[] brokenVideo(int sizeBytes) {
        var bytes = new byte[sizeBytes];
        System.arraycopy("\0\0\0\40ftypisom".getBytes(StandardCharsets.ISO_8859_1), 0, bytes, 0, 12);
        return bytes;
    }

    static byte[] picture(int seed) {
        var image = new BufferedImage(200, 150, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 150; y++) for (int x = 0; x < 200; x++) image.setRGB(x, y, x * y * seed + 3000 * x);
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A second of video, of other bytes for each name; what is shown is the same. */
    static byte[] video(String name) {
        var file = Path.of(System.getProperty("gatehouse.home", ".."))
                .resolve("moderation-core/src/test/resources/io/gatehouse/moderation/cage/v.mp4");
        try {
            byte[] video = Files.readAllBytes(file);
            byte[] text = name.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(video.length + 8 + text.length)
                    .put(video)
                    .putInt(8 + text.length)
                    .put("free".getBytes(StandardCharsets.US_ASCII))
                    .put(text)
                    .array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
