package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.openapi.OpenApiTest;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What came of an upload that is not finished is a person's data like all others: exported, held, erased, and ended by a move. */
class UploadRightsTest {
    private static final int SENT = 5_000;

    private final RunningGatehouse service = RunningGatehouse.shared();
    private final String author = RunningGatehouse.unique("u");
    private final byte[] begin = TestMedia.brokenVideo(SENT);

    @Test
    void whatCameIsInTheCopyAndGoesWithThePerson() throws Exception {
        String upload = begun("IE");
        String name = "eu-west-1/uploads/" + id(upload);
        String privacy = "Bearer " + service.keyIn("IE", "privacy");
        var copy = entries(service.get("/v1/accounts/" + author + "/export", "Authorization", privacy));
        assertThat(copy.get(name)).isEqualTo(begin);
        var told = JsonMapper.shared().readTree(copy.get(name + ".json"));
        assertThat(told.get("state").stringValue()).isEqualTo("unfinished");
        assertThat(told.get("received_bytes").longValue()).isEqualTo(SENT);
        assertThat(told.get("size_bytes").longValue()).isEqualTo(2 * SENT);
        assertThat(told.at("/announced/media_type").stringValue()).isEqualTo("video/mp4");
        String object = region("eu-west-1")
                .cell()
                .uploads()
                .parts(id(upload))
                .getFirst()
                .objectKey();
        assertThat(files(object)).isEqualTo(1);

        String erasure = service.delete("/v1/accounts/" + author, "Authorization", privacy)
                .header("Location");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> service.get(erasure, "Authorization", privacy)
                        .field("state")
                        .equals("done"));
        var statement = service.get(erasure, "Authorization", privacy)
                .json()
                .path("certificate")
                .path("statement");
        assertThat(statement.at("/deleted/eu-west-1/media_upload").intValue())
                .as(statement.toString())
                .isEqualTo(1);
        assertThat(statement.at("/deleted/eu-west-1/media_upload_part").intValue())
                .isEqualTo(1);
        assertThat(head(upload).status()).isEqualTo(404);
        assertThat(files(object)).as("the part's object").isZero();
    }

    @Test
    void aLegalHoldKeepsWhatCameBeyondItsTime() throws Exception {
        String upload = begun("IE");
        String privacy = "Bearer " + service.keyIn("IE", "privacy");
        var hold = service.post("/v1/holds", """
            {"account":"%s","basis":"litigation","reference":"2026/CA/118"}\
            """.formatted(author), "Authorization", privacy)
                .header("Location");
        var refused = send("DELETE", upload, new byte[0]);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("held");
        var uploads = region("eu-west-1").cell().uploads();
        Instant later = Instant.now().plus(Duration.ofDays(3));
        assertThat(uploads.expired(later, List.of(), 10_000)).doesNotContain(id(upload));
        var material = entries(service.get(hold + "/material?purpose=legal_claims", "Authorization", privacy));
        assertThat(material.get("eu-west-1/uploads/" + id(upload))).isEqualTo(begin);
        service.delete(hold, "Authorization", privacy);
        assertThat(uploads.expired(later, List.of(), 10_000)).contains(id(upload));
        assertThat(send("DELETE", upload, new byte[0]).status()).isEqualTo(204);
    }

    @Test
    void aMoveEndsItAndSaysSo() throws Exception {
        String upload = begun("GB");
        String object =
                region("uk").cell().uploads().parts(id(upload)).getFirst().objectKey();
        service.put("/v1/accounts/" + author, "{\"residence\":[{\"kind\":\"verified\",\"country\":\"IE\"}]}");
        var move = service.post("/v1/accounts/" + author + "/migrations", "{\"to\":\"eu-west-1\"}");
        assertThat(move.status()).as(move.text()).isEqualTo(202);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> service.get("/v1/migrations/" + move.field("migration_id"))
                        .field("state")
                        .equals("done"));
        var ended = service.get(upload);
        assertThat(ended.status()).isEqualTo(410);
        assertThat(ended.problem()).isEqualTo("upload-ended");
        assertThat(OpenApiTest.schema("Problem").validate(ended.json())).isEmpty();
        assertThat(head(upload).status()).isEqualTo(410);
        assertThat(patch(upload, SENT, begin).problem()).isEqualTo("upload-ended");
        assertThat(send("DELETE", upload, new byte[0]).status()).isEqualTo(410);
        assertThat(region("uk").cell().uploads().parts(id(upload))).isEmpty();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> files(object) == 0);
        String anew = begun("IE");
        assertThat(id(anew)).startsWith("eu-west-1.u.");
    }

    /** Half of what was announced. */
    private String begun(String country) {
        var created = service.send(service.request("/v1/uploads")
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", Integer.toString(2 * SENT))
                .header("Upload-Metadata", "filetype " + Base64.getEncoder().encodeToString("video/mp4".getBytes()))
                .header("Gatehouse-Author", author)
                .header("Gatehouse-Residence", "declared=" + country)
                .POST(BodyPublishers.noBody()));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        String upload = created.header("Location");
        assertThat(patch(upload, 0, begin).status()).isEqualTo(204);
        return upload;
    }

    private RunningGatehouse.Answer patch(String upload, long offset, byte[] bytes) {
        return service.send(service.request(upload)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", Long.toString(offset))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(bytes)));
    }

    private RunningGatehouse.Answer head(String upload) {
        return send("HEAD", upload, new byte[0]);
    }

    private RunningGatehouse.Answer send(String method, String upload, byte[] bytes) {
        return service.send(service.request(upload)
                .header("Tus-Resumable", "1.0.0")
                .method(method, BodyPublishers.ofByteArray(bytes)));
    }

    private static String id(String upload) {
        return upload.substring(upload.lastIndexOf('/') + 1);
    }

    private ServedRegion region(String id) {
        return service.bean(ServedRegions.class).orMisdirected(new RegionId(id));
    }

    private long files(String objectKey) throws IOException {
        String name = objectKey.substring(objectKey.lastIndexOf('/') + 1);
        try (var files = Files.walk(service.data().resolve("regions"))) {
            return files.filter(file -> file.getFileName().toString().contains(name))
                    .count();
        }
    }

    private static Map<String, byte[]> entries(RunningGatehouse.Answer zip) throws IOException {
        assertThat(zip.status()).as(zip.status() == 200 ? "" : zip.text()).isEqualTo(200);
        var entries = new LinkedHashMap<String, byte[]>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip.response().body()))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry())
                entries.put(entry.getName(), in.readAllBytes());
        }
        return entries;
    }
}
