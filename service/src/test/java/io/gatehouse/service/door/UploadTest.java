package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.residency.walk.SqlServer;
import io.gatehouse.service.openapi.OpenApiTest;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Uploads go on where they were acknowledged, sealed in their author's region, and end as media. */
class UploadTest {
    private static final int PART = 2 * 1024 * 1024;

    private final RunningGatehouse service = RunningGatehouse.shared();
    private final String author = RunningGatehouse.unique("u");

    @Test
    void partsBecomeOneMediumAndGo() throws Exception {
        byte[] video = video(PART + 700_000);
        String location = create(video.length, "video/mp4", sha256(video), "GB");
        assertThat(head(location).header("Upload-Offset")).isEqualTo("0");
        assertThat(patch(location, 0, Arrays.copyOf(video, 1_000_000)).status()).isEqualTo(204);
        assertThat(head(location).header("Upload-Offset")).isEqualTo("1000000");
        assertThat(head(location).header("Upload-Length")).isEqualTo(Integer.toString(video.length));
        assertThat(head(location).header("Cache-Control")).isEqualTo("no-store");
        assertSealed(location, video);
        var wrong = patch(location, 7, new byte[3]);
        assertThat(wrong.status()).isEqualTo(409);
        assertThat(wrong.problem()).isEqualTo("offset-differs");
        assertThat(wrong.response().headers().allValues("Tus-Resumable")).containsExactly("1.0.0");
        var old = service.post("/v1/uploads", new byte[0], "Tus-Resumable", "0.2.2");
        assertThat(old.status()).isEqualTo(412);
        assertThat(old.header("Tus-Version")).isEqualTo("1.0.0");
        assertThat(wrong.json().get("offset").intValue()).isEqualTo(1_000_000);
        var open = service.get(location);
        assertThat(OpenApiTest.schema("Upload").validate(open.json())).isEmpty();
        assertThat(open.field("state")).isEqualTo("open");
        var done = patch(
                location, 1_000_000, Arrays.copyOfRange(video, 1_000_000, video.length), "Accept", "application/json");
        assertThat(done.status()).as(done.text()).isEqualTo(201);
        assertThat(OpenApiTest.schema("Media").validate(done.json())).isEmpty();
        assertThat(done.field("sha256")).isEqualTo(sha256(video));
        assertThat(done.field("home_region")).isEqualTo("uk");
        assertThat(done.header("Gatehouse-Media-Id")).isEqualTo(done.field("media_id"));
        assertThat(parts("uk", location)).isZero();
        var stored = service.get(location);
        assertThat(stored.field("state")).isEqualTo("stored");
        assertThat(stored.field("media_id")).isEqualTo(done.field("media_id"));
        // A repeat, whose answer was lost, makes no second one.
        var again = patch(location, video.length, new byte[0]);
        assertThat(again.status()).isEqualTo(204);
        assertThat(again.header("Gatehouse-Media-Id")).isEqualTo(done.field("media_id"));
        var bytes = service.get(
                "/v1/accounts/" + author + "/portability/media/" + done.field("media_id"),
                "Authorization",
                "Bearer " + service.keyIn("GB", "privacy", "platform"));
        assertThat(bytes.status()).as(bytes.text()).isEqualTo(200);
        assertThat(bytes.response().body()).isEqualTo(video);
    }

