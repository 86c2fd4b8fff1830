package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** 2 GiB come into a service with little memory that is killed twice: in the middle of the bytes, and while they become one medium. */
@Tag("long")
class BigUploadTest {
    private static final long SIZE = Long.getLong("gatehouse.upload.bytes", 2L << 30);
    private static final int BLOCK = 1 << 20;

    /** Parts, the whole sealed once more, and the database. */
    private static final long NEEDED = 2 * SIZE + (1L << 30);

    /** A heap of 400 MiB, its program, its threads, and what the libraries hold; far from a file of 2 GiB. */
    private static final long MOST_KIB = 1200L << 10;

    @TempDir
    Path home;

    private final HttpClient http = HttpClient.newHttpClient();
    private VictimService victim;

    @AfterEach
    void stop() throws Exception {
        if (victim != null) victim.stop();
    }

    @Test
    void twoGibibytesSurviveTwoKillsInBoundedMemory() throws Exception {
        assumeTrue(Files.getFileStore(home).getUsableSpace() > NEEDED, "not enough room on this machine");
        var digest = MessageDigest.getInstance("SHA-256");
        try (var all = new Made(0)) {
            var block = new byte[BLOCK];
            for (int read = all.read(block); read >= 0; read = all.read(block)) digest.update(block, 0, read);
        }
        String sha256 = HexFormat.of().formatHex(digest.digest());
        victim = VictimService.start(home, "first");
        long began = System.nanoTime();
        var created = send(request("/v1/uploads")
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", Long.toString(SIZE))
                .header("Upload-Metadata", "filetype " + base64("video/mp4") + ",sha256 " + base64(sha256))
                .header("Gatehouse-Author", "u-1")
                .header("Gatehouse-Residence", "declared=IE")
                .POST(BodyPublishers.noBody()));
        assertThat(created.statusCode()).as(new String(created.body())).isEqualTo(201);
        String upload = created.headers().firstValue("Location").orElseThrow();

        var sending = sendFrom(upload, 0);
        awaitOffset(upload, SIZE / 3, sending);
        long acknowledged = offset(upload);
        long first = victim.peakKib();
        victim.kill();
        victim = VictimService.start(home, "second");
        long resumed = offset(upload);
        assertThat(resumed).as("what was acknowledged").isBetween(acknowledged, SIZE - 1);

        sending = sendFrom(upload, resumed);
        // All of it is there, and is being made one medium.
        awaitOffset(upload, SIZE, sending);
        assertThat(json(send(request(upload).GET())).get("state").stringValue()).isEqualTo("open");
        long second = victim.peakKib();
        victim.kill();
        victim = VictimService.start(home, "third");
        assertThat(offset(upload)).isEqualTo(SIZE);
        var done = send(request(upload)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", Long.toString(SIZE))
                .header("Content-Type", "application/offset+octet-stream")
                .header("Accept", "application/json")
                .method("PATCH", BodyPublishers.noBody()));
        assertThat(done.statusCode()).as(new String(done.body())).isEqualTo(201);
        assertThat(json(done).get("sha256").stringValue()).isEqualTo(sha256);
        assertThat(json(done).get("size_bytes").longValue()).isEqualTo(SIZE);
        var stored = json(send(request(upload).GET()));
        assertThat(stored.get("state").stringValue()).isEqualTo("stored");
        long third = victim.peakKib();
        assertThat(Math.max(first, Math.max(second, third))).as("KiB of memory").isLessThan(MOST_KIB);
        assertThat(victim.isAlive()).isTrue();
        // The parts are gone: what lies there is the whole, sealed, and little else.
        try (var files = Files.walk(home.resolve("data/regions"))) {
            long lies = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("media"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            assertThat(lies).isBetween(SIZE, SIZE + SIZE / 100);
        }
        System.out.printf(
                "%d MiB in %d s with two kills; most memory %d, %d and %d MiB%n",
                SIZE >> 20, (System.nanoTime() - began) / 1_000_000_000, first >> 10, second >> 10, third >> 10);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /** Whatever becomes of the connection. */
    private CompletableFuture<Void> sendFrom(String upload, long offset) {
        var request = request(upload)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", Long.toString(offset))
                .header("Content-Type", "application/offset+octet-stream")
                .method(
                        "PATCH",
                        BodyPublishers.fromPublisher(
                                BodyPublishers.ofInputStream(() -> new Made(offset)), SIZE - offset));
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
                .handle((_, _) -> null);
    }

    private void awaitOffset(String upload, long atLeast, CompletableFuture<Void> sending) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(15).toNanos();
        while (offset(upload) < atLeast) {
            assertThat(System.nanoTime()).as("it goes on").isLessThan(end);
            assertThat(sending.isDone() && offset(upload) < atLeast)
                    .as("the sender gave up")
                    .isFalse();
            Thread.sleep(20);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(victim.url() + path))
                .header("Authorization", "Bearer " + RunningGatehouse.ADMIN_KEY);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private long offset(String upload) throws Exception {
        return Long.parseLong(
                send(request(upload).header("Tus-Resumable", "1.0.0").method("HEAD", BodyPublishers.noBody()))
                        .headers()
                        .firstValue("Upload-Offset")
                        .orElseThrow());
    }

    /** The bytes from some place on, made block by block: the same ones each time. */
    private static final class Made extends InputStream {
        private final byte[] block = new byte[BLOCK];
        private long at;
        private long made = -1;

        Made(long from) {
            at = from;
        }

        @Override
        public int read() {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (at >= SIZE) return -1;
            if (made != at / BLOCK) make(at / BLOCK);
            int inside = (int) (at % BLOCK);
            int count = (int) Math.min(Math.min(length, BLOCK - inside), SIZE - at);
            System.arraycopy(block, inside, target, offset, count);
            at += count;
            return count;
        }

        private void make(long number) {
            new SplittableRandom(number).nextBytes(block);
            byte[] begin = TestMedia.brokenVideo(64);
            if (number == 0) System.arraycopy(begin, 0, block, 0, begin.length);
            made = number;
        }
    }
}
