package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code kill -9} of a whole service in the middle of an upload, and between a provisional decision and the next one. */
@Tag("long")
class FlowKillTest {
    private static final int PART = 2 * 1024 * 1024;

    @TempDir
    Path home;

    private final HttpClient http = HttpClient.newHttpClient();
    private VictimService victim;

    @AfterEach
    void stop() throws Exception {
        victim.stop();
    }

    @Test
    void whatWasAcknowledgedIsThereAndGoesOn() throws Exception {
        victim = VictimService.start(home, "first");
        byte[] whole = new byte[4 * PART + 12_345];
        new Random(5).nextBytes(whole);
        System.arraycopy(TestMedia.brokenVideo(64), 0, whole, 0, 64);
        String upload = send(request("/v1/uploads")
                        .header("Tus-Resumable", "1.0.0")
                        .header("Upload-Length", Integer.toString(whole.length))
                        .header(
                                "Upload-Metadata",
                                "filetype " + Base64.getEncoder().encodeToString("video/mp4".getBytes()))
                        .header("Gatehouse-Author", "u-1")
                        .header("Gatehouse-Residence", "declared=IE")
                        .POST(BodyPublishers.noBody()))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(patch(upload, 0, Arrays.copyOf(whole, PART + 1_000)).statusCode())
                .isEqualTo(204);
        String media = json(send(request("/v1/media")
                        .header("Content-Type", "video/mp4")
                        .header("Gatehouse-Author", "u-1")
                        .POST(BodyPublishers.ofByteArray(TestMedia.video("killed")))))
                .get("media_id")
                .stringValue();
        var body = Screenings.tree("m-1", "u-1", "IE", "x");
        body.put("deadline_ms", 1);
        body.put("parts", List.of(Map.of("type", "media", "media_id", media)));
        var pending = send(request("/v1/screenings").POST(BodyPublishers.ofString(Screenings.json(body))));
        assertThat(pending.statusCode()).isEqualTo(202);
        // In the middle of the third part.
        try (var socket = new Socket("localhost", URI.create(victim.url()).getPort())) {
            var head = "PATCH " + upload + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + RunningGatehouse.ADMIN_KEY
                    + "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: " + (PART + 1_000)
                    + "\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: 9000000\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(whole, PART + 1_000, PART + PART / 2);
            socket.getOutputStream().flush();
            while (offset(upload) == PART + 1_000) Thread.sleep(20);
            victim.kill();
        }
        victim = VictimService.start(home, "second");
        assertThat(offset(upload)).as("all that was acknowledged, and no more").isEqualTo(2 * PART + 1_000);
        var done = patch(upload, 2 * PART + 1_000, Arrays.copyOfRange(whole, 2 * PART + 1_000, whole.length));
        assertThat(done.statusCode()).as(new String(done.body())).isEqualTo(204);
        var stored = json(send(request(upload).GET()));
        assertThat(stored.get("state").stringValue()).isEqualTo("stored");
        String location = pending.headers().firstValue("Location").orElseThrow();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!json(send(request(location).GET())).get("state").stringValue().equals("done")) {
            assertThat(System.nanoTime()).as("it is judged again").isLessThan(end);
            Thread.sleep(100);
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

    private HttpResponse<byte[]> patch(String upload, long offset, byte[] bytes) throws Exception {
        return send(request(upload)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", Long.toString(offset))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(bytes)));
    }

    private long offset(String upload) throws Exception {
        return Long.parseLong(
                send(request(upload).header("Tus-Resumable", "1.0.0").method("HEAD", BodyPublishers.noBody()))
                        .headers()
                        .firstValue("Upload-Offset")
                        .orElseThrow());
    }
}