    /** As tus clients do behind a proxy that lets no PATCH through. */
    @Test
    void aPostThatSaysAnotherMethodIsThatMethod() throws Exception {
        byte[] video = video(10_000);
        String location = create(video.length, "video/mp4", sha256(video), "IE");
        var half = posted(location, "PATCH", Arrays.copyOf(video, 5_000), "Upload-Offset", "0");
        assertThat(half.status()).as(half.text()).isEqualTo(204);
        assertThat(posted(location, "HEAD", new byte[0]).header("Upload-Offset"))
                .isEqualTo("5000");
        var other = posted(location, "GET", new byte[0]);
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.json().at("/errors/0/pointer").stringValue()).isEqualTo("header:X-HTTP-Method-Override");
        assertThat(posted(location, "DELETE", new byte[0]).status()).isEqualTo(204);
        assertThat(head(location).status()).isEqualTo(404);
    }

    private RunningGatehouse.Answer posted(String location, String method, byte[] body, String... headers) {
        var all = new java.util.ArrayList<>(List.of(headers));
        all.addAll(List.of("X-HTTP-Method-Override", method, "Tus-Resumable", "1.0.0"));
        all.addAll(List.of("Content-Type", "application/offset+octet-stream"));
        return service.post(location, body, all.toArray(String[]::new));
    }

    @Test
    void whatCameBeforeTheConnectionBrokeCounts() throws Exception {
        byte[] video = video(3 * PART);
        String location = create(video.length, "video/mp4", sha256(video), "IE");
        try (var socket = new Socket("localhost", service.url("/").getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PATCH " + location + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + RunningGatehouse.ADMIN_KEY
                            + "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream"
                            + "\r\nContent-Length: " + video.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(video, 0, PART + 5_000);
            out.flush();
            await(() -> offset(location) >= PART);
        }
        await(() -> offset(location) == PART + 5_000);
        var done = patch(location, PART + 5_000, Arrays.copyOfRange(video, PART + 5_000, video.length));
        assertThat(done.status()).as(done.text()).isEqualTo(204);
        assertThat(service.get(location).field("state")).isEqualTo("stored");
    }

    @Test
    void whatWasCommittedStaysThoughTheAnswerWasLost() throws Exception {
        byte[] video = video(10_000);
        String location = create(video.length, "video/mp4", sha256(video), "GB");
        try (var lost = new LostAnswers(new SqlServer(service.data()), "gatehouse_uk")) {
            var sent = CompletableFuture.supplyAsync(() -> patch(location, 0, Arrays.copyOf(video, 5_000)));
            await(() -> {
                lost.lose();
                return sent.isDone();
            });
            assertThat(sent.get().status()).as(sent.get().text()).isEqualTo(503);
        }
        await(() -> !head(location).header("Upload-Offset").isEmpty());
        assertThat(offset(location)).as("it was committed").isEqualTo(5_000);
        var done = patch(location, 5_000, Arrays.copyOfRange(video, 5_000, video.length));
        assertThat(done.status()).as(done.text()).isEqualTo(204);
        assertThat(service.get(location).field("state")).isEqualTo("stored");
    }

    @Test
    void bytesThatAreNotThoseAnnouncedAreRefused() throws Exception {
        byte[] video = video(10_000);
        String location = create(video.length, "video/mp4", sha256(new byte[1]), "IE");
        var checked = patch(location, 0, video, "Upload-Checksum", "sha256 " + base64(digest(new byte[2])));
        assertThat(checked.status()).isEqualTo(460);
        assertThat(checked.problem()).isEqualTo("checksum-differs");
        assertThat(offset(location)).as("nothing of it counts").isZero();
        assertThat(patch(
                                location,
                                0,
                                Arrays.copyOf(video, 5_000),
                                "Upload-Checksum",
                                "sha256 " + base64(digest(Arrays.copyOf(video, 5_000))))
                        .status())
                .isEqualTo(204);
        var whole = patch(location, 5_000, Arrays.copyOfRange(video, 5_000, video.length));
        assertThat(whole.status()).isEqualTo(460);
        assertThat(service.get(location).field("state")).isEqualTo("failed");
        assertThat(parts("eu-west-1", location)).isZero();
        var other = patch(
                create(100, "video/mp4", null, "IE"),
                0,
                "%PDF-1.7 and so on, one hundred bytes of it, and not a single frame to look at".getBytes());
        assertThat(other.status()).as(other.text()).isEqualTo(415);
        var more = patch(create(10, "video/mp4", null, "IE"), 0, video);
        assertThat(more.status()).isEqualTo(413);
    }

    @Test
    void uploadsEndByTheirClientsWishOrWithTime() throws Exception {
        byte[] video = video(10_000);
        String dropped = create(20_000, "video/mp4", null, "IE");
        patch(dropped, 0, video);
        assertThat(parts("eu-west-1", dropped)).isEqualTo(1);
        var objects = objects("eu-west-1");
        assertThat(send("DELETE", dropped, new byte[0]).status()).isEqualTo(204);
        assertThat(head(dropped).status()).isEqualTo(404);
        assertThat(objects("eu-west-1")).isEqualTo(objects - 1);
        String late = create(20_000, "video/mp4", null, "IE");
        patch(late, 0, video);
        change("expires_at = now() - interval '1 second'", late);
        assertThat(head(late).status()).isEqualTo(404);
        await(() -> parts("eu-west-1", late) == 0);
    }

    /** Left behind by a process that was killed with their last part: the first can never be read, the second lost a part. */
    @Test
    void aBrokenUploadIsNotInTheWayOfOthers() throws Exception {
        byte[] video = video(10_000);
        String unreadable = create(20_000, "video/mp4", null, "IE");
        String lost = create(20_000, "video/mp4", null, "IE");
        String sound = create(20_000, "video/mp4", null, "IE");
        for (var each : List.of(unreadable, lost, sound)) patch(each, 0, video);
        region("eu-west-1")
                .store()
                .delete(new ObjectKey(region("eu-west-1")
                        .cell()
                        .uploads()
                        .parts(id(lost))
                        .getFirst()
                        .objectKey()));
        change("size_bytes = received_bytes, expires_at = now() + interval '23 hours'", sound);
        change("size_bytes = received_bytes, expires_at = now() + interval '22 hours'", lost);
        change(
                "size_bytes = received_bytes, expires_at = now() + interval '21 hours', sealed_description = '\\x00'",
                unreadable);
        await(() -> service.get(sound).field("state").equals("stored"));
        assertThat(service.get(lost).field("state")).isEqualTo("failed");
        change("expires_at = now() - interval '1 second'", unreadable);
    }

    private void change(String what, String location) throws Exception {
        try (var database = new SqlServer(service.data()).connect("gatehouse_eu_west_1")) {
            database.setReadOnly(false);
            database.createStatement()
                    .execute("UPDATE media_upload SET " + what + " WHERE upload_id = '" + id(location) + "'");
            database.commit();
        }
    }

    private static String id(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    @Test
    void everyFaultIsTold() {
        var options = send("OPTIONS", "/v1/uploads", new byte[0]);
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Tus-Version")).isEqualTo("1.0.0");
        assertThat(options.header("Tus-Extension")).contains("creation", "expiration", "checksum", "termination");
        assertThat(service.post("/v1/uploads", "").problem()).isEqualTo("protocol-version");
        var faulty = service.post("/v1/uploads", "", "Tus-Resumable", "1.0.0", "Upload-Length", "x");
        assertThat(faulty.pointers())
                .containsExactlyInAnyOrder("header:Gatehouse-Author", "header:Upload-Length", "header:Upload-Metadata");
        var large = service.post("/v1/uploads", "", headers(Long.toString(3L << 30), "video/mp4", null, "IE"));
        assertThat(large.status()).isEqualTo(413);
        String location = create(10, "video/mp4", null, "IE");
        assertThat(service.get(location, "Authorization", "Bearer " + service.keyWith("platform"))
                        .status())
                .as("another client's")
                .isEqualTo(404);
    }

    private String[] headers(String length, String type, String sha256, String country) {
        String metadata = "filetype " + base64(type.getBytes());
        if (sha256 != null) metadata += ",sha256 " + base64(sha256.getBytes());
        return new String[] {
            "Tus-Resumable",
            "1.0.0",
            "Upload-Length",
            length,
            "Upload-Metadata",
            metadata,
            "Gatehouse-Author",
            author,
            "Gatehouse-Residence",
            "declared=" + country
        };
    }

    private String create(int length, String type, String sha256, String country) {
        var created = service.post("/v1/uploads", "", headers(Integer.toString(length), type, sha256, country));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.header("Upload-Expires")).endsWith("GMT");
        return created.header("Location");
    }

    private RunningGatehouse.Answer head(String location) {
        return send("HEAD", location, new byte[0]);
    }

    private long offset(String location) {
        return Long.parseLong(head(location).header("Upload-Offset"));
    }

    private RunningGatehouse.Answer patch(String location, long offset, byte[] bytes, String... more) {
        var request = service.request(location, more)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", Long.toString(offset))
                .header("Content-Type", "application/offset+octet-stream");
        return service.send(request.method("PATCH", BodyPublishers.ofByteArray(bytes)));
    }

    private RunningGatehouse.Answer send(String method, String location, byte[] bytes) {
        return service.send(service.request(location)
                .header("Tus-Resumable", "1.0.0")
                .method(method, BodyPublishers.ofByteArray(bytes)));
    }

    private static byte[] video(int size) {
        byte[] noise = new byte[size];
        new Random(size).nextBytes(noise);
        byte[] begin = TestMedia.brokenVideo(64);
        System.arraycopy(begin, 0, noise, 0, begin.length);
        return noise;
    }

    private ServedRegion region(String id) {
        return service.bean(ServedRegions.class).orMisdirected(new RegionId(id));
    }

    private int parts(String region, String location) {
        return region(region)
                .cell()
                .uploads()
                .parts(location.substring(location.lastIndexOf('/') + 1))
                .size();
    }

    private long objects(String region) {
        return region(region).store().list("media/", 1_000).objects().size();
    }

    /** What lies in the file of its part is not what was sent. */
    private void assertSealed(String location, byte[] video) throws Exception {
        var part = region("uk")
                .cell()
                .uploads()
                .parts(location.substring(location.lastIndexOf('/') + 1))
                .getFirst();
        String name = part.objectKey().substring("media/".length());
        try (var files = Files.walk(service.data())) {
            var named = files.filter(file -> file.getFileName().toString().contains(name))
                    .toList();
            assertThat(named).hasSize(1);
            assertThat(named.getFirst().toString()).contains("/regions/uk/");
            assertThat(new String(Files.readAllBytes(named.getFirst()), StandardCharsets.ISO_8859_1))
                    .doesNotContain(new String(Arrays.copyOfRange(video, 5_000, 5_016), StandardCharsets.ISO_8859_1));
        }
    }

    private static byte[] digest(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(digest(bytes));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("it happens").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
